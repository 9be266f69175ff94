"""Which questions are asked, hidden, or not settled."""

from __future__ import annotations

import pytest

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.conditions import HIDDEN, OTHER, told
from questionnaire.scoring.reach import walk
from questionnaire.scoring.sheet import Answer
from tests.scoring.banks import (
    OTHER as NONE_FITS,
)
from tests.scoring.banks import (
    UNKNOWN,
    computed,
    document,
    number,
    option,
    question,
    sheet,
    when,
)

RUBRIC = compile_rubric(
    document(
        question("route", "single", option("shut"), option("free")),
        question("tail", "single", option("a"), option("b"), show_when=when("route", "in", "free")),
        question("end", "single", option("a"), show_when=when("tail", "in", "a")),
        number("parameters", 1000), number("tokens", 1000),
        question("law", "single", option("a"), show_when=computed("training-flop", "above", 6e22)),
        question("no", "single", option("a"), show_when=computed("lean", "above", 0)),
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "asked", "pending"),
    [
        ({}, [], ["tail", "end", "law", "no"]),
        ({"route": UNKNOWN}, [], ["tail", "end", "law", "no"]),
        ({"route": NONE_FITS}, [], ["law", "no"]),
        (sheet(route="shut", tail="a", end="a"), [], ["law", "no"]),
        (sheet(route="free"), ["tail"], ["end", "law", "no"]),
        (sheet(route="free", tail="a"), ["tail", "end"], ["law", "no"]),
        (sheet(route="free", tail="b"), ["tail"], ["law", "no"]),
        (sheet(route="shut", parameters=100.0, tokens=101.0), ["law"], ["no"]),
        (sheet(route="shut", parameters=100.0, tokens=100.0), [], ["no"]),
    ],
)
def test_walk(answers: dict[str, Answer], asked: list[str], pending: list[str]) -> None:
    facts = walk(RUBRIC, answers)
    always = {"route", "parameters", "tokens"}
    assert [one.key for one in facts.asked if one.key not in always] == asked
    assert [one.key for one in facts.pending] == pending


def test_what_is_seen_of_each_state() -> None:
    facts = walk(RUBRIC, sheet(route="shut", tail="a") | {"parameters": NONE_FITS})
    assert (facts.seen["tail"], facts.seen["parameters"], facts.seen["tokens"]) == (
        HIDDEN, OTHER, None,
    )  # fmt: skip
    assert (facts.route, facts.route_open) == ("shut", False)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, None),
        (UNKNOWN, None),
        (NONE_FITS, OTHER),
        (Answer(value="a"), "a"),
        (Answer(value=()), None),
        (Answer(value=""), None),
    ],
)
def test_told(answer: Answer | None, said: object) -> None:
    assert told(answer) == said


@pytest.mark.parametrize(
    ("answer", "route", "still_open"),
    [(None, None, True), (UNKNOWN, None, True), (NONE_FITS, None, False)],
)
def test_declared_route(answer: Answer | None, route: str | None, still_open: bool) -> None:
    facts = walk(RUBRIC, {"route": answer} if answer else {})
    assert (facts.route, facts.route_open) == (route, still_open)


def test_gates_are_what_visibility_depends_on() -> None:
    assert {"route", "tail", "parameters", "tokens"} <= RUBRIC.gates
    assert "end" not in RUBRIC.gates
    assert RUBRIC.follows["route"] == {"route", "tail", "end", "law", "no"}
