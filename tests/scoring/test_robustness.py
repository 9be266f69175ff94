"""Robustness: shares of draws, central weights, fixed seed."""

from __future__ import annotations

import pytest

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.paths import stand
from questionnaire.scoring.reach import walk
from questionnaire.scoring.robustness import SEED, robustness, weightings
from questionnaire.scoring.score import score
from tests.scoring.banks import document, must, option, question, sheet, should, when

CORE = [
    question(key, "single", option("shut", -2), option("free", 2), lean_core=True)
    for key in ("route", "other")
]
YES = question("yes", "single", option("y"), option("n"))
RUBRIC = compile_rubric(
    document(
        *CORE, YES,
        requirements={
            "closed": [must("m", when("yes", "in", "y"))],
            "open": [should("s", when("yes", "in", "y")), should("t", when("yes", "in", "n"))],
        },
    )
)  # fmt: skip


def test_shares_add_up_and_central_weights_are_around_one() -> None:
    found = score(RUBRIC, sheet(route="shut", other="free", yes="n")).robustness
    assert (found.draws, found.seed) == (1000, SEED)
    assert sum(one.first for one in found.shares) == pytest.approx(1)
    for one in found.shares:
        assert sum(one.ranks) == pytest.approx(1)
        assert one.ranks[0] == one.first
        if one.first:
            assert [name for name, _ in one.central] == ["pull", "route", "other"]
            assert 0.4 <= one.central[0][1] <= 0.8
            assert one.central[1][1] + one.central[2][1] == pytest.approx(2)
        else:
            assert one.central == ()


def test_a_knocked_out_path_never_comes_first() -> None:
    found = score(RUBRIC, sheet(route="shut", other="shut", yes="n")).robustness
    assert (found.shares[0].first, found.shares[0].ranks) == (0.0, (0.0, 0.0, 0.0, 1.0))


def test_weights_that_cannot_matter_do_not() -> None:
    found = score(RUBRIC, sheet(route="shut", other="shut", yes="y")).robustness
    assert [one.first for one in found.shares] == [1.0, 0.0, 0.0, 0.0]


def test_whoever_weighs_the_closed_answer_more_comes_to_the_closed_side() -> None:
    found = score(RUBRIC, sheet(route="shut", other="free", yes="y")).robustness
    closed, _, _, free = found.shares
    assert dict(closed.central)["route"] > 1 > dict(free.central)["route"]


def test_draws_are_the_same_for_a_seed_and_differ_between_seeds() -> None:
    assert weightings(3, 5, 1) == weightings(3, 5, 1) != weightings(3, 5, 2)
    assert all(-1 <= row[0] < 1 and min(row[1:]) >= 0 for row in weightings(3, 100, 1))


def test_nothing_that_leans_has_no_robustness() -> None:
    facts = walk(RUBRIC, sheet(yes="y"))
    assert robustness(RUBRIC, facts, stand(RUBRIC, facts)) is None
