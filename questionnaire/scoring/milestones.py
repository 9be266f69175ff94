"""A milestone is reached by the evidence in the answers, never by a claim, and lies on the runway.

The rule, in words: the ladder gives months from the start of the work to each rung (D11). Counted
from today, a rung still ahead lies its months less those of the furthest rung reached. It is
financed when the cash lasts past its latest month, not financed when it ends before the earliest;
between the two, and without a runway, that cannot be said.
"""

from __future__ import annotations

from questionnaire.scoring.conditions import Facts, verdict
from questionnaire.scoring.estimates import ahead, elapsed, usual
from questionnaire.scoring.rubric import Milestone, Rubric
from questionnaire.scoring.scorecard import MilestoneResult
from questionnaire.scoring.trace import deciders


def milestones(rubric: Rubric, facts: Facts) -> tuple[MilestoneResult, ...]:
    """Every rung in the bank's order, with its months from today."""
    reached = elapsed(rubric, facts) or (0.0, 0.0)
    runway = usual(rubric, facts, "months-of-runway")
    return tuple(_milestone(one, facts, reached, runway) for one in rubric.milestones)


def _milestone(
    one: Milestone, facts: Facts, reached: tuple[float, float], runway: float | None
) -> MilestoneResult:
    held = one.when.check(facts)
    low, high = (0.0, 0.0) if held else ahead(one, reached)
    return MilestoneResult(
        key=one.key,
        verdict=verdict(held),
        questions=deciders(one.when, facts),
        month_low=low,
        month_high=high,
        financed=_financed(low, high, runway),
    )


def _financed(low: float, high: float, runway: float | None) -> bool | None:
    if high == 0:
        return True
    if runway is None or low <= runway < high:
        return None
    return runway >= high
