"""An audit tells three outcomes apart, and the list of parts is the lock's."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest

from tests.harness.audit import CLEAN, HOLES, IGNORED, LOCK, UNKNOWN, ignored, judge
from tests.harness.sbom import document

TODAY = dt.date(2026, 11, 27)
FINE = {"name": "django", "version": "5.2.19", "vulns": []}
HOLE = {
    "name": "typst", "version": "1", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["2"]}],
}  # fmt: skip
UNASKED = {"name": "qrcode", "version": "8.2", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([FINE], CLEAN),
        ([FINE, HOLE], HOLES),
        ([UNASKED, HOLE], HOLES),
        ([FINE, UNASKED], UNKNOWN),
        ([UNASKED], UNKNOWN),
        ([], UNKNOWN),
    ],
)
def test_what_nobody_was_asked_about_is_never_clean(found: list[object], code: int) -> None:
    assert judge(json.dumps({"dependencies": found}))[0] == code


@pytest.mark.parametrize("answer", ["", "Traceback", "[]", "{}", "null"])
def test_no_answer_is_no_outcome(answer: str) -> None:
    assert judge(answer)[0] == UNKNOWN


def test_a_hole_is_told_with_the_version_that_mends_it() -> None:
    told = judge(json.dumps({"dependencies": [HOLE]}))[1]
    assert told == "typst 1: PYSEC-2026-1, mended in 2"


def test_an_ignored_advisory_counts_again_on_its_day() -> None:
    text = "# why\nA-1 until 2026-11-28: unused\nA-2 until 2026-11-27: unused\n"
    assert list(ignored(text, TODAY)) == ["A-1"]
    with pytest.raises(ValueError, match="A-3"):
        list(ignored("A-3 until 2026-12-01: \n", TODAY))
    list(ignored(IGNORED.read_text(), TODAY))  # and the real one can be read


def test_the_list_of_parts_is_the_lock() -> None:
    made = document(LOCK.read_text())
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    versions = {one["name"]: one["version"] for one in made["components"]}
    pins = re.findall(r"^\S+==", LOCK.read_text(), flags=re.M)
    assert len(versions) == len(made["components"]) == len(pins)
    assert versions["django"].startswith("5.2.")
    named = {one["bom-ref"] for one in made["components"]}
    assert f"pkg:pypi/django@{versions['django']}" in named
