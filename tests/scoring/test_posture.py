"""Postures: points, coverage, bands, evidence, intervals."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.posture import band
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, PostureScore
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.vocabulary import Band, Claim
from tests.scoring.banks import (
    OTHER,
    UNKNOWN,
    answer,
    document,
    number,
    option,
    question,
    sheet,
    when,
)

ROUTE = question("route", "single", option("shut"), option("free"))


def funding(answers: Sheet, *questions: dict[str, Any], **rules: Any) -> PostureScore:
    raw = document(ROUTE, *questions)
    raw["rules"] = raw["rules"] | rules
    return score(compile_rubric(raw), answers, Depth.LIVE).postures[0]


SINGLE = question("one", "single", option("a", funding=0), option("b", funding=2), option("c"))


def test_every_part_stands_in_its_questions_category() -> None:
    found = funding(sheet(one="b"), SINGLE)
    assert [(part.question, part.category) for part in found.contributions] == [("one", "one")]


WEIGHTY = question(
    "two", "single", option("a", funding=1), option("b", funding=4), weight={"funding": 3}
)


def test_score_is_the_weighted_mean_of_shares() -> None:
    found = funding(sheet(one="b", two="a"), SINGLE, WEIGHTY)
    assert (found.score, found.low, found.high) == (43.75, 43.75, 43.75)
    assert [(c.question, c.gained, c.possible) for c in found.contributions] == [
        ("one", 25.0, 25.0),
        ("two", 18.75, 75.0),
    ]


def test_nothing_answered_has_no_score_and_the_widest_interval() -> None:
    found = funding({}, SINGLE, WEIGHTY)
    assert (found.score, found.evidenced, found.low, found.high) == (None, None, 0.0, 100.0)
    assert (found.band, found.answered, found.asked) == (Band.WITHHELD, 0, 2)


def test_an_option_that_says_nothing_is_answered_but_neutral() -> None:
    found = funding(sheet(one="c", two="b"), SINGLE, WEIGHTY)
    assert (found.score, found.answered, found.asked, found.coverage) == (100.0, 2, 2, 1.0)


def test_other_is_neutral_and_leaves_coverage() -> None:
    found = funding({"one": OTHER, **sheet(two="a")}, SINGLE, WEIGHTY)
    assert (found.score, found.answered, found.asked, found.coverage) == (25.0, 1, 1, 1.0)


def test_unknown_is_open() -> None:
    found = funding({"one": UNKNOWN, **sheet(two="a")}, SINGLE, WEIGHTY)
    assert (found.score, found.asked, found.coverage) == (25.0, 2, 0.75)
    assert (found.low, found.high) == (18.75, 43.75)


@pytest.mark.parametrize(
    ("ticks", "share"),
    [
        (["x"], 25.0), (["y"], 50.0), (["x", "y"], 50.0), (["x", "y", "z"], 75.0),
        (["w"], 75.0), (["w", "x", "y"], 100.0), (["none"], 0.0), (["mute"], None),
        (["mute", "x", "y"], 50.0),
    ],
)  # fmt: skip
def test_multiple_counts_the_best_and_one_more_for_three(ticks: list, share: float | None) -> None:
    asked = question(
        "ticks", "multiple", option("x", funding=1), option("y", funding=2),
        option("z", funding=1), option("w", funding=3), option("mute"),
        option("none", funding=0, exclusive=True),
    )  # fmt: skip
    assert funding(sheet(ticks=ticks), asked).score == share


def test_multiple_never_gives_more_than_four_points() -> None:
    many = [option(key, funding=4) for key in "abc"]
    asked = question("ticks", "multiple", *many)
    assert funding(sheet(ticks=["a"]), asked).score == 100.0
    assert funding(sheet(ticks=["a", "b", "c"]), asked).score == 100.0


@pytest.mark.parametrize(
    ("x", "share"), [(0.0, 25.0), (5.0, 25.0), (10.0, 62.5), (15.0, 100.0), (20.0, 100.0)]
)
def test_number_runs_along_its_curve(x: float, share: float) -> None:
    asked = number("size", 20, curves={"funding": [[5, 1], [15, 4]]})
    assert funding(sheet(size=x), asked).score == share


def test_number_is_measured_against_what_may_be_answered() -> None:
    asked = number("size", 10, curves={"funding": [[0, 0], [20, 4]]})
    assert funding(sheet(size=10.0), asked).score == 100.0


OVERRIDDEN = question(
    "plan", "single",
    option("a", funding=1, on={"free": {"funding": 4}}), option("b", funding=4, community=1),
    option("c", on={"free": {"funding": 2}}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("route", "plan", "found"),
    [
        ("shut", "a", (25.0, 25.0, 25.0)),
        ("free", "a", (100.0, 100.0, 100.0)),
        ("free", "c", (50.0, 50.0, 50.0)),
        (None, "a", (25.0, 25.0, 100.0)),
        (None, "c", (None, 0.0, 100.0)),
    ],
)
def test_declared_route_overrides_points(route: str | None, plan: str, found: tuple) -> None:
    answers = sheet(plan=plan) | (sheet(route=route) if route else {})
    one = funding(answers, OVERRIDDEN)
    assert (one.score, one.low, one.high) == found


@pytest.mark.parametrize(
    ("score", "word"),
    [
        (None, Band.WITHHELD), (0, Band.WEAK), (39.999, Band.WEAK), (40, Band.MIXED),
        (39.9999999999999, Band.MIXED), (69.9, Band.MIXED), (70, Band.FIRM), (100, Band.FIRM),
    ],
)  # fmt: skip
def test_bands(score: float | None, word: Band) -> None:
    rules = compile_rubric(document(ROUTE)).rules
    assert band(score, rules) is word


def test_band_is_withheld_under_the_coverage() -> None:
    assert funding(sheet(one="b"), SINGLE, WEIGHTY, coverage=0.26).band is Band.WITHHELD
    assert funding(sheet(one="b"), SINGLE, WEIGHTY, coverage=0.25).band is Band.FIRM


@pytest.mark.parametrize(
    ("claim", "proven"),
    [(None, 0), (Claim.GUESS, 0), (Claim.PLAN, 0), (Claim.DONE, 25), (Claim.PROVEN, 25)],
)
def test_only_done_and_proven_are_evidenced(claim: Claim | None, proven: float) -> None:
    found = funding({"one": answer("b", claim), "two": answer("b")}, SINGLE, WEIGHTY)
    assert (found.score, found.evidenced) == (100.0, proven)
    assert found.contributions[0].claim is claim


def test_hidden_answer_changes_nothing_and_comes_back() -> None:
    tail = SINGLE | {"show_when": when("route", "in", "free")}
    kept = sheet(one="a", two="b")
    assert funding(kept | sheet(route="shut"), tail, WEIGHTY) == funding(
        sheet(two="b", route="shut"), tail, WEIGHTY
    )
    assert funding(kept | sheet(route="free"), tail, WEIGHTY).score == 75.0


def test_pending_answer_widens_the_interval_only() -> None:
    tail = SINGLE | {"show_when": when("route", "in", "free")}
    found = funding(sheet(one="a", two="b"), tail, WEIGHTY)
    assert (found.score, found.low, found.high) == (100.0, 75.0, 100.0)


POINTS = st.integers(1, 8).map(lambda half: half / 2)


@given(points=st.lists(POINTS, min_size=3, max_size=4), ticked=st.integers(0, 3), more=POINTS)
def test_more_points_never_lower_the_share(points: list, ticked: int, more: float) -> None:
    keys = "abcd"[: len(points)]
    place = ticked % len(points)
    raised = [*points]
    raised[place] = min(4.0, points[place] + more)
    for kind, value in (("single", keys[place]), ("multiple", list(keys[: place + 1]))):
        found = [
            funding(
                sheet(one=value),
                question(
                    "one", kind, *(option(k, funding=p) for k, p in zip(keys, one, strict=True))
                ),
            ).score
            for one in (points, raised)
        ]
        assert found[0] <= found[1]


@given(st.lists(st.tuples(POINTS, st.floats(0.1, 10)), min_size=1, max_size=12))
def test_contributions_add_up_exactly_within_bounds(said: list) -> None:
    asked = [
        question(
            f"q{place}", "single", option("a", funding=points), option("b", funding=4),
            weight={"funding": weight},
        )
        for place, (points, weight) in enumerate(said)
    ]  # fmt: skip
    found = funding({one["key"]: Answer(value="a") for one in asked}, *asked)
    assert found.score == math.fsum(one.gained for one in found.contributions)
    assert 0 <= found.low <= found.score <= found.high <= 100
