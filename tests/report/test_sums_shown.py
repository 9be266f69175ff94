"""Every shown part of a sum adds up, as it is shown, to the shown sum: over the personas and over
drawn sheets."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.report.narrative import matrix, next_steps, paths, standing
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.shown import shown_parts
from questionnaire.scoring.paths import stand
from questionnaire.scoring.reach import walk
from questionnaire.scoring.score import figures, outlook, score
from questionnaire.scoring.scorecard import Depth, Outlook
from questionnaire.scoring.sheet import Sheet
from tests.bank.banks import shipped
from tests.report.test_attribution import drawn
from tests.report.told import card, edition, sheet, tongue

PERSONAS = [one.key for one in shipped().personas]


def number(figure: str) -> Fraction:
    """A figure as a reader takes it from the page."""
    return Fraction(figure.replace("\N{MINUS SIGN}", "-").replace(",", "").replace("+", ""))


def of(words: str) -> tuple[Fraction, Fraction]:
    gained, possible = words.split(" of ")
    return number(gained), number(possible)


def check(found: Card, said: Sheet) -> None:
    for path, told in zip(found["paths"], paths.tell_paths(tongue(), found, said), strict=True):
        pull, readiness, fit = told.opened.parts
        for part in told.opened.parts:
            assert sum(number(row.points) for row in part.rows) == number(part.total)
        for part, value in ((pull, "pull"), (readiness, "readiness"), (fit, "fit")):
            assert part.total == tongue().figure(path[value], 1)
            assert f" {part.total}" in told.sum
        assert number(pull.rows[0].points) == 100
    for one in standing.tell_postures(tongue(), found, said):
        if one.total:
            assert sum(number(part.gained) for part in one.parts) == number(one.total)
            assert sum(number(part.possible) for part in one.parts) == 100
            for part in one.parts:
                assert 0 <= number(part.gained) <= number(part.possible)
    lean = standing.tell_lean(tongue(), found, said)
    if lean.total:
        assert sum(number(part.points) for part in lean.parts) == number(lean.total)
    check_cells(found, said)
    check_flips(found, said)


def check_cells(found: Card, said: Sheet) -> None:
    told = matrix.tell_matrix(tongue(), found, said)
    scores = {one.key: one.total for one in standing.tell_postures(tongue(), found, said)}
    for place, (key, _name) in enumerate(told.postures):
        columns = []
        for one in told.behind:
            cells = [of(cells[place]) for _said, cells in one.rows if cells[place]]
            total = one.totals[place]
            assert bool(total) == bool(cells)
            if cells:
                columns.append(of(total))
                assert tuple(map(sum, zip(*cells, strict=True))) == of(total)
        if columns:
            assert tuple(map(sum, zip(*columns, strict=True))) == (number(scores[key]), 100)


def check_flips(found: Card, said: Sheet) -> None:
    flips = next_steps.tell_flips(tongue(), found, said, opened=True)
    for one in (*flips.first, *flips.more):
        for row in one.opened:
            assert number(row.before) + number(row.moved) == number(row.after)
        if len(one.opened) == 3:
            first, second, lead = one.opened
            for side in ("before", "after"):
                parts = [number(getattr(row, side)) for row in (first, second, lead)]
                assert parts[0] - parts[1] == parts[2]


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_personas_sums_add_up_as_they_are_shown(persona: str) -> None:
    check(card(persona), sheet(persona))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6))
def test_sums_of_any_sheet_add_up_as_they_are_shown(seed: int) -> None:
    said = drawn(edition().rubric, seed)
    check(score(edition().rubric, said, Depth.REPORT).as_json(), said)


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_flip_names_the_second_path_by_the_rules_that_found_it(persona: str) -> None:
    found = card(persona)
    flips = next_steps.tell_flips(tongue(), found, sheet(persona), opened=True)
    for frozen, one in zip(next_steps.worth_reading(found), (*flips.first, *flips.more),
                           strict=False):  # fmt: skip
        assert len(one.opened) == (1 if frozen["runner_up_fit"] is None else 3)
        assert one.opened[0].after == tongue().figure(frozen["fit"], 1)


def test_what_a_single_answer_adds_to_one_path_has_its_own_line() -> None:
    rubric = edition().rubric
    seen = 0
    for persona in PERSONAS:
        said = sheet(persona)
        extra = stand(rubric, walk(rubric, said)).extra
        own = {key: sum(parts.values()) for key, parts in paths.own_pulls(tongue(), said).items()}
        assert {path.key: extra[path.place] for path in rubric.paths if extra[path.place]} == {
            key: pytest.approx(points) for key, points in own.items() if points
        }
        seen += len(own)
    assert seen


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_the_figures_alone_are_the_scorecards_to_the_last_bit(seed: int) -> None:
    rubric = edition().rubric
    said = drawn(rubric, seed)
    whole, alone = score(rubric, said, Depth.LIVE), figures(rubric, said)
    assert alone.postures == tuple(one.score for one in whole.postures)
    assert alone.lean == whole.lean.value
    assert alone.fits == tuple(path.fit for path in whole.paths)
    assert (alone.lean is None) == (whole.recommendation.path is None)
    assert outlook(rubric, said) == Outlook(whole.postures, whole.lean)


def test_nothing_is_shown_as_something() -> None:
    assert shown_parts([0.0, 0.04, 0.04, 0.04], 0.12) == [0.0, 0.1, 0.0, 0.0]
    assert shown_parts([100.0, -41.55, 0.0], 58.45) == [100.0, -41.5, 0.0]
    assert shown_parts([4.25, 4.25, 1.5], 10.0, caps=[4.3, 4.2, 1.5]) == [4.3, 4.2, 1.5]
    assert shown_parts([], 0.0) == []
