"""Properties that always hold, of the whole scorecard; intervals proven by enumeration."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import SCORING_VERSION, Depth, Scorecard
from questionnaire.scoring.sheet import Answer, Sheet
from tests.scoring.banks import (
    OTHER,
    UNKNOWN,
    answer,
    completions,
    document,
    follow_ups,
    option,
    possible,
    question,
    sheet,
    when,
)

NEAR = 1e-9
RUBRIC = follow_ups()


def states(one: Question) -> list[Answer | None]:
    return [None, UNKNOWN, OTHER, *(answer(value) for value in possible(one))]


def all_sheets(rubric: Rubric) -> Iterator[dict[str, Answer]]:
    for said in itertools.product(*(states(one) for one in rubric.questions)):
        yield {one.key: found for one, found in zip(rubric.questions, said, strict=True) if found}


SHEETS = st.tuples(*(st.sampled_from(states(one)) for one in RUBRIC.questions)).map(
    lambda said: {
        one.key: found for one, found in zip(RUBRIC.questions, said, strict=True) if found
    }
)


def ranges(card: Scorecard) -> list[tuple[float | None, float, float]]:
    """value, low, high of everything that has an interval."""
    return [
        *((one.score, one.low, one.high) for one in card.postures),
        (card.lean.value, card.lean.low, card.lean.high),
        *((one.fit, one.low, one.high) for one in card.paths),
    ]


def test_every_interval_holds_every_completion_of_every_sheet() -> None:
    seen = 0
    for given_now in all_sheets(RUBRIC):
        now = ranges(score(RUBRIC, given_now, Depth.LIVE))
        for full in completions(RUBRIC, given_now):
            seen += 1
            then = ranges(score(RUBRIC, full, Depth.LIVE))
            for (_, low, high), (value, _, _) in zip(now, then, strict=True):
                assert value is None or low - NEAR <= value <= high + NEAR, (given_now, full)
    assert seen == 11880


@given(SHEETS, st.data())
def test_answering_more_never_moves_a_bound_outward(given_now: Sheet, data: Any) -> None:
    card = score(RUBRIC, given_now, Depth.LIVE)
    open_now = [*card.unanswered, *card.unknown]
    if open_now:
        key = data.draw(st.sampled_from(open_now))
        value = data.draw(st.sampled_from(possible(RUBRIC.by_key[key])))
        more = score(RUBRIC, {**given_now, key: answer(value)}, Depth.LIVE)
        for (_, low, high), (_, later_low, later_high) in zip(
            ranges(card), ranges(more), strict=True
        ):
            assert low - NEAR <= later_low <= later_high <= high + NEAR


@given(SHEETS)
def test_everything_lies_within_its_bounds(given_now: Sheet) -> None:
    card = score(RUBRIC, given_now)
    for value, low, high in ranges(card):
        assert value is None or low <= value <= high
    for one in card.postures:
        assert 0 <= one.low <= one.high <= 100
        assert 0 <= one.coverage <= 1
        assert one.answered <= one.asked
        assert one.evidenced is None or 0 <= one.evidenced <= (one.score or 0) + NEAR
    assert -100 <= card.lean.low <= card.lean.high <= 100
    assert all(0 <= one.fit <= 100 for one in card.paths)
    assert sorted(one.rank for one in card.paths) == [1, 2, 3, 4]
    assert card.recommendation.margin is None or card.recommendation.margin >= 0


@given(SHEETS, st.randoms(use_true_random=False))
def test_order_of_answers_is_irrelevant(given_now: Sheet, chance: Any) -> None:
    keys = list(given_now)
    chance.shuffle(keys)
    assert score(RUBRIC, {key: given_now[key] for key in keys}) == score(RUBRIC, given_now)


@given(SHEETS, st.data())
def test_hidden_answer_changes_nothing(given_now: Sheet, data: Any) -> None:
    card = score(RUBRIC, given_now)
    pending = {"ticks", "size"} - set(card.reachable)
    for key in pending:
        if given_now.get("first") == answer("b") and key == "ticks":
            changed = data.draw(st.sampled_from(states(RUBRIC.by_key[key])))
            rest = {name: one for name, one in given_now.items() if name != key}
            assert score(RUBRIC, rest | ({key: changed} if changed else {})) == card


@given(SHEETS)
@settings(max_examples=30)
def test_same_input_gives_the_same_bytes(given_now: Sheet) -> None:
    once, twice = (
        json.dumps(score(follow_ups(), given_now).as_json(), allow_nan=False) for _ in range(2)
    )
    assert once == twice


@given(SHEETS)
@settings(max_examples=30)
def test_depths_say_the_same_and_only_more(given_now: Sheet) -> None:
    live, report, full = (score(RUBRIC, given_now, depth).as_json() for depth in Depth)
    for key in ("postures", "lean", "paths", "recommendation", "estimates", "reachable"):
        assert live[key] == report[key] == full[key]
    assert (live["robustness"], report["robustness"]) == (None, None)
    assert report["milestones"] == full["milestones"]


def test_states_of_answers() -> None:
    given_now = sheet(route="shut", first="b", ticks=["x"]) | {"size": OTHER}
    card = score(RUBRIC, given_now, Depth.LIVE)
    assert (card.reachable, card.answered, card.other, card.route) == (
        ("route", "first", "size"), ("route", "first"), ("size",), "shut",
    )  # fmt: skip
    card = score(RUBRIC, {"first": UNKNOWN}, Depth.LIVE)
    assert (card.unknown, card.unanswered, card.route) == (("first",), ("route",), None)
    assert (card.scoring_version, card.edition, card.depth) == (
        SCORING_VERSION, "small", Depth.LIVE,
    )  # fmt: skip


def test_unknown_keys_on_a_sheet_are_ignored() -> None:
    assert score(RUBRIC, sheet(route="shut", ghost="x")) == score(RUBRIC, sheet(route="shut"))


def test_a_question_shown_by_what_was_not_answered_is_bounded_too() -> None:
    rubric = compile_rubric(
        document(
            question("route", "single", option("shut"), option("free")),
            question("a", "single", option("x", funding=4), option("y", funding=0)),
            question(
                "b", "single", option("x", funding=4), option("y", funding=0),
                show_when=when("a", "answered", False),
            ),
        )
    )  # fmt: skip
    now = score(rubric, sheet(route="shut", b="y"), Depth.LIVE)
    assert now.reachable == ("route", "a", "b")
    assert (now.postures[0].score, now.postures[0].low, now.postures[0].high) == (0.0, 0.0, 100.0)
    then = score(rubric, sheet(route="shut", a="x", b="y"), Depth.LIVE)
    assert (then.reachable, then.postures[0].score) == (("route", "a"), 100.0)


@pytest.mark.parametrize("depth", list(Depth))
def test_an_empty_sheet_has_a_scorecard(depth: Depth) -> None:
    card = score(RUBRIC, {}, depth)
    assert (card.recommendation.path, card.flips, card.robustness) == (None, (), None)
