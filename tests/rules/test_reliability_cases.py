"""docs/reliability/: every case has a line, and every test that a line names exists."""

from __future__ import annotations

import re

import pytest

from tests.drills.__main__ import DRILLS
from tests.rules.tables import ROOT, TEST, missing_tests
from tests.rules.tables import rows as read

FOLDER = ROOT / "docs" / "reliability"
SECTIONS = {
    "access.md": {"AC": 18, "TK": 18, "HD": 6},
    "concurrency.md": {"CC": 12, "BR": 16},
    "faults.md": {"DB": 18, "MG": 10, "EX": 9, "RL": 6, "LG": 5},
    "input.md": {"IN": 23},
    "privacy.md": {"PR": 10},
    "readers.md": {"AX": 16, "I8": 7},
}
FILES = sorted(SECTIONS)
CASE = r"[A-Z]+[0-9]?-\d\d"
NO_TEST = re.compile(r"(not tested|by hand|not applicable): .{30,}")


def rows(file: str) -> list[tuple[str, str]]:
    """Each line's case, and its last column: a test, or in words why there is none."""
    return [(case, columns[-1]) for case, columns in read(FOLDER / file, CASE)]


@pytest.mark.parametrize("file", FILES)
def test_every_case_has_a_line(file: str) -> None:
    cases = {
        f"{section}-{number:02}"
        for section, many in SECTIONS[file].items()
        for number in range(1, many + 1)
    }
    assert {case for case, _ in rows(file)} == cases


@pytest.mark.parametrize("file", FILES)
def test_every_line_names_its_test_or_says_why_there_is_none(file: str) -> None:
    assert [
        case for case, last in rows(file) if not (TEST.fullmatch(last) or NO_TEST.fullmatch(last))
    ] == []


@pytest.mark.parametrize("file", FILES)
def test_every_test_that_is_named_exists(file: str) -> None:
    assert missing_tests([last for _, last in rows(file)]) == []


def test_every_drill_that_a_line_names_exists() -> None:
    named = {
        name
        for file in [*FOLDER.glob("*.md"), *(ROOT / "docs").glob("*.md")]
        for name in re.findall(r"`\./run drill ([a-z]+)", file.read_text())
    }
    assert named == set(DRILLS)
