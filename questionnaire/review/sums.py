"""A rubric's criteria, and a review's total as a sum that anybody can add up; no Django.

The rule, in words: the lowest score of a criterion is worth nothing, its highest the criterion's
whole weight, and those between lie evenly. The total is what was gained of the weights of the
criteria that were scored, 0 to 100; a criterion that was abstained from weighs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.shown import shown_parts

LOWEST, TOP = 1, 5
LEAST_TOP, MOST_TOP = 2, 10
MOST_WEIGHT = 10
DIGITS = 2
"""Places after the point in which a sum is shown."""
Scores = Mapping[str, int | None]
"""Criterion -> its score; None where it was abstained from, no key where nothing was said yet."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is scored: from 1 to ``top``, and how heavily it weighs."""

    key: str
    name: str
    help: str = ""
    weight: int = 1
    top: int = TOP


@dataclass(frozen=True, slots=True)
class Part:
    """A criterion in a sum: its score (None: abstained), and its points as they are shown."""

    criterion: Criterion
    score: int | None
    gained: float
    possible: int


@dataclass(frozen=True, slots=True)
class Sum:
    """A total with its parts. total is None while no criterion was scored."""

    parts: tuple[Part, ...]
    gained: float
    possible: int
    total: int | None


def read_criteria(raw: Iterable[Mapping[str, Any]]) -> tuple[Criterion, ...]:
    """The criteria as a rubric keeps them."""
    return tuple(Criterion(**one) for one in raw)


def kept_criteria(criteria: Iterable[Criterion]) -> list[dict[str, Any]]:
    """As they are stored."""
    return [asdict(one) for one in criteria]


def lacking(criteria: Iterable[Criterion], scores: Scores) -> tuple[Criterion, ...]:
    """The criteria about which nothing was said yet."""
    return tuple(one for one in criteria if one.key not in scores)


def weigh(criteria: Sequence[Criterion], scores: Scores) -> Sum:
    """The sum of a review. Scores of criteria that the rubric does not have count nothing."""
    said = [one for one in criteria if one.key in scores]
    scored = [one for one in said if scores[one.key] is not None]
    exact = {one.key: _gained(one, scores[one.key]) for one in scored}
    gained, possible = sum(exact.values(), Fraction(0)), sum(one.weight for one in scored)
    values = [float(exact.get(one.key, 0)) for one in said]
    caps = [one.weight if one in scored else 0 for one in said]
    shown = shown_parts(values, float(gained), DIGITS, caps)
    return Sum(
        parts=tuple(
            Part(one, scores[one.key], points, cap)
            for one, points, cap in zip(said, shown, caps, strict=True)
        ),
        gained=half_up(float(gained), DIGITS),
        possible=possible,
        total=int(half_up(float(100 * gained / possible))) if possible else None,
    )


def _gained(one: Criterion, score: int | None) -> Fraction:
    """The exact points of a score; one outside the scale counts as its nearer end."""
    within = min(max(score or LOWEST, LOWEST), one.top)
    return Fraction(one.weight * (within - LOWEST), one.top - LOWEST)
