"""Which answers, changed, would change the recommended path.

The rule, in words: every single change of one answer is tried; those that put another path first
are the flips, cheapest first (how far the answer moves). Only where no single change suffices are
pairs tried, cheapest first, and a pair only when an upper bound leaves it a chance: the lean at its
most favourable for the rival, and every should of either path that one of the two questions is
read by turning the rival's way. The search for pairs ends with the twelfth found.

Source: the counterfactual explanation of S. Wachter, B. Mittelstadt, C. Russell, Counterfactual
explanations without opening the black box (2018), made exhaustive for single answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from questionnaire.scoring import lean as leaning
from questionnaire.scoring.conditions import OTHER, Facts
from questionnaire.scoring.paths import Standing, pull_of, stand
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.scorecard import Change, Flip
from questionnaire.scoring.sheet import Answer
from questionnaire.scoring.sums import clamp
from questionnaire.scoring.variations import alternatives, answering, cost, matters, vary

MOST_PAIRS = 12
MOST_TRIED = 800
"""Pairs scored in full; the bound leaves far fewer on real sheets."""


@dataclass(frozen=True, slots=True)
class Tried:
    """One change and where the paths then stand."""

    question: Question
    value: Any
    cost: float
    standing: Standing


def try_singles(rubric: Rubric, facts: Facts, standing: Standing) -> list[Tried]:
    """Every single change that can move a path."""
    return [
        Tried(question, value, cost(question, facts.seen[question.key], value),
              vary(rubric, facts, standing, question, value))
        for question in facts.asked
        if matters(rubric, question)
        for value in alternatives(rubric, facts, question)
    ]  # fmt: skip


def flips(
    rubric: Rubric, facts: Facts, standing: Standing, tried: list[Tried]
) -> tuple[Flip, ...]:
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


def _pairs(
    rubric: Rubric, facts: Facts, standing: Standing, tried: list[Tried]
) -> Iterator[Flip]:
    by_question: dict[int, list[Tried]] = {}
    for one in tried:
        by_question.setdefault(one.question.place, []).append(one)
    bound = _Bound(rubric, facts, standing)
    chances = [
        (here.cost + there.cost, here.question.place, there.question.place, here, there)
        for left, right in bound.open_pairs(by_question)
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


class _Bound:
    """An upper bound on what two questions together can do for a rival of the best path."""

    def __init__(self, rubric: Rubric, facts: Facts, standing: Standing) -> None:
        self.rubric = rubric
        self.standing = standing
        self.facts = facts
        self.tilt = leaning.tilt(facts) or leaning.Tilt()

    def open_pairs(self, tried: dict[int, list[Tried]]) -> Iterator[tuple[int, int]]:
        """The pairs of questions, by place, that have a chance."""
        places = sorted(tried)
        for index, left in enumerate(places):
            for right in places[index + 1 :]:
                pair = (self.rubric.questions[left], self.rubric.questions[right])
                if self._gating(pair) or any(
                    self._can_win(rival, pair)
                    for rival in range(len(self.rubric.paths))
                    if rival != self.standing.best
                ):
                    yield left, right

    def _gating(self, pair: tuple[Question, Question]) -> bool:
        return any(question.key in self.rubric.gates for question in pair)

    def _can_win(self, rival: int, pair: tuple[Question, Question]) -> bool:
        left, right = (set(self.rubric.readers[question.key]) for question in pair)
        read = left | right
        held, best = self.standing.held, self.standing.best
        if any(held[must] is False and must not in read for must in self._musts(rival)):
            return False
        if self.standing.broken[best] or any(must in left & right for must in self._musts(best)):
            return True
        rules = self.rubric.rules
        now = self.standing.fit[best] - self.standing.fit[rival]
        return rules.pull * self._pull_gain(rival, pair) + self._readiness_gain(rival, read) >= now

    def _musts(self, place: int) -> tuple[int, ...]:
        return self.rubric.paths[place].musts

    def _readiness_gain(self, rival: int, read: set[int]) -> float:
        shares = (
            self.rubric.requirements[should].share
            for place in (rival, self.standing.best)
            for should in self.rubric.paths[place].shoulds
            if should in read
        )
        return self.rubric.rules.readiness * 100 * sum(shares)

    def _pull_gain(self, rival: int, pair: tuple[Question, Question]) -> float:
        """The most that the rival's pull can rise over the best path's."""
        best, extra = self.standing.best, self.standing.extra
        here, there = self.rubric.paths[rival].position, self.rubric.paths[best].position
        ends = [self._lean(pair, end) for end in (0, 1)]
        added = sum(
            2 * max(abs(points) for parts in question.pulls.values() for _, points in parts)
            * len(question.pulls)
            for question in pair
            if question.pulls
        )  # fmt: skip

        def ahead(lean: float) -> float:
            return pull_of(here, lean, extra[rival]) - pull_of(there, lean, extra[best])

        tested = (*ends, *(clamp(place, min(ends), max(ends)) for place in (here, there)))
        return max(ahead(lean) for lean in tested) - ahead(self.standing.lean) + added

    def _lean(self, pair: tuple[Question, Question], end: int) -> float:
        tilt = self.tilt
        for question in pair:
            one = question.leaning
            if one is None:
                continue
            value = self.facts.seen[question.key]
            to = (one.low, one.high)[end]
            if value is None or value is OTHER:
                tilt = tilt.plus(to, one)
            else:
                tilt = leaning.Tilt(tilt.total + to - one.of(value), tilt.up, tilt.down)
        return tilt.value
