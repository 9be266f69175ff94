"""What a cohort page needs of a scorecard, small enough to read for many ventures; no Django.

{"points": {category: {posture: [gained, possible]}}, "lean": [categories that the lean draws on],
 "tensions": {key: [categories of the answers behind it]}, "answered": n, "asked": n}; points in
tenths of the 0 to 100 score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.scoring.scorecard import PostureScore, Scorecard
from questionnaire.vocabulary import Band

TENTHS = 10


def summarise(card: Scorecard, category_of: Mapping[str, str]) -> dict[str, Any]:
    """The summary of one scorecard. category_of: question -> category."""
    return {
        "points": points_of(card.postures),
        "lean": sorted({part.category for part in card.lean.contributions}),
        "tensions": {
            one.key: sorted({category_of[question] for question in one.questions})
            for one in card.tensions
        },
        "answered": len(card.answered) + len(card.other),
        "asked": len(card.reachable),
    }


def points_of(postures: Iterable[PostureScore]) -> dict[str, dict[str, list[int]]]:
    """Gained and possible points by category and posture, in tenths."""
    points: dict[str, dict[str, list[float]]] = {}
    for posture in postures:
        for part in posture.contributions:
            sums = points.setdefault(part.category, {}).setdefault(str(posture.posture), [0.0, 0.0])
            sums[0] += part.gained
            sums[1] += part.possible
    return {
        category: {posture: [round(TENTHS * one) for one in sums] for posture, sums in by.items()}
        for category, by in points.items()
    }


def columns_of(card: Scorecard) -> dict[str, Any]:
    """A scorecard's few numbers as a report's columns hold them: whole, and null where withheld."""
    told = card.recommendation
    return {
        "path": told.path or "",
        "margin": _whole(told.margin),
        "close": told.close,
        "lean": _whole(card.lean.value),
        **{str(one.posture): _column(one) for one in card.postures},
    }


def _column(one: PostureScore) -> int | None:
    """The score as a cohort may sort by it; null while it is withheld."""
    return None if one.band is Band.WITHHELD else _whole(one.score)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(half_up(value))
