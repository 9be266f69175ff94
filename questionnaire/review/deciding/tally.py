"""What the reviews of one venture come to together; no Django.

The rule, in words: the mean of the totals that were given, each reviewer counting once; where the
highest and the lowest lie 25 points or more apart, the reviewers disagree, and no mean hides that.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from questionnaire.bank.figures import half_up

APART = 25
"""Points between the lowest and the highest total from which on reviewers disagree."""


@dataclass(frozen=True, slots=True)
class Given:
    """A review that is in: its total (None: nothing scored), how sure, and whether the reviewer
    abstained as a whole."""

    total: int | None
    confidence: int | None
    conflict: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many count, their mean and its ends, how sure they are, and how many abstained."""

    number: int
    mean: int | None
    low: int | None
    high: int | None
    confidence: float | None
    abstained: int

    @property
    def disagree(self) -> bool:
        return self.low is not None and self.high is not None and self.high - self.low >= APART


def tally(reviews: Sequence[Given]) -> Tally:
    """The reviews of one venture; those without a total are abstentions."""
    counted = [one for one in reviews if one.total is not None and not one.conflict]
    totals = [one.total for one in counted if one.total is not None]
    sure = [one.confidence for one in counted if one.confidence is not None]
    return Tally(
        number=len(totals),
        mean=int(half_up(math.fsum(totals) / len(totals))) if totals else None,
        low=min(totals, default=None),
        high=max(totals, default=None),
        confidence=half_up(math.fsum(sure) / len(sure), 1) if sure else None,
        abstained=len(reviews) - len(counted),
    )
