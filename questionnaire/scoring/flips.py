"""Which answers, changed, would change the recommended path.

The rule, in words: every single change of one answer is tried; those that put another path first
(or, where every path is broken, leave one unbroken) are the flips, cheapest first (how far the
answer moves). Only where no single change suffices are pairs tried, cheapest first, and only those
that the upper bound in bound.py leaves a chance, so that none is missed. The search for pairs ends
with the twelfth found: the twelve cheapest.

Source: the counterfactual explanation of S. Wachter, B. Mittelstadt, C. Russell, Counterfactual
explanations without opening the black box (2018), made exhaustive for single answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from questionnaire.scoring.bound import Bound, Tried
from questionnaire.scoring.conditions import OTHER, Facts
from questionnaire.scoring.lean import Tilt
from questionnaire.scoring.paths import Standing, settle, stand, turns
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.scorecard import Change, Flip
from questionnaire.scoring.variations import (
    afresh,
    alternatives,
    answering,
    cost,
    matters,
    vary,
)

MOST_PAIRS = 12


def try_singles(rubric: Rubric, facts: Facts, standing: Standing) -> list[Tried]:
    """Every single change that can move a path."""
    return [
        _try(rubric, facts, standing, question, value)
        for question in facts.asked
        if matters(rubric, question)
        for value in alternatives(rubric, facts, question)
    ]


def _try(rubric: Rubric, facts: Facts, standing: Standing, question: Question, value: Any) -> Tried:
    walked = afresh(rubric, facts, question, value) if question.key in rubric.gates else None
    after = stand(rubric, walked) if walked else vary(rubric, facts, standing, question, value)
    return Tried(question, value, cost(question, facts.seen[question.key], value), after, walked)


def flips(rubric: Rubric, facts: Facts, standing: Standing, tried: list[Tried]) -> tuple[Flip, ...]:
    """The changes that turn the recommendation, cheapest first. tried: of ``try_singles``."""
    if not standing.leans:
        return ()
    found = [
        _flip(rubric, facts, (one,), one.standing) for one in tried if turns(standing, one.standing)
    ]
    if not found:
        found = list(_pairs(rubric, facts, standing, tried))
    return tuple(sorted(found, key=lambda flip: flip.cost))


def _flip(rubric: Rubric, facts: Facts, changes: tuple[Tried, ...], after: Standing) -> Flip:
    runners_up = [place for place in after.order[1:] if not after.broken[place]]
    return Flip(
        changes=tuple(
            Change(one.question.key, plain(facts.seen[one.question.key]), one.value)
            for one in changes
        ),
        path=rubric.paths[after.best].key,
        fit=after.fit[after.best],
        runner_up_fit=after.fit[runners_up[0]] if runners_up else None,
        cost=sum(one.cost for one in changes),
    )


def plain(value: Any) -> Any:
    """An answer's value for the scorecard; None for an open one and for "none of these fits"."""
    return None if value is OTHER else value


# ---------------------------------------------------------------- pairs


def _pairs(rubric: Rubric, facts: Facts, standing: Standing, tried: list[Tried]) -> Iterator[Flip]:
    by_question: dict[int, list[Tried]] = {}
    for one in tried:
        by_question.setdefault(one.question.place, []).append(one)
    bound = Bound(rubric, standing, by_question)
    chances = [
        (here.cost + there.cost, here.question.place, there.question.place, here, there)
        for left, right in bound.open_pairs()
        for here in by_question[left]
        for there in by_question[right]
    ]
    chances.sort(key=lambda chance: chance[:3])
    found = 0
    for _, _, _, here, there in chances:
        after = together(rubric, facts, standing, here, there)
        if turns(standing, after):
            yield _flip(rubric, facts, (here, there), after)
            found += 1
            if found == MOST_PAIRS:
                return


def together(
    rubric: Rubric, facts: Facts, standing: Standing, here: Tried, there: Tried
) -> Standing:
    """Where the paths stand after both changes.

    Where neither decides whether the other, or one and the same third question, is asked, and no
    requirement hears both, their effects are separate and add up; else the sheet is read again.
    """
    left, right = here.question.key, there.question.key
    if not (
        rubric.follows[left].isdisjoint(rubric.follows[right])
        and rubric.reach[left].isdisjoint(rubric.reach[right])
    ):
        return _both(rubric, facts, here, there)
    held = list(standing.held)
    for key, one in ((left, here), (right, there)):
        for place in rubric.reach[key]:
            held[place] = one.standing.held[place]
    extra = [
        first + second - now
        for first, second, now in zip(
            here.standing.extra, there.standing.extra, standing.extra, strict=True
        )
    ]
    return settle(rubric, _tilts(standing, here.standing, there.standing), held, extra)


def _tilts(standing: Standing, here: Standing, there: Standing) -> Tilt:
    """The sums behind the lean with both changes."""
    now, first, second = (one.tilt or Tilt() for one in (standing, here, there))
    return Tilt(
        first.total + second.total - now.total,
        first.up + second.up - now.up,
        first.down + second.down - now.down,
    )


def _both(rubric: Rubric, facts: Facts, here: Tried, there: Tried) -> Standing:
    if here.walked is None:
        here, there = there, here
    if here.walked is None:
        with answering(facts, here.question, here.value):
            return vary(rubric, facts, here.standing, there.question, there.value)
    if there.walked is None and there.question.key not in rubric.follows[here.question.key]:
        return vary(rubric, here.walked, here.standing, there.question, there.value)
    return stand(rubric, afresh(rubric, here.walked, there.question, there.value))
