"""A milestone is reached by the answers, whatever is shown for them, and lies on the runway.

The rule, in words: the ladder gives months from the start of the work to each rung (D11). Counted
from today, a rung still ahead lies its months less those of the furthest rung reached. Whether the
money lasts to it is said by outlay.py: secured is the runway at the monthly spending, and a run
that is still ahead is paid out of it. A report tells beside a rung what is shown for the answers.
"""

from __future__ import annotations

from questionnaire.scoring import outlay
from questionnaire.scoring.conditions import Facts, verdict
from questionnaire.scoring.estimates import Cash, ahead, cash, elapsed
from questionnaire.scoring.rubric import Milestone, Rubric
from questionnaire.scoring.scorecard import MilestoneResult
from questionnaire.scoring.trace import deciders


def milestones(rubric: Rubric, facts: Facts) -> tuple[MilestoneResult, ...]:
    """Every rung in the bank's order, with its months from today."""
    reached = elapsed(rubric, facts) or (0.0, 0.0)
    there = [one.when.check(facts) for one in rubric.milestones]
    months = [
        (0.0, 0.0) if held else ahead(one, reached)
        for one, held in zip(rubric.milestones, there, strict=True)
    ]
    keys = [one.key for one in rubric.milestones]
    after = outlay.waits(keys, [high for _low, high in months], rubric.compute.usable_model)
    has = cash(rubric, facts)
    return tuple(
        _milestone(one, facts, held, span, _financed(span, has, after_run=waiting))
        for one, held, span, waiting in zip(rubric.milestones, there, months, after, strict=True)
    )


def _milestone(
    one: Milestone, facts: Facts, held: bool | None, months: outlay.Span, financed: bool | None
) -> MilestoneResult:
    return MilestoneResult(
        key=one.key,
        verdict=verdict(held),
        questions=deciders(one.when, facts),
        month_low=months[0],
        month_high=months[1],
        financed=financed,
    )


def _financed(months: outlay.Span, has: Cash, *, after_run: bool) -> bool | None:
    if months[1] == 0:
        return True
    run = has.run if after_run else outlay.NO_RUN
    secured = outlay.secured_by(has.burn, has.runway)
    return outlay.lasts(months, run, has.burn, secured, has.runway)
