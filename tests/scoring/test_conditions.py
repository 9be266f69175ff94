"""Three-valued conditions: every operator on every state of a question."""

from __future__ import annotations

import pytest

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.condition_compiling import compile_condition
from questionnaire.scoring.conditions import verdict
from questionnaire.scoring.reach import walk
from questionnaire.scoring.sheet import Answer
from questionnaire.scoring.trace import deciders
from questionnaire.vocabulary import Verdict
from tests.scoring.banks import (
    OTHER,
    UNKNOWN,
    answer,
    computed,
    document,
    number,
    option,
    question,
    sheet,
    when,
)

BANK = document(
    question("route", "single", option("shut", lean=-2), option("free", lean=2), lean_core=True),
    question(
        "ticks", "multiple", option("x"), option("y"), option("none", exclusive=True),
    ),
    number("size", 100),
    question("grade", "scale", *(option(f"g{step}", funding=step) for step in range(5))),
    question("tail", "single", option("a"), option("b"), show_when=when("route", "in", "free")),
    question("end", "single", option("a"), option("b"), show_when=when("tail", "in", "a")),
)  # fmt: skip
RUBRIC = compile_rubric(BANK)
QUESTIONS = {raw["key"]: raw for raw in BANK["categories"][0]["questions"]}


def held(raw: dict, answers: dict[str, Answer], *, bounds: bool = False) -> bool | None:
    return compile_condition(raw, QUESTIONS).check(walk(RUBRIC, answers, bounds=bounds))


ONE = {"ticks": ["x"], "size": 10.0, "grade": "g2", "route": "free", "tail": "a"}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (when("route", "in", "free"), True),
        (when("route", "in", "shut"), False),
        (when("ticks", "has", "x", "y"), True),
        (when("ticks", "has", "y"), False),
        (when("ticks", "lacks", "x", "y"), True),
        (when("ticks", "lacks", "x"), False),
        (when("ticks", "exactly", "x"), True),
        (when("ticks", "exactly", "x", "y"), False),
        (when("ticks", "ticked-at-least", 1), True),
        (when("ticks", "ticked-at-least", 2), False),
        (when("ticks", "ticked-at-most", 1), True),
        (when("ticks", "ticked-at-most", 0), False),
        (when("size", "below", 10), False),
        (when("size", "at-most", 10), True),
        (when("size", "above", 10), False),
        (when("size", "at-least", 10), True),
        (when("grade", "at-least", 2), True),
        (when("grade", "above", 2), False),
        (when("grade", "in", "g2"), True),
        (when("route", "answered", True), True),
        (when("route", "answered", False), False),
        (computed("lean", "above", 99), True),
        (computed("posture-funding", "at-most", 50), True),
        (computed("posture-safety", "at-most", 50), None),
    ],
)
def test_operator_on_an_answer(raw: dict, said: bool | None) -> None:
    assert held(raw, sheet(**ONE)) is said


def test_exclusive_tick_is_no_real_option() -> None:
    assert held(when("ticks", "ticked-at-most", 0), sheet(ticks=["none"])) is True
    assert held(when("ticks", "has", "none"), sheet(ticks=["none"])) is True


STATES = {
    "unanswered": {},
    "unknown": {"ticks": UNKNOWN, "size": UNKNOWN, "route": UNKNOWN, "grade": UNKNOWN},
    "other": {"ticks": OTHER, "size": OTHER, "route": OTHER, "grade": OTHER},
}


@pytest.mark.parametrize(
    ("raw", "unanswered", "other"),
    [
        (when("route", "in", "free"), None, False),
        (when("ticks", "has", "x"), None, False),
        (when("ticks", "lacks", "x"), None, True),
        (when("ticks", "exactly", "x"), None, False),
        (when("ticks", "ticked-at-most", 5), None, False),
        (when("size", "at-least", 0), None, False),
        (when("grade", "at-least", 0), None, False),
        (when("route", "answered", True), False, True),
        (when("route", "answered", False), True, False),
    ],
)
def test_operator_without_a_value(raw: dict, unanswered: bool | None, other: bool) -> None:
    found = tuple(held(raw, STATES[state]) for state in ("unanswered", "unknown", "other"))
    assert found == (unanswered, unanswered, other)


def test_hidden_question_breaks_every_test_and_is_not_answered() -> None:
    hidden = sheet(route="shut", tail="a")
    tests = [when("tail", "in", "a", "b"), when("tail", "answered", True)]
    assert [held(raw, hidden) for raw in tests] == [False, False]
    assert held(when("tail", "answered", False), hidden) is True
    assert held({"not": when("tail", "in", "a")}, hidden) is True


def test_pending_question_is_open_whatever_was_answered_to_it() -> None:
    assert held(when("tail", "in", "a"), {"tail": answer("a")}) is None
    assert held(when("end", "in", "a"), {"tail": answer("a"), "end": answer("a")}) is None


def test_answered_is_open_while_bounds_are_worked_out() -> None:
    raw = when("route", "answered", False)
    assert (held(raw, {}), held(raw, {}, bounds=True)) == (True, None)
    assert held(raw, sheet(route="free"), bounds=True) is False


TRUE, FALSE = when("route", "in", "free"), when("route", "in", "shut")
OPEN = when("size", "above", 1)
FREE = sheet(route="free")


@pytest.mark.parametrize(
    ("parts", "every", "some"),
    [
        ([TRUE, TRUE], True, True),
        ([TRUE, FALSE], False, True),
        ([FALSE, FALSE], False, False),
        ([TRUE, OPEN], None, True),
        ([OPEN, TRUE], None, True),
        ([OPEN, FALSE], False, None),
        ([FALSE, OPEN], False, None),
        ([OPEN, OPEN], None, None),
    ],
)
def test_kleene_tables(parts: list, every: bool | None, some: bool | None) -> None:
    assert (held({"all": parts}, FREE), held({"any": parts}, FREE)) == (every, some)


def test_not_turns_round_and_leaves_open_open() -> None:
    found = [held({"not": part}, FREE) for part in (TRUE, FALSE, OPEN)]
    assert found == [False, True, None]


def test_verdict_words() -> None:
    found = [verdict(held) for held in (True, False, None)]
    assert found == [Verdict.MET, Verdict.BROKEN, Verdict.OPEN]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"all": [when("route", "in", "free"), when("size", "above", 50)]}, ("size",)),
        ({"all": [when("route", "in", "free"), when("size", "above", 5)]}, ("route", "size")),
        ({"any": [when("route", "in", "shut"), when("size", "above", 5)]}, ("size",)),
        ({"any": [when("route", "in", "shut"), when("size", "above", 50)]}, ("route", "size")),
        ({"all": [when("ticks", "has", "x"), when("size", "above", 5)]}, ("ticks",)),
        ({"not": {"any": [when("size", "above", 5), when("route", "in", "shut")]}}, ("size",)),
        (computed("posture-funding", "above", 99), ("grade",)),
        (computed("lean", "above", 0), ("route",)),
    ],
)
def test_deciders_are_the_answers_that_settle_the_verdict(raw: dict, said: tuple) -> None:
    facts = walk(RUBRIC, sheet(route="free", size=10.0, grade="g2"))
    assert deciders(compile_condition(raw, QUESTIONS), facts) == said


def test_a_condition_lists_all_that_it_reads() -> None:
    raw = {"all": [TRUE, {"not": {"any": [OPEN, computed("lean", "above", 0)]}}]}
    assert list(compile_condition(raw, QUESTIONS).reads()) == ["route", "size", "=lean"]


def test_a_score_is_traced_to_the_three_loudest_answers() -> None:
    asked = [
        question(
            f"q{n}", "single", option("a", lean=n - 3, funding=n), option("b", funding=4),
            lean_core=True,
        )
        for n in range(5)
    ]  # fmt: skip
    rubric = compile_rubric(document(*asked))
    facts = walk(rubric, {one["key"]: answer("a") for one in asked})

    def behind(raw: dict) -> tuple[str, ...]:
        return deciders(compile_condition(raw, QUESTIONS), facts)

    assert behind(computed("lean", "below", 0)) == ("q0", "q1", "q2")
    assert behind(computed("posture-funding", "above", 90)) == ("q0", "q1", "q2")
    assert behind(computed("posture-funding", "above", 10)) == ("q4", "q3", "q2")
