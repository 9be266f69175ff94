"""Tensions, actions and reversal: what holds is said, with the answers behind it, in order."""

from __future__ import annotations

import pytest

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.sheet import Answer
from questionnaire.vocabulary import Posture
from tests.scoring.banks import OTHER, document, option, question, sheet, when

NO = when("one", "in", "n")
BANK = document(
    question("route", "single", option("shut"), option("free")),
    question("one", "single", option("y", funding=4), option("n", funding=1, community=0),
             option("c", community=4)),
    question("two", "single", option("y", funding=4, safety=4), option("n", funding=0)),
    question("tail", "single", option("y", funding=4), show_when=when("route", "in", "free")),
) | {
    "tensions": [
        {"key": "mild", "severity": "medium", "settle": "one", "actions": ["fix"], "when": NO},
        {"key": "grave", "severity": "high", "settle": "two", "actions": ["late"],
         "when": {"all": [NO, when("two", "in", "n")]}},
    ],
    "actions": [
        {"key": "fix", "lifts": ["one", "tail"], "when": NO},
        {"key": "late", "lifts": [], "when": {"any": [NO, when("two", "in", "y")]}},
        {"key": "two", "lifts": ["two"], "when": when("two", "in", "n")},
    ],
    "reversal": [
        {"key": "agree", "direction": "closing", "part": "agree-now", "when": NO},
        {"key": "open", "direction": "opening", "part": "irrevocable", "when": NO},
        {"key": "gone", "direction": "closing", "part": "irrevocable",
         "when": {"any": [NO, when("two", "in", "y")]}},
    ],
}  # fmt: skip
RUBRIC = compile_rubric(BANK)


def card(answers: dict[str, Answer]) -> Scorecard:
    return score(RUBRIC, sheet(route="shut") | answers, Depth.REPORT)


def test_tensions_that_hold_come_heaviest_first_with_their_answers() -> None:
    found = card(sheet(one="n", two="n")).tensions
    assert [(one.key, one.questions, one.settle, one.actions) for one in found] == [
        ("grave", ("one", "two"), "two", ("late",)),
        ("mild", ("one",), "one", ("fix",)),
    ]


def test_an_open_tension_is_not_said() -> None:
    assert [one.key for one in card(sheet(one="n")).tensions] == ["mild"]
    assert card({"one": OTHER}).tensions == ()


def test_actions_rank_by_gain_and_by_what_they_settle() -> None:
    found = card(sheet(one="n", two="n")).actions
    assert [(one.key, one.gain, one.tensions) for one in found] == [
        ("fix", pytest.approx(137.5), ("mild",)),
        ("two", pytest.approx(50.0), ()),
        ("late", 0, ("grave",)),
    ]
    assert found[0].gains == ((Posture.FUNDING, 37.5), (Posture.COMMUNITY, 100.0))
    assert found[0].questions == ("one",)


def test_a_grave_tension_outranks_a_small_gain() -> None:
    raw = BANK | {"actions": [
        {"key": "small", "lifts": [], "when": NO}, {"key": "late", "lifts": [], "when": NO},
    ]}  # fmt: skip
    found = score(compile_rubric(raw), sheet(route="shut", one="n", two="n"), Depth.REPORT)
    assert [one.key for one in found.actions] == ["late", "small"]


def test_a_posture_of_which_nothing_is_known_gains_nothing() -> None:
    found = card(sheet(one="n", two="n")).actions
    assert [one.gains for one in found if one.key == "two"] == [((Posture.FUNDING, 50.0),)]


def test_unanswered_lifted_questions_count_as_lost() -> None:
    raw = BANK | {"actions": [{"key": "both", "lifts": ["two", "one"], "when": NO}]}
    found = score(compile_rubric(raw), sheet(route="shut", one="n"), Depth.REPORT).actions[0]
    assert found.gains == ((Posture.FUNDING, 75.0), (Posture.COMMUNITY, 100.0))
    other = sheet(route="shut", one="n") | {"two": OTHER}
    found = score(compile_rubric(raw), other, Depth.REPORT).actions[0]
    assert found.gains == ((Posture.FUNDING, 75.0), (Posture.COMMUNITY, 100.0))


def test_reversal_goes_by_direction_then_part_and_is_traced() -> None:
    found = card(sheet(one="n", two="n")).reversal
    assert [(one.key, one.questions) for one in found] == [
        ("gone", ("one",)), ("agree", ("one",)), ("open", ("one",)),
    ]  # fmt: skip
    assert [one.key for one in card(sheet(two="y")).reversal] == ["gone"]
