"""What changed answers moved: the parts add up exactly, whatever changed."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.report.attribution import LEAD, LEAN, Attribution, attribute
from questionnaire.report.narrative.changes import tell_stood
from questionnaire.report.narrative.moved import tell_moved
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.scoring.simulate import venture
from questionnaire.vocabulary import Kind
from tests.report import told
from tests.scoring.banks import document, follow_ups, number, option, question, sheet, should, when

ROUTE = question("route", "single", option("shut", -2), option("free", 2), lean_core=True)
SAFE = question("safe", "single", option("no", safety=0), option("yes", safety=4))
SURE = question("sure", "single", option("no", safety=0), option("yes", safety=4))
LATER = question(
    "later", "single", option("no", safety=0), option("yes", safety=4),
    show_when=when("safe", "in", "yes"),
)  # fmt: skip
RULES = compile_rubric(document(ROUTE, SAFE, SURE, LATER))


def drawn(rubric: Rubric, seed: int) -> Sheet:
    """A sheet with holes, "don't know" and answers to hidden questions, from a seed."""
    chance = random.Random(seed)
    found: dict[str, Answer] = {}
    for key, one in venture(rubric, chance.uniform(-1, 1), chance.random(), chance).items():
        kind = chance.random()
        if kind < 0.7:
            found[key] = one
        elif kind < 0.8:
            found[key] = Answer(unknown=True)
        elif kind < 0.85:
            found[key] = Answer(other="something else")
    return found


def value_of(card: Scorecard, name: str, found: Attribution) -> float | None:
    if name == LEAN:
        return card.lean.value
    if name == LEAD:
        fits = {path.key: path.fit for path in card.paths}
        return fits[found.ahead] - fits[found.behind]
    return next(one.score for one in card.postures if one.posture == name)


def check(rubric: Rubric, before: Sheet, after: Sheet) -> Attribution:
    found = attribute(rubric, before, after)
    ends = score(rubric, before, Depth.LIVE), score(rubric, after, Depth.LIVE)
    assert (found.before, found.after) == ends
    for name, one in found.numbers.items():
        values = [value_of(card, name, found) for card in ends]
        if None in values:
            assert one.parts == {}
            continue
        assert one.before is not None
        assert one.after is not None
        assert math.fsum(one.parts.values()) == one.after - one.before
        assert sum(one.parts.values()) == one.after - one.before  # not even the order matters
        assert [one.before, one.after] == pytest.approx(values, abs=1e-9)
        assert tuple(one.parts) == found.changed
    return found


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_parts_add_up_to_the_difference_on_the_shipped_bank(one: int, two: int) -> None:
    rubric = told.edition().rubric
    check(rubric, drawn(rubric, one), drawn(rubric, two))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_parts_add_up_where_answers_show_and_hide_questions(one: int, two: int) -> None:
    rubric = follow_ups()
    check(rubric, drawn(rubric, one), drawn(rubric, two))


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_way_back_moves_every_number_back(one: int, two: int) -> None:
    rubric = told.edition().rubric
    first, last = drawn(rubric, one), drawn(rubric, two)
    there, back = check(rubric, first, last), check(rubric, last, first)
    for name, movement in there.numbers.items():
        if name != LEAD:
            assert back.numbers[name].parts == {k: -v for k, v in movement.parts.items()}


def test_nothing_changed_moves_nothing() -> None:
    found = check(RULES, sheet(route="free", safe="yes"), sheet(route="free", safe="yes"))
    assert found.changed == ()
    assert {name: one.parts for name, one in found.numbers.items()} == {
        "funding": {}, "community": {}, "safety": {}, LEAN: {}, LEAD: {},
    }  # fmt: skip


def test_two_answers_that_act_on_each_other_share_what_they_do_together() -> None:
    before = sheet(route="free", safe="no", sure="yes", later="yes")
    after = sheet(route="free", safe="yes", sure="no", later="yes")
    # safe 0, sure 100: 50. Then safe shows later: 100. Alone, sure "no" takes all of 50.
    found = check(RULES, before, after)
    safety = found.numbers["safety"]
    assert (safety.before, safety.after) == (50, pytest.approx(200 / 3))
    assert safety.parts == {
        "safe": pytest.approx((50 + 200 / 3) / 2),
        "sure": pytest.approx((-100 / 3 - 50) / 2),
    }


def test_answers_that_do_not_touch_each_other_get_what_they_move_alone() -> None:
    wanted = {"open": [should("s", when("safe", "in", "yes"))]}
    rubric = compile_rubric(document(ROUTE, SAFE, requirements=wanted))
    before, after = sheet(route="shut", safe="no"), sheet(route="free", safe="yes")
    found = check(rubric, before, after)
    assert found.numbers[LEAN].parts == {"route": 200, "safe": 0}
    assert found.numbers["safety"].parts == {"route": 0, "safe": 100}
    assert (found.ahead, found.behind) == ("open", "closed")
    assert found.numbers[LEAD].parts["safe"] == pytest.approx(40, abs=1e-8)
    [turned] = found.turned
    assert (turned.path, turned.key, turned.before, turned.after, turned.questions) == (
        "open", "s", "broken", "met", ("safe",),
    )  # fmt: skip


def test_what_could_not_be_said_before_has_no_parts() -> None:
    found = check(RULES, sheet(safe="yes"), sheet(route="free", safe="yes"))
    assert (found.numbers[LEAN].before, found.numbers[LEAN].parts) == (None, {})
    assert (found.ahead, found.behind, LEAD in found.numbers) == ("open", "", False)


def test_a_number_that_is_away_for_a_step_is_moved_by_the_next() -> None:
    rubric = compile_rubric(document(SAFE, SURE, number("many", 10)))
    found = check(rubric, sheet(safe="yes"), sheet(sure="no"))
    # There: 100, not said, 0. Back: 100, 50, 0.
    assert found.numbers["safety"].parts == {"safe": (0 - 50) / 2, "sure": (-100 - 50) / 2}


# ---------------------------------------------------------------- told


def test_a_must_that_breaks_is_told_where_it_decides_and_not_the_fit() -> None:
    """The path in front is knocked out: the next one is recommended although it fits less."""
    edition = told.edition()
    before = told.sheet("almendra-speech")
    found = next(
        one
        for question in edition.rubric.questions
        for value in question.options
        if question.kind is Kind.SINGLE
        for one in [attribute(edition.rubric, before, {**before, question.key: Answer(value)})]
        if one.turned and any(t.kind == "must" and t.after == "broken" for t in one.turned)
        if one.ahead != one.before.recommendation.path
    )
    moved = tell_moved(told.tongue(), found)
    [was] = [one for one in found.before.paths if one.key == found.behind]
    [now] = [one for one in found.after.paths if one.key == found.behind]
    assert (was.knocked_out, now.knocked_out) == (False, True)
    name = told.tongue().texts.path(found.behind).name
    assert f"A broken must-have knocks {name} out now, whatever its fit." in moved.lead
    assert ("broken", name) in [(one.verdict, one.path) for one in moved.turned]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_points_add_up_as_they_are_shown_and_to_the_difference_of_both_ends(
    one: int, two: int
) -> None:
    rubric = told.edition().rubric
    found = attribute(rubric, drawn(rubric, one), drawn(rubric, two))
    moved = tell_moved(told.tongue(), found)
    cards = found.before.as_json(), found.after.as_json()
    sides = [(told.tongue(), card) for card in cards]
    stood = {each.key: each for each in tell_stood(sides[0], sides[1], compared=True)}
    for place, (key, _name) in enumerate(moved.columns):
        total = tenths(moved.named_totals[place][1])
        assert sum(tenths(row.named[place][1]) for row in moved.rows) == total
        if key in stood:
            each = stood[key]
            assert tenths(each.moved) == total
            assert tenths(each.after) - tenths(each.before) == total


def tenths(figure: str) -> int:
    return round(10 * float(figure.replace("−", "-")))
