"""docs/asvs.md: every requirement of level 2 has one line, and every test that it names exists."""

from __future__ import annotations

import re

from tests.rules.tables import ROOT, TEST, missing_tests, rows

# Of each section of the standard, the numbers of its requirements of levels 1 and 2.
NUMBERS = {
    "1.1": "1-2", "1.2": "1-9", "1.3": "1-11", "1.4": "1-3", "1.5": "1-2",
    "2.1": "1-3", "2.2": "1-3", "2.3": "1-4", "2.4": "1-1",
    "3.2": "1-2", "3.3": "1-4", "3.4": "1-6", "3.5": "1-5", "3.7": "1-2",
    "4.1": "1-3", "4.2": "1-1", "4.3": "1-2", "4.4": "1-4",
    "5.1": "1-1", "5.2": "1-3", "5.3": "1-2", "5.4": "1-3",
    "6.1": "1-3", "6.2": "1-12", "6.3": "1-4", "6.4": "1-4", "6.5": "1-5", "6.6": "1-3",
    "6.8": "1-4",
    "7.1": "1-3", "7.2": "1-4", "7.3": "1-2", "7.4": "1-5", "7.5": "1-2", "7.6": "1-2",
    "8.1": "1-2", "8.2": "1-3", "8.3": "1-1", "8.4": "1-1",
    "9.1": "1-3", "9.2": "1-4",
    "10.1": "1-2", "10.2": "1-2", "10.3": "1-4", "10.4": "1-11", "10.5": "1-5", "10.6": "1-2",
    "10.7": "1-3",
    "11.1": "1-2", "11.2": "1-3", "11.3": "1-3", "11.4": "1-4", "11.5": "1-1", "11.6": "1-1",
    "12.1": "1-3", "12.2": "1-2", "12.3": "1-4",
    "13.1": "1-1", "13.2": "1-5", "13.3": "1-2", "13.4": "1-5",
    "14.1": "1-2", "14.2": "1-4", "14.3": "1-3",
    "15.1": "1-3", "15.2": "1-3", "15.3": "1-7",
    "16.1": "1-1", "16.2": "1-5", "16.3": "1-4", "16.4": "1-3", "16.5": "1-3",
    "17.1": "1-1", "17.2": "1-4", "17.3": "1-2",
}  # fmt: skip
FILE = ROOT / "docs" / "asvs.md"
OTHER = re.compile(r"(decision|deployment): docs/[\w.]+, \"(.+)\"|(not met|not applicable): .{8,}")
LINES = rows(FILE, r"\d+\.\d+\.\d+")


def test_every_number_has_exactly_one_line_of_four_columns() -> None:
    wanted = [
        f"{section}.{number}"
        for section, span in NUMBERS.items()
        for number in range(1, int(span.split("-")[1]) + 1)
    ]
    assert len(wanted) == 253
    assert [number for number, _ in LINES] == wanted
    assert [number for number, columns in LINES if len(columns) != 3 or not columns[0]] == []


def test_190_apply_and_each_says_how_and_by_what() -> None:
    applies = [one for one in LINES if not one[1][-1].startswith("not applicable")]
    assert len(applies) == 190
    assert [
        number
        for number, (_, how, last) in applies
        if not how or not (TEST.fullmatch(last) or OTHER.fullmatch(last))
    ] == []


def test_every_test_that_is_named_exists() -> None:
    assert missing_tests([columns[-1] for _, columns in LINES]) == []


def test_every_place_that_is_named_is_a_heading_there() -> None:
    found = [OTHER.fullmatch(columns[-1]) for _, columns in LINES]
    named = {one[2] for one in found if one and one[2]}
    text = (ROOT / "docs" / "security.md").read_text()
    assert named - set(re.findall(r"^#+ (.+)$", text, flags=re.M)) == set()


def test_what_is_not_met_is_named_at_the_head() -> None:
    told = FILE.read_text().split("##")[0].partition("in whole or in part:")[2].partition(";")[0]
    assert [one.strip() for one in told.split(",")] == [
        number for number, (_, how, last) in LINES if "not met" in how + last
    ]
