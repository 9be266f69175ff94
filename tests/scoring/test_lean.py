"""The lean: normalised in its direction, with exact parts, interval and contested share."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.lean import Tilt
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, LeanScore
from questionnaire.scoring.sheet import Sheet
from tests.scoring.banks import OTHER, UNKNOWN, document, number, option, question, sheet, when

ROUTE = question("route", "single", option("shut"), option("free"))
WIDE = question(
    "wide", "single", option("in", -2), option("out", 2), option("no", 0), lean_core=True
)
ONLY_UP = question("up", "single", option("no", 0), option("out", 1), lean_core=True)
ONLY_DOWN = question("down", "single", option("in", -2), option("less", -1), lean_core=True)
ASIDE = question("aside", "single", option("in", -2), option("out", 2))


def lean(answers: Sheet, *questions: dict[str, Any]) -> LeanScore:
    return score(compile_rubric(document(ROUTE, *questions)), answers, Depth.LIVE).lean


@pytest.mark.parametrize(
    ("answers", "value"),
    [
        ({"wide": "out", "up": "out"}, 100.0),
        ({"wide": "in", "up": "no"}, -100.0),
        ({"wide": "out", "up": "no"}, 200 / 3),
        ({"wide": "in", "up": "out"}, -50.0),
        ({"wide": "no", "up": "no"}, 0.0),
        ({"up": "out"}, 100.0),
        ({"aside": "out", "wide": "in"}, -100.0),
    ],
)
def test_lean_is_normalised_by_the_most_in_its_direction(answers: dict, value: float) -> None:
    assert lean(sheet(**answers), WIDE, ONLY_UP, ASIDE).value == pytest.approx(value)


def test_nothing_answered_has_no_lean() -> None:
    found = lean(sheet(aside="out"), WIDE, ONLY_UP, ASIDE)
    assert (found.value, found.low, found.high, found.asked) == (None, -100.0, 100.0, 2)


def test_other_and_unknown_do_not_weigh() -> None:
    found = lean({"wide": OTHER, **sheet(up="out")}, WIDE, ONLY_UP)
    assert (found.value, found.low, found.high, found.asked) == (100.0, 100.0, 100.0, 1)
    found = lean({"wide": UNKNOWN, **sheet(up="out")}, WIDE, ONLY_UP)
    assert (found.value, found.low, found.high, found.asked) == (100.0, -50.0, 100.0, 2)


def test_ticks_lean_by_their_mean_and_numbers_along_their_curve() -> None:
    ticks = question("ticks", "multiple", option("x", 2), option("y", -1), lean_core=True)
    size = number("size", 10, lean=[[0, -2], [10, 2]], lean_core=True)
    assert lean(sheet(ticks=["x", "y"]), ticks).value == 25.0
    assert lean(sheet(size=7.5), size).value == 50.0


@pytest.mark.parametrize(
    ("answers", "share"),
    [
        ({"wide": "out", "up": "out"}, 0.0),
        ({"wide": "in", "up": "out"}, 1 / 3),
        ({"wide": "no", "up": "no"}, 0.0),
        ({"wide": "out", "down": "in"}, 0.5),
    ],
)
def test_contested_is_the_share_that_pulls_against(answers: dict, share: float) -> None:
    assert lean(sheet(**answers), WIDE, ONLY_UP, ONLY_DOWN).contested == share


def test_what_can_only_pull_down_may_still_raise_the_least() -> None:
    found = lean(sheet(wide="in"), WIDE, ONLY_DOWN)
    assert (found.value, found.low, found.high) == (-100.0, -100.0, -75.0)


def test_where_both_sides_are_even_each_part_is_told_as_a_share_of_what_could_pull_down() -> None:
    up = question("up", "single", option("y", 2), option("z", 1), option("n", -1), lean_core=True)
    down = question("down", "single", option("y", 1), option("n", -2), lean_core=True)
    found = lean(sheet(up="y", down="n"), up, down)
    assert (found.value, [part.points for part in found.contributions]) == (
        0.0, [200 / 3, -200 / 3],
    )  # fmt: skip


def test_where_nothing_can_pull_up_the_lean_ends_at_neutral() -> None:
    found = lean(sheet(), ONLY_DOWN)
    assert (found.value, found.low, found.high) == (None, -100.0, 0.0)


def test_every_part_stands_in_its_questions_category() -> None:
    assert [part.category for part in lean(sheet(wide="in"), WIDE).contributions] == ["one"]


LEANS = st.integers(-4, 4).map(lambda half: half / 2)


@given(st.lists(st.lists(LEANS, min_size=2, max_size=3), min_size=1, max_size=4), st.data())
def test_interval_holds_every_completion_and_narrows(options: list, data: st.DataObject) -> None:
    asked = [
        question(f"q{n}", "single", *(option(f"o{m}", one) for m, one in enumerate(leans)),
                 lean_core=True)
        for n, leans in enumerate(options)
    ]  # fmt: skip
    rubric = compile_rubric(document(ROUTE, *asked))
    known = data.draw(st.integers(0, len(asked) - 1))
    given_now = {f"q{n}": f"o{data.draw(st.integers(0, 1))}" for n in range(known)}
    now = score(rubric, sheet(**given_now), Depth.LIVE).lean
    for rest in product(*([None, *range(len(one))] for one in options[known:])):
        full = dict(sheet(**given_now))
        for place, chosen in enumerate(rest, known):
            said = OTHER if chosen is None else sheet(x=f"o{chosen}")["x"]
            full[f"q{place}"] = said
        then = score(rubric, full, Depth.LIVE).lean
        if then.value is not None:
            assert now.low - 1e-9 <= then.value <= now.high + 1e-9
            assert now.low - 1e-9 <= then.low <= then.high <= now.high + 1e-9


@given(st.lists(st.tuples(LEANS, LEANS), min_size=1, max_size=12))
def test_parts_add_up_exactly_within_bounds(leans: list) -> None:
    asked = [
        question(f"q{n}", "single", option("a", one), option("b", other), lean_core=True)
        for n, (one, other) in enumerate(leans)
    ]
    found = lean({f"q{n}": sheet(x="a")["x"] for n in range(len(asked))}, *asked)
    assert found.value == math.fsum(part.points for part in found.contributions)
    assert -100 <= found.value <= 100


def test_hidden_core_question_does_not_weigh() -> None:
    tail = WIDE | {"show_when": when("route", "in", "free")}
    assert lean(sheet(route="shut", wide="in", up="out"), tail, ONLY_UP).value == 100.0


def test_tilt_with_one_more_answer() -> None:
    rubric = compile_rubric(document(ROUTE, WIDE, ONLY_UP, ONLY_DOWN))
    up, down = rubric.by_key["up"].leaning, rubric.by_key["down"].leaning
    assert Tilt(2.0, 2.0, 2.0).plus(1.0, up) == Tilt(3.0, 3.0, 2.0)
    assert Tilt(2.0, 2.0, 2.0).plus(-1.0, down) == Tilt(1.0, 2.0, 4.0)
