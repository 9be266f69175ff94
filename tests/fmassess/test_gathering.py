"""What workers counted that ended; with real processes: tests/faults/test_counting.py."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.mmap_dict import MmapedDict

from fmassess.gathering import VARIABLE, end_of


def counts(file: Path) -> dict[str, float]:
    return {key: value for key, value, *_ in MmapedDict.read_all_values_from_file(str(file))}


@pytest.mark.parametrize("left", [b"", b"\xff\xff\xff\x7f\0\0\0\0half"])
def test_a_file_that_a_killed_worker_left_half_made_ends_nothing_and_the_others_are_added_up(
    left: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    for process, number in ((7, 2.0), (9, 3.0)):
        made = MmapedDict(str(tmp_path / f"counter_{process}.db"))
        made.write_value("asked", number, 0)
        made.close()
    (tmp_path / "counter_8.db").write_bytes(left)
    (tmp_path / "gauge_livesum_8.db").touch()
    for process in (7, 8, 9):
        end_of(process)
    assert counts(tmp_path / "counter_0.db") == {"asked": 5.0}
    assert [one.name for one in tmp_path.iterdir()] == ["counter_0.db"]
