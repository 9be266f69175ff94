"""The recommendation: margin, closeness, lead parts, deciders."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.simulate import venture
from tests.scoring.banks import (
    document,
    follow_ups,
    must,
    option,
    question,
    sheet,
    should,
    when,
)

ROUTE = question("route", "single", option("shut", -2), option("free", 2), lean_core=True)
YES = question(
    "yes", "single", option("y", 1, pull={"weights": 10}), option("n", -1), lean_core=True
)
MORE = question("more", "single", option("a"), option("b"))
HAS_A = when("more", "in", "a")


def test_nothing_that_leans_recommends_nothing() -> None:
    found = score(compile_rubric(document(ROUTE, YES, MORE)), sheet(more="a"), Depth.LIVE)
    one = found.recommendation
    assert (one.path, one.runner_up, one.margin, one.lead, one.deciders) == (
        None, None, None, (), (),
    )  # fmt: skip


def test_lead_names_answers_shoulds_and_where_the_paths_stand() -> None:
    wanted = {"open": [should("s", HAS_A), should("t", when("yes", "in", "y"))]}
    found = score(
        compile_rubric(document(ROUTE, YES, MORE, requirements=wanted)),
        sheet(route="free", yes="y", more="a"),
        Depth.LIVE,
    )
    one = found.recommendation
    assert (one.path, one.runner_up, one.close) == ("open", "weights", False)
    assert one.margin == pytest.approx(18)
    assert {(part.question, part.requirement): round(part.points, 6) for part in one.lead} == {
        ("route", None): 32.0,
        ("yes", None): 10.0,
        ("more", "open.s"): 10.0,
        ("yes", "open.t"): 10.0,
        ("", None): -44.0,
    }


def test_close_call_names_what_would_decide_it() -> None:
    wanted = {"weights": [should("s", HAS_A)], "open": [should("t", {"not": HAS_A})]}
    half = question("half", "single", option("y", 1), option("n", -1), lean_core=True)
    raw = document(ROUTE, half, MORE, requirements=wanted)
    raw["paths"][2]["position"], raw["paths"][3]["position"] = 98, 100
    found = score(compile_rubric(raw), sheet(route="free"), Depth.LIVE).recommendation
    assert (found.path, found.runner_up, found.close) == ("open", "weights", True)
    assert found.deciders == ("more", "half")


def test_what_decides_is_ranked_by_its_points_alone() -> None:
    """The should is worth 20 points of the lead, and the lean of "half" 24."""
    wanted = {"weights": [should("s", HAS_A)], "open": [should("t", {"not": HAS_A})]}
    half = question("half", "single", option("y", 0.75), option("n", -0.75), lean_core=True)
    less = question("less", "single", option("y", 0.5), option("n", -0.5), lean_core=True)
    raw = document(ROUTE, half, less, MORE, requirements=wanted)
    raw["paths"][2]["position"], raw["paths"][3]["position"] = 98, 100
    found = score(compile_rubric(raw), sheet(route="free"), Depth.LIVE).recommendation
    assert found.deciders == ("more", "half", "less")


def test_a_clear_call_needs_no_deciders() -> None:
    raw = document(ROUTE, YES, MORE, requirements={"weights": [must("m", HAS_A)]})
    found = score(compile_rubric(raw), sheet(route="free", more="b"), Depth.LIVE).recommendation
    assert (found.close, found.deciders, found.runner_up) == (False, (), "closed")


@given(st.floats(-1, 1), st.floats(0, 1), st.randoms(use_true_random=False))
def test_lead_adds_up_to_the_margin(inclination: float, care: float, chance) -> None:
    rubric = follow_ups()
    answers = venture(rubric, inclination, care, chance)
    for key in list(answers):
        if chance.random() < 0.2:
            del answers[key]
    found = score(rubric, answers, Depth.LIVE)
    one = found.recommendation
    if one.margin is not None:
        fits = {path.key: path.fit for path in found.paths}
        assert one.margin == max(0.0, math.fsum(part.points for part in one.lead))
        assert one.margin == pytest.approx(fits[one.path] - fits[one.runner_up], abs=1e-9)
        assert one.close is (one.margin < 3)


def test_deciders_rank_core_questions_by_what_they_can_move() -> None:
    core = [
        question(f"q{n}", "single", option("a", low), option("b", high), lean_core=True)
        for n, (low, high) in enumerate([(0, 1), (-2, 2), (1, 1), (-1, 2)])
    ]
    raw = document(ROUTE, *core)
    raw["paths"][2]["position"] = 99
    found = score(compile_rubric(raw), sheet(route="free"), Depth.LIVE).recommendation
    assert (found.close, found.deciders) == (True, ("q1", "q3", "q0"))
