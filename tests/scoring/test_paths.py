"""Paths: pull, readiness, musts, ranking."""

from __future__ import annotations

from typing import Any

import pytest

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.paths import pull_of
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.vocabulary import Side, Verdict
from tests.scoring.banks import OTHER, document, must, option, question, sheet, should, when

ROUTE = question(
    "route", "single", option("shut", -2), option("half", -1), option("free", 2), lean_core=True
)
YES = question("yes", "single", option("y"), option("n"))
BOOST = question(
    "boost", "single", option("up", pull={"gated": 12}), option("down", pull={"gated": -7}),
    option("flat"),
)  # fmt: skip
MORE = question("more", "multiple", option("a"), option("b"), option("c"))
IS_YES, HAS_A = when("yes", "in", "y"), when("more", "has", "a")


def card(
    answers: dict[str, Any], requirements: dict[str, Any] | None = None, **rules: Any
) -> Scorecard:
    raw = document(ROUTE, YES, BOOST, MORE, requirements=requirements)
    raw["rules"] = raw["rules"] | rules
    return score(compile_rubric(raw), sheet(**answers), Depth.LIVE)


@pytest.mark.parametrize(
    ("position", "lean", "extra", "pull"),
    [
        (-100, -100, 0, 100), (-100, -50, 0, 50), (-100, 0, 0, 0), (-100, 100, 0, 0),
        (60, 20, 0, 60), (60, 100, 0, 60), (60, 60, 20, 100), (60, 0, -50, 0), (-100, 0, 15, 15),
    ],
)  # fmt: skip
def test_pull_falls_with_the_distance(
    position: float, lean: float, extra: float, pull: float
) -> None:
    assert pull_of(position, lean, extra) == pull


def test_fit_is_shares_of_pull_and_readiness() -> None:
    wanted = {"closed": [should("s", IS_YES), should("t", HAS_A, 3)]}
    found = card({"route": "half", "yes": "y", "more": ["b"]}, wanted).paths[0]
    assert (found.pull, found.readiness, found.fit) == (50.0, 25.0, 40.0)
    assert (found.low, found.high) == (40.0, 40.0)


def test_an_open_should_counts_half_and_gives_the_range() -> None:
    wanted = {"closed": [should("s", IS_YES), should("t", HAS_A, 3)]}
    found = card({"route": "shut", "yes": "y"}, wanted).paths[0]
    assert (found.readiness, found.fit) == (62.5, 85.0)
    assert (found.low, found.high) == (70.0, 100.0)


def test_a_path_without_shoulds_is_ready() -> None:
    assert card({"route": "shut"}).paths[0].readiness == 100.0


def test_single_answers_add_to_single_paths() -> None:
    found = [
        card({"route": "half", "boost": said}).paths[1].pull for said in ("up", "down", "flat")
    ]
    assert found == [82.0, 63.0, 70.0]
    wide = card({"route": "half"}).paths[1]
    assert (wide.low, wide.high) == pytest.approx((0.6 * 63 + 40, 0.6 * 82 + 40))


def test_broken_must_knocks_out_and_an_open_one_does_not() -> None:
    wanted = {"closed": [must("m", IS_YES)], "gated": [must("n", HAS_A)]}
    found = card({"route": "shut", "yes": "n"}, wanted)
    assert [(one.key, one.knocked_out, one.rank) for one in found.paths] == [
        ("closed", True, 4), ("gated", False, 1), ("weights", False, 2), ("open", False, 3),
    ]  # fmt: skip
    assert [one.verdict for one in found.paths[0].requirements] == [Verdict.BROKEN]
    assert [one.verdict for one in found.paths[1].requirements] == [Verdict.OPEN]
    assert found.paths[0].requirements[0].questions == ("yes",)


def test_knocked_out_paths_rank_by_how_few_musts_they_break() -> None:
    two = [must("m", IS_YES), must("n", HAS_A)]
    wanted = {"closed": two, "gated": two[:1], "weights": two, "open": two[:1]}
    found = card({"route": "shut", "yes": "n", "more": ["b"]}, wanted)
    assert [one.rank for one in found.paths] == [3, 1, 4, 2]
    one = found.recommendation
    assert (one.path, one.least_broken, one.runner_up, one.margin) == ("gated", True, None, None)


def test_the_only_open_path_has_no_runner_up() -> None:
    wanted = {key: [must("m", IS_YES)] for key in ("closed", "gated", "open")}
    one = card({"route": "shut", "yes": "n"}, wanted).recommendation
    assert (one.path, one.runner_up, one.margin, one.least_broken) == ("weights", None, None, False)


def test_ties_keep_the_banks_order() -> None:
    raw = document(ROUTE, YES)
    for path in raw["paths"]:
        path["position"] = 0
    found = score(compile_rubric(raw), sheet(route="shut"), Depth.LIVE)
    assert [one.rank for one in found.paths] == [1, 2, 3, 4]


def test_arguments_that_hold_come_heaviest_first() -> None:
    raw = document(ROUTE, YES)
    raw["paths"][0]["arguments"] = [
        {"key": "light", "side": "for", "when": IS_YES, "weight": 1},
        {"key": "heavy", "side": "against", "when": when("route", "in", "shut"), "weight": 4},
        {"key": "false", "side": "for", "when": when("yes", "in", "n"), "weight": 9},
    ]
    found = score(compile_rubric(raw), sheet(route="shut", yes="y"), Depth.LIVE).paths[0]
    assert [(one.key, one.side, one.weight, one.questions) for one in found.arguments] == [
        ("heavy", Side.AGAINST, 4.0, ("route",)),
        ("light", Side.FOR, 1.0, ("yes",)),
    ]


def test_other_adds_nothing_to_pull() -> None:
    raw = compile_rubric(document(ROUTE, YES, BOOST, MORE))
    found = score(raw, sheet(route="half") | {"boost": OTHER}, Depth.LIVE).paths[1]
    assert (found.pull, found.low, found.high) == (70.0, found.fit, found.fit)
