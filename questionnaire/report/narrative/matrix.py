"""Where the points come from: gained of possible, by category and posture."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.shown import posture_points
from questionnaire.report.narrative.standing import (
    narrow_names,
    points_digits,
    posture_name,
    score_figure,
)
from questionnaire.report.narrative.tongue import Said, Tongue, apportioned, said
from questionnaire.scoring.sheet import Sheet

Shown = tuple[float, float]
"""Gained and possible points, as they are shown."""
Row = tuple[str, list[Shown | None]]
"""A question and its points for each posture."""


@dataclass(frozen=True, slots=True)
class Cell:
    """gained of possible points, or nothing asked or answered there (share None)."""

    words: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Points:
    """A category with its points for each posture."""

    key: str
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Points by category and posture; each column adds up to its score, and to 100."""

    postures: tuple[tuple[str, str], ...]
    rows: tuple[Points, ...]
    totals: tuple[str, ...]
    behind: tuple[Behind, ...] = ()


@dataclass(frozen=True, slots=True)
class Behind:
    """A category's cells as sums. rows: an answer and its points for each posture, empty where it
    says nothing; postures and totals as the rows have them."""

    key: str
    name: str
    postures: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Said, tuple[str, ...]], ...]
    totals: tuple[str, ...]


def tell_matrix(tongue: Tongue, card: Card, sheet: Sheet | None = None) -> Matrix:
    """Where the points come from. sheet: for the answers behind each cell; None leaves them out,
    as whoever is shown the scores need not be shown the answers."""
    categories = [category.key for category in tongue.texts.categories]
    columns = [_column(tongue, one, categories) for one in card["postures"]]
    return Matrix(
        postures=_postures(tongue, card),
        rows=tuple(
            Points(category.key, category.name, tuple(column[place] for column in columns))
            for place, category in enumerate(tongue.texts.categories)
        ),
        totals=tuple(
            "" if one["score"] is None else score_figure(tongue, one) for one in card["postures"]
        ),
        behind=_behind(tongue, card, sheet) if sheet is not None else (),
    )


def _postures(tongue: Tongue, card: Card) -> tuple[tuple[str, str], ...]:
    return tuple((one["posture"], posture_name(tongue, one["posture"])) for one in card["postures"])


def _narrow(tongue: Tongue, card: Card) -> tuple[tuple[str, str], ...]:
    names = narrow_names(tongue)
    return tuple((one["posture"], names[one["posture"]]) for one in card["postures"])


def _behind(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[Behind, ...]:
    """Every category with points, each question once with what it gives to each posture."""
    columns = [
        dict(zip((part["question"] for part in one["contributions"]),
                 posture_points(one, points_digits(tongue, one)), strict=True))
        for one in card["postures"]
    ]  # fmt: skip
    digits = [points_digits(tongue, one) for one in card["postures"]]
    postures = _narrow(tongue, card)
    spoken = [
        (category, rows)
        for category in tongue.texts.categories
        if (rows := _rows_of([one.key for one in category.questions], columns))
    ]
    return tuple(
        Behind(
            key=category.key,
            name=category.name,
            postures=postures,
            rows=tuple(
                (said(tongue, sheet, key), _points(tongue, cells, digits)) for key, cells in rows
            ),
            totals=_points(tongue, [_added(cells) for cells in _turned(rows)], digits),
        )
        for category, rows in spoken
    )


def _rows_of(asked: Sequence[str], columns: Sequence[Mapping[str, Shown]]) -> list[Row]:
    """The questions that give points to any posture."""
    rows = [(key, [column.get(key) for column in columns]) for key in asked]
    return [row for row in rows if any(row[1])]


def _turned(rows: Sequence[Row]) -> list[tuple[Shown | None, ...]]:
    return list(zip(*(cells for _, cells in rows), strict=True))


def _added(cells: Sequence[Shown | None]) -> Shown | None:
    given = [cell for cell in cells if cell]
    if not given:
        return None
    return math.fsum(got for got, _ in given), math.fsum(of for _, of in given)


def _points(
    tongue: Tongue, cells: Sequence[Shown | None], digits: Sequence[int]
) -> tuple[str, ...]:
    return tuple(
        tongue.say("%(gained)s of %(possible)s", gained=tongue.figure(cell[0], places),
                   possible=tongue.figure(cell[1], places))
        if cell
        else ""
        for cell, places in zip(cells, digits, strict=True)
    )  # fmt: skip


def _column(tongue: Tongue, one: Mapping[str, Any], categories: list[str]) -> list[Cell]:
    sums = {key: [0.0, 0.0] for key in categories}
    for part in one["contributions"]:
        sums[part["category"]][0] += part["gained"]
        sums[part["category"]][1] += part["possible"]
    if one["score"] is None:
        return [Cell(tongue.say("nothing yet"), None) for _ in categories]
    gained = apportioned([sums[key][0] for key in categories], int(half_up(one["score"])))
    possible = apportioned([sums[key][1] for key in categories], 100)
    return [
        Cell(tongue.say("%(gained)s of %(possible)s", gained=got, possible=of),
             sums[key][0] / sums[key][1])
        if sums[key][1]
        else Cell(tongue.say("none"), None)
        for key, got, of in zip(categories, gained, possible, strict=True)
    ]  # fmt: skip
