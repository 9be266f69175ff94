"""The reversal stress test: what turning a release round would cost, in both directions.

The rule, in words: the authored sentences whose conditions are met are said, each with the answers
behind it, grouped by direction and by the four parts (what cannot be recalled, who leaves, which
promise breaks, what to agree now). The switching cost is the estimate of that name in one word:
what closing cost others depended on how much of the work came from outside (D8.4).
"""

from __future__ import annotations

from questionnaire.scoring.conditions import Facts
from questionnaire.scoring.estimates import SWITCHING, usual
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.scorecard import ReversalResult
from questionnaire.scoring.trace import deciders
from questionnaire.vocabulary import Direction, ReversalPart

DIRECTIONS, PARTS = tuple(Direction), tuple(ReversalPart)


def reversal(rubric: Rubric, facts: Facts) -> tuple[ReversalResult, ...]:
    """The sentences that hold, by direction, then by part, then in the bank's order."""
    found = [
        ReversalResult(one.key, one.direction, one.part, deciders(one.when, facts))
        for one in rubric.reversal
        if one.when.check(facts)
    ]
    return tuple(
        sorted(found, key=lambda one: (DIRECTIONS.index(one.direction), PARTS.index(one.part)))
    )


def switching_cost(rubric: Rubric, facts: Facts) -> str | None:
    """``low``, ``medium`` or ``high``; None while the outside share is not known."""
    step = usual(rubric, facts, "switching-cost")
    return None if step is None else SWITCHING[int(step)]
