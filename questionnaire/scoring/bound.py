"""Which pairs of questions have a chance to put a rival first: an upper bound for flips.

The rule, in words: two questions together can do no more for a rival than the lean at its most
favourable among all that the two can give, plus the best that each alone does for the rival's
readiness against the leader's, plus every should that reads both, turned the rival's way. Broken
musts come before fit, and where every path is broken only they count: the rival keeps those that
neither of the two can mend, the leader has those that either can break; a must that reads both
counts as turned the rival's way. A question that decides what else is asked counts with all that
it shows or hides. Where one of the two is shown or hidden by the other, or both decide over one
third, no bound is drawn. This is the bounding step of branch and bound (A. Land, A. Doig, 1960).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.scoring import lean as leaning
from questionnaire.scoring.conditions import Facts
from questionnaire.scoring.paths import Standing, pull_of
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.sums import clamp

Pair = tuple[Question, Question]


@dataclass(frozen=True, slots=True)
class Tried:
    """One change and where the paths then stand.

    walked: the changed sheet's facts, where the change decides what else is asked.
    """

    question: Question
    value: Any
    cost: float
    standing: Standing
    walked: Facts | None = None


class Bound:
    """An upper bound on what two questions together can do for a rival of the leader."""

    def __init__(
        self,
        rubric: Rubric,
        standing: Standing,
        tried: Mapping[int, Sequence[Tried]],
    ) -> None:
        self.rubric = rubric
        self.standing = standing
        self.tilt = standing.tilt or leaning.Tilt()
        self.places = sorted(tried)
        keys = {place: rubric.questions[place].key for place in tried}
        self.follows = {place: rubric.follows[key] for place, key in keys.items()}
        self.reach = {place: rubric.reach[key] for place, key in keys.items()}
        self.moves = {place: self._moves(several) for place, several in tried.items()}
        self.gains = {place: self._gains(several) for place, several in tried.items()}
        self.mended = {place: self._turned(several, False) for place, several in tried.items()}
        self.harmed = {place: self._turned(several, True) for place, several in tried.items()}

    def open_pairs(self) -> Iterator[tuple[int, int]]:
        """The pairs of questions, by place, that have a chance."""
        for index, left in enumerate(self.places):
            for right in self.places[index + 1 :]:
                if self._chance(left, right):
                    yield left, right

    def _chance(self, left: int, right: int) -> bool:
        best = self.standing.best
        ours, theirs = self.follows[left], self.follows[right]
        if not ours.isdisjoint(theirs):
            return True
        both = self.reach[left] & self.reach[right]
        if self.standing.broken[best]:
            return self._can_mend(left, right, both)
        leans = self._leans(left, right)
        pair = (self.rubric.questions[left], self.rubric.questions[right])
        return any(
            self._can_win(rival, pair, leans, both)
            for rival in range(len(self.rubric.paths))
            if rival != best
        )

    def _can_mend(self, left: int, right: int, both: frozenset[int]) -> bool:
        """Whether the two questions can leave some path without a broken must."""
        mended = self.mended[left] | self.mended[right] | both
        return any(
            all(self.standing.held[must] is not False or must in mended for must in path.musts)
            for path in self.rubric.paths
        )

    def _can_win(
        self, rival: int, pair: Pair, leans: Sequence[float], both: frozenset[int]
    ) -> bool:
        standing, best, rules = self.standing, self.standing.best, self.rubric.rules
        left, right = pair[0].place, pair[1].place
        mended = self.mended[left] | self.mended[right] | both
        harmed = self.harmed[left] | self.harmed[right] | both
        kept = sum(
            standing.held[must] is False and must not in mended
            for must in self.rubric.paths[rival].musts
        )
        broken = sum(
            standing.held[must] is False or must in harmed for must in self.rubric.paths[best].musts
        )
        if kept != broken:
            return kept < broken
        slack = sum(
            self.rubric.requirements[should].share
            for place in (rival, best)
            for should in self.rubric.paths[place].shoulds
            if should in both
        )
        ready = self.gains[left][rival] + self.gains[right][rival] + 100 * slack
        gain = rules.pull * self._pull_gain(rival, pair, leans) + rules.readiness * ready
        return gain >= standing.fit[best] - standing.fit[rival]

    def _gains(self, tried: Sequence[Tried]) -> list[float]:
        """Per rival, the best that one question alone does for its readiness over the leader's."""
        now, best = self.standing.readiness, self.standing.best
        return [
            max(
                (one.standing.readiness[rival] - one.standing.readiness[best])
                - (now[rival] - now[best])
                for one in tried
            )
            for rival in range(len(self.rubric.paths))
        ]

    def _turned(self, tried: Sequence[Tried], whole: bool) -> frozenset[int]:
        """The requirements that some answer breaks (whole) or, broken now, mends (not whole)."""
        return frozenset(
            place
            for one in tried
            for place, held in enumerate(one.standing.held)
            if (held is False) is whole and (self.standing.held[place] is False) is not whole
        )

    def _pull_gain(self, rival: int, pair: Pair, leans: Sequence[float]) -> float:
        """The most that the rival's pull can rise over the leader's."""
        best, extra = self.standing.best, self.standing.extra
        here, there = self.rubric.paths[rival].position, self.rubric.paths[best].position
        added = 2 * sum(
            abs(points)
            for question in pair
            for parts in question.pulls.values()
            for path, points in parts
            if path in (rival, best)
        )

        def ahead(lean: float) -> float:
            return pull_of(here, lean, extra[rival]) - pull_of(there, lean, extra[best])

        corners = (position + side for position in (here, there) for side in (-100.0, 0.0, 100.0))
        tested = (*leans, *(clamp(corner, leans[0], leans[-1]) for corner in corners))
        return max(ahead(lean) for lean in tested) - ahead(self.standing.lean) + added

    def _moves(self, tried: Sequence[Tried]) -> list[leaning.Tilt]:
        """How the question's answers move the sums behind the lean: the extremes of each kind."""
        ends: dict[tuple[float, float], list[float]] = {}
        for one in tried:
            after = one.standing.tilt or leaning.Tilt()
            kind = (after.up - self.tilt.up, after.down - self.tilt.down)
            ends.setdefault(kind, []).append(after.total - self.tilt.total)
        return [
            leaning.Tilt(total, up, down)
            for (up, down), totals in ends.items()
            for total in {0.0, min(totals), max(totals)}
        ]

    def _leans(self, left: int, right: int) -> tuple[float, float]:
        """The least and the most that the lean can be with both questions changed."""
        now = self.tilt
        leans = [
            leaning.Tilt(
                now.total + one.total + two.total,
                now.up + one.up + two.up,
                now.down + one.down + two.down,
            ).value
            for one in self.moves[left]
            for two in self.moves[right]
        ]
        return min(leans), max(leans)
