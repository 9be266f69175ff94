"""Workers count side by side, whoever of them ends and however little room there is. With a whole
site: tests/faults/test_counting.py."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from prometheus_client.mmap_dict import MmapedDict

from fmassess import gathering
from fmassess.gathering import VARIABLE, end_of
from tests.faults.test_disks import disk

BEGUN = """
import os, resource
largest = int(os.environ["LARGEST"])
if largest:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
from pathlib import Path
from fmassess import gathering
gathering.begin(Path(os.environ["HOME_OF_COUNTS"]))
gathering.join()
from fmassess import meters
def count(many):
    for number in range(many):
        meters.begun()
        meters.ended(f"route-{number}", "GET", 200, 0.1)
def asked(metric="fmassess_requests"):
    found = [one for one in meters.counted().collect() if one.name == metric]
    return sum(s.value for one in found for s in one.samples if s.name.endswith("_total"))
"""
FITS = 8
"""Routes that a first file holds for certain."""


def process(code: str, home: Path, *, size: int = 0) -> subprocess.Popen[str]:
    """A process of its own that begins to count; no file of its may be larger than ``size``."""
    env = {name: said for name, said in os.environ.items() if name != VARIABLE}
    env |= {"RUNTIME_DIRECTORY": str(home), "HOME_OF_COUNTS": str(home), "LARGEST": str(size)}

    return subprocess.Popen(
        [sys.executable, "-c", BEGUN + code], env=env, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def said(code: str, home: Path, *, size: int = 0) -> str:
    one = process(code, home, size=size)
    out, _ = one.communicate(timeout=30)
    assert one.returncode == 0, f"ended by {-one.returncode}"
    return out.strip()


def counts(file: Path) -> dict[str, float]:
    return {key: value for key, value, *_ in MmapedDict.read_all_values_from_file(str(file))}


def leave(folder: Path, number: int, said: Mapping[str, float]) -> None:
    """What a worker of this number counted and left."""
    made = MmapedDict(str(folder / f"counter_{number}.db"))
    for key, value in said.items():
        made.write_value(key, value, 0)
    made.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Of a master that runs here."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    monkeypatch.setattr(gathering._Here, "ended", set())
    (tmp_path / gathering.LOCKED).touch()
    return tmp_path


# ---------------------------------------------------------------- workers end


@pytest.mark.parametrize("left", [b"", b"\xff\xff\xff\x7f\0\0\0\0half"])
def test_a_file_that_a_killed_worker_left_half_made_ends_nothing_and_the_others_are_added_up(
    left: bytes, folder: Path
) -> None:
    for number, value in ((7, 2.0), (9, 3.0)):
        leave(folder, number, {"asked": value})
    (folder / "counter_8.db").write_bytes(left)
    (folder / "gauge_livesum_8.db").touch()
    for number in (7, 8, 9):
        end_of(number)
    assert counts(folder / "counter_0.db") == {"asked": 5.0}
    assert {one.name for one in folder.iterdir()} == {"counter_0.db", gathering.LOCKED}


def test_whoever_asks_while_workers_are_added_up_reads_each_count_once(folder: Path) -> None:
    key = json.dumps(["asked", "asked_total", {}, "Asked."])
    ended = range(3_000_000, 3_000_060)  # numbers that no process has
    for number in ended:
        leave(folder, number, {key: 1.0})
    code = f"""
os.environ["{VARIABLE}"] = {str(folder)!r}
print("begun", flush=True)
seen = {{asked("asked")}}
while list(Path({str(folder)!r}).glob("counter_3*")):
    seen.add(asked("asked"))
print(sorted(seen))
"""
    reader = process(code, folder.parent)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "begun\n"
    for number in ended:
        end_of(number)
    while gathering._Here.ended:  # somebody read for too long: the next end adds them up
        end_of(ended[-1])
    out, _ = reader.communicate(timeout=30)
    assert (reader.returncode, out) == (0, "[60.0]\n")


def test_what_cannot_be_added_up_while_somebody_reads_is_the_next_time(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "PATIENCE", 0.02)
    first, second = 3_000_001, 3_000_002
    leave(folder, first, {"asked": 1.0})
    leave(folder, second, {"asked": 2.0})
    with gathering.undisturbed():
        end_of(first)
        assert not (folder / "counter_0.db").exists()
    end_of(second)
    assert counts(folder / "counter_0.db") == {"asked": 3.0}
    assert list(folder.glob("counter_3*")) == []


# ---------------------------------------------------------------- masters begin


def test_a_folder_is_for_ourselves_and_goes_once_nobody_counts_there(tmp_path: Path) -> None:
    wait = f"print(os.environ[{VARIABLE!r}], flush=True); import time; time.sleep(60)"
    master = process(wait, tmp_path)
    assert master.stdout is not None
    living = Path(master.stdout.readline().strip())
    assert stat.S_IMODE(living.stat().st_mode) == 0o700
    told = f"print(Path({str(living)!r}).exists())"
    assert said(told, tmp_path) == "True"  # another master's, which runs
    master.kill()
    master.wait()
    assert living.exists()
    assert said(told, tmp_path) == "False"
    other = tmp_path / f"{gathering.PREFIX}-{os.getuid()}-of_before"
    other.mkdir()
    assert said(f"print(Path({str(other)!r}).exists())", tmp_path) == "True"  # nobody knows whose


# ---------------------------------------------------------------- no room


def test_without_room_for_more_what_was_counted_goes_on_and_the_process_too(tmp_path: Path) -> None:
    code = f"count({FITS}); count(700); before = asked(); count({FITS}); print(before, asked())"
    before, after = (float(one) for one in said(code, tmp_path, size=100_000).split())
    assert FITS * 2 < before < 700
    assert after == before + FITS
    assert float(said("count(700); print(asked())", tmp_path)) == 700


def test_without_any_room_a_worker_serves_and_counts_alone_or_nothing(tmp_path: Path) -> None:
    assert said("count(9); print(asked(), list(Path(os.environ['HOME_OF_COUNTS']).iterdir()))",
                tmp_path, size=1000) == "9.0 []"  # fmt: skip
    late = """
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
if os.fork() == 0:
    gathering.join()
    count(9)
    os._exit(0)
_, status = os.wait()
print(status, asked())
"""
    assert said(late, tmp_path) == "0 0"


def test_memory_that_is_full_ends_neither_master_nor_worker(tmp_path: Path) -> None:
    """A file of a disk that is full is mapped, and the system ends whoever writes where it has no
    room: really, and not as a limit would have it."""
    with disk(tmp_path, 1_000_000) as small:
        if not small:
            pytest.skip("only root can make a small disk")
        code = f"""
count({FITS})
filler = open(os.environ["HOME_OF_COUNTS"] + "/filler", "wb", buffering=0)
try:
    while filler.write(bytes(4096)): pass
except OSError: pass
count(700)
worker = os.fork()
if worker == 0:
    gathering.join()
    count({FITS})
    os._exit(0)
_, status = os.wait()
gathering.end_of(worker)
before = asked()
gathering.end_of(os.getpid())  # as if a worker with counts had ended: there is no room for its sum
print(status, before >= 2 * {FITS}, asked() == before)
"""
        assert said(code, tmp_path) == "0 True True"


def test_a_folder_that_was_taken_away_refuses_no_request(tmp_path: Path) -> None:
    """The library then fails once over the folder, and from then on over files that it closed."""
    taken = """
import shutil
count(2)
shutil.rmtree(os.environ[gathering.VARIABLE])
if (child := os.fork()) == 0:
    count(3)
    os._exit(0)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert said(taken, tmp_path) == "0"
