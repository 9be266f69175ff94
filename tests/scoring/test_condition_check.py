"""The type check: every fault names the place and the mend."""

from __future__ import annotations

from typing import Any

import pytest

from questionnaire.scoring.condition_check import check_condition
from tests.scoring.banks import computed, document, number, option, question, when

BANK = document(
    question("route", "single", option("shut"), option("free")),
    question("ticks", "multiple", option("x"), option("y")),
    number("size", 100, minimum=1),
    question("grade", "scale", *(option(f"g{n}") for n in range(5))),
    {"key": "line", "kind": "text", "ask": {}, "why": {}},
)


@pytest.mark.parametrize(
    "raw",
    [
        when("route", "in", "shut", "free"), when("route", "answered", True),
        when("ticks", "has", "x"), when("ticks", "lacks", "x"), when("ticks", "exactly", "x"),
        when("ticks", "ticked-at-least", 2), when("size", "below", 100), when("size", "above", 1),
        when("grade", "at-least", 4), when("grade", "in", "g1"), when("line", "answered", False),
        computed("training-flop", "above", 1e23), computed("posture-safety", "at-least", 40),
        {"all": [{"any": [{"not": when("route", "in", "shut")}]}]},
    ],
)  # fmt: skip
def test_a_sound_condition_has_no_faults(raw: dict) -> None:
    assert check_condition(raw, BANK) == []


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (3, "x: 3 is not a condition; write all, any, not or a test"),
        ({}, "x: it says neither q nor computed; name a question or a computed value"),
        ({"all": []}, "x.all: it has no parts; list conditions here"),
        ({"any": {"q": "route"}}, "x.any: it has no parts; list conditions here"),
        ({"not": {"any": [7]}}, "x.not.any[0]: 7 is not a condition; "
                                "write all, any, not or a test"),
        (when("rout", "in", "shut"), "x: there is no question 'rout'; did you mean route?"),
        (when("zzzz", "in", "shut"), "x: there is no question 'zzzz'; "
                                     "use a key of this edition"),
        (when("route", "in", "sht"), "x: route has no option 'sht'; did you mean shut?"),
        (when("route", "has", "shut"), "x: 'has' does not fit route, a single question; "
                                       "use one of in, answered"),
        (when("ticks", "in", "x"), "x: 'in' does not fit ticks, a multiple question; use one of "
         "has, lacks, exactly, ticked-at-least, ticked-at-most, answered"),
        (when("line", "in", "x"), "x: 'in' does not fit line, a text question; "
                                  "use one of answered"),
        ({"q": "route", "op": "in", "value": "shut"}, "x: 'shut' is not a list of options; "
                                                      "list option keys"),
        ({"q": "route", "op": "in", "value": []}, "x: [] is not a list of options; "
                                                  "list option keys"),
        (when("size", "below", "9"), "x: '9' is not a number; compare size with a number"),
        (when("size", "below", True), "x: True is not a number; compare size with a number"),
        (when("size", "below", 101), "x: 101 lies outside 1 to 100, all that size can give; "
                                     "choose a mark within"),
        (when("size", "at-least", 0.5), "x: 0.5 lies outside 1 to 100, all that size can give; "
                                        "choose a mark within"),
        (when("grade", "above", 5), "x: 5 lies outside 0 to 4, all that grade can give; "
                                    "choose a mark within"),
        (when("ticks", "ticked-at-least", 3), "x: 3 lies outside 0 to 2, all that ticks can "
                                              "give; choose a mark within"),
        (when("route", "answered", 1), "x: 1 is neither true nor false; say true or false"),
        (computed("leen", "above", 0), "x: there is no computed value 'leen'; "
                                       "did you mean lean?"),
        (computed("lean", "in", 0), "x: 'in' does not compare numbers; "
                                    "use one of below, at-most, above, at-least"),
        (computed("lean", "above", "0"), "x: '0' is not a number; give a number"),
    ],
)  # fmt: skip
def test_a_fault_names_the_place_and_the_mend(raw: Any, line: str) -> None:
    assert [str(fault) for fault in check_condition(raw, BANK, place="x")] == [line]


def test_visibility_reads_earlier_questions_and_no_scores() -> None:
    raw = {"any": [when("size", "above", 5), computed("lean", "above", 0),
                   computed("training-flop", "above", 0), when("ticks", "has", "x")]}  # fmt: skip
    found = [str(one) for one in check_condition(raw, BANK, place="x", before="size")]
    assert found == [
        "x.any[0]: size is asked later; refer to earlier questions only",
        "x.any[1]: lean is worked out from all answers; ask by earlier answers",
    ]
