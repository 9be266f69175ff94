"""Where the points come from: gained of possible, by category and posture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.standing import posture_name, score_figure
from questionnaire.report.narrative.tongue import Tongue, apportioned


@dataclass(frozen=True, slots=True)
class Cell:
    """gained of possible points, or nothing asked or answered there (share None)."""

    words: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Points by category and posture; each column adds up to its score, and to 100."""

    postures: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    totals: tuple[str, ...]


def tell_matrix(tongue: Tongue, card: Card) -> Matrix:
    """Where the points come from."""
    categories = [category.key for category in tongue.texts.categories]
    columns = [_column(tongue, one, categories) for one in card["postures"]]
    return Matrix(
        postures=tuple(
            (one["posture"], posture_name(tongue, one["posture"])) for one in card["postures"]
        ),
        rows=tuple(
            (category.name, tuple(column[place] for column in columns))
            for place, category in enumerate(tongue.texts.categories)
        ),
        totals=tuple(
            "" if one["score"] is None else score_figure(tongue, one) for one in card["postures"]
        ),
    )


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
