"""Which answers, changed, would change the recommended path.

The rule, in words: every single change of one answer is tried; those that put another path first
are the flips, cheapest first (how far the answer moves). Only where no single change suffices are
pairs tried, cheapest first, and only those that the upper bound in bound.py leaves a chance. The
search for pairs ends with the twelfth found.

Source: the counterfactual explanation of S. Wachter, B. Mittelstadt, C. Russell, Counterfactual
explanations without opening the black box (2018), made exhaustive for single answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from questionnaire.scoring.bound import Bound, Tried
from questionnaire.scoring.conditions import OTHER, Facts
from questionnaire.scoring.paths import Standing, stand
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.scorecard import Change, Flip
from questionnaire.scoring.sheet import Answer
from questionnaire.scoring.variations import alternatives, answering, cost, matters, vary

MOST_PAIRS = 12
MOST_TRIED = 1000
"""Pairs scored in full, cheapest first; the bound leaves far fewer on most sheets."""


def try_singles(rubric: Rubric, facts: Facts, standing: Standing) -> list[Tried]:
    """Every single change that can move a path."""
    return [
        Tried(question, value, cost(question, facts.seen[question.key], value),
              vary(rubric, facts, standing, question, value))
        for question in facts.asked
        if matters(rubric, question)
        for value in alternatives(rubric, facts, question)
    ]  # fmt: skip


def flips(rubric: Rubric, facts: Facts, standing: Standing, tried: list[Tried]) -> tuple[Flip, ...]:
    """The changes that put another path first, cheapest first. tried: of ``try_singles``."""
    if not standing.leans:
        return ()
    best = standing.best
    found = [
        _flip(rubric, facts, (one,), one.standing) for one in tried if one.standing.best != best
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
    for _, _, _, here, there in chances[:MOST_TRIED]:
        after = _both(rubric, facts, here, there)
        if after.best != standing.best:
            yield _flip(rubric, facts, (here, there), after)
            found += 1
            if found == MOST_PAIRS:
                return


def _both(rubric: Rubric, facts: Facts, here: Tried, there: Tried) -> Standing:
    if here.question.key in rubric.gates or there.question.key in rubric.gates:
        sheet = {
            **facts.sheet,
            here.question.key: Answer(value=here.value),
            there.question.key: Answer(value=there.value),
        }
        return stand(rubric, walk(rubric, sheet))
    with answering(facts, here.question, here.value):
        return vary(rubric, facts, here.standing, there.question, there.value)
