"""What to find out first: the open questions whose answers could move the recommendation most.

The rule, in words: for every asked question that is unanswered or "don't know yet" (in general, or
by an option that says so), each of its answers is tried in turn. Its swing is the distance between
the best and the worst lead (fit points, over the best unbroken rival) that the path in front now
would then have; a path knocked out lies behind its best rival by all of that rival's fit. Questions
that could put another path first (or leave one unbroken, where every path is broken) come before
the others. This is a one-way sensitivity analysis (R. Howard, Decision analysis: practice and
promise, 1988), its bars sorted as in a tornado diagram.
"""

from __future__ import annotations

from questionnaire.scoring.bound import Tried
from questionnaire.scoring.conditions import Facts
from questionnaire.scoring.paths import Standing, turns
from questionnaire.scoring.scorecard import FindOut

LEAST_SWING = 1e-9


def find_out(facts: Facts, standing: Standing, tried: list[Tried]) -> tuple[FindOut, ...]:
    """Open questions that could move the recommendation, first things first."""
    best, now = standing.best, lead(standing, standing.best)
    leads: dict[str, list[float]] = {}
    turned: set[str] = set()
    for one in tried:
        key = one.question.key
        if one.question.is_open(facts.seen[key]):
            leads.setdefault(key, [now]).append(lead(one.standing, best))
            if turns(standing, one.standing):
                turned.add(key)
    found = [
        FindOut(key, max(several) - min(several), key in turned) for key, several in leads.items()
    ]
    moving = [one for one in found if one.flips or one.swing > LEAST_SWING]
    return tuple(sorted(moving, key=lambda one: (not one.flips, -one.swing)))


def lead(standing: Standing, place: int) -> float:
    """The fit of one path over its best open rival, in fit points, -100 to +100."""
    rivals = [
        standing.fit[other]
        for other, broken in enumerate(standing.broken)
        if other != place and not broken
    ]
    own = 0.0 if standing.broken[place] else standing.fit[place]
    return own - max(rivals, default=0.0)
