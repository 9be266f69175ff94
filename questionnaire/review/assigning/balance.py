"""Which reviewer takes which venture: as evenly as can be, the same every time; no Django.

The rule, in words: every venture gets as many reviewers as asked for, nobody twice, nobody in
conflict and nobody more than they have room for. Each place goes to whoever has least to do of all
that can be reached, also by handing an earlier place on to somebody else; so no reviewer could be
relieved by any chain of exchanges, and no place stays empty that such a chain could fill
(successive shortest paths: R. K. Ahuja, T. L. Magnanti, J. B. Orlin, Network Flows, 1993).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

Pair = tuple[str, int]
"""(venture, reviewer)."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who reviews. load: how many ventures they have already; room: how many more they
    take, None for any number."""

    id: int
    load: int = 0
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is to take what, and how many reviewers each venture still lacks."""

    pairs: tuple[Pair, ...]
    short: Mapping[str, int]

    def loads(self) -> dict[int, int]:
        """How many ventures each reviewer gets by this."""
        found: dict[int, int] = {}
        for _venture, reviewer in self.pairs:
            found[reviewer] = found.get(reviewer, 0) + 1
        return found


def spread_reviews(
    ventures: Iterable[str],
    reviewers: Iterable[Reviewer],
    each: int,
    *,
    taken: Collection[Pair] = (),
    conflicts: Collection[Pair] = (),
) -> Plan:
    """A plan by which every venture has ``each`` reviewers, those who have it already counted.

    taken: the pairs that there are. The order in which ventures and reviewers come in is nothing.
    """
    there = {venture: 0 for venture in sorted(set(ventures))}
    for venture, _reviewer in set(taken):
        if venture in there:
            there[venture] += 1
    table = _Table(sorted(reviewers, key=lambda one: one.id), {*taken, *conflicts})
    short: dict[str, int] = {}
    for place in range(each):  # first everybody one, then a second: nobody is left out for others
        for venture, has in there.items():
            if has + place < each and not table.seat(venture):
                short[venture] = short.get(venture, 0) + 1
    return Plan(tuple(sorted(table.pairs())), short)


class _Table:
    """The places given so far."""

    def __init__(self, reviewers: Sequence[Reviewer], barred: set[Pair]) -> None:
        self.order = [one.id for one in reviewers]
        self.load = {one.id: one.load for one in reviewers}
        self.room = {one.id: one.room for one in reviewers}
        self.given: dict[int, dict[str, None]] = {one.id: {} for one in reviewers}
        self.barred = barred

    def pairs(self) -> Iterable[Pair]:
        return ((venture, one) for one, has in self.given.items() for venture in has)

    def seat(self, venture: str) -> bool:
        """Give the venture one more reviewer; False where nobody can be found."""
        able = [one for one in self.order if self._may(venture, one)]
        free = [one for one in self.order if self._free(one)]
        if not able or not free:
            return False
        least = min(self.load[one] for one in free)
        direct = [one for one in able if self._free(one) and self.load[one] == least]
        steps: dict[int, Pair | None] = dict.fromkeys(direct or able)
        if not direct:
            self._reach(steps)
        ends = [one for one in steps if self._free(one)]
        if not ends:
            return False
        self._hand_on(venture, min(ends, key=lambda one: (self.load[one], one)), steps)
        return True

    def _may(self, venture: str, one: int) -> bool:
        return (venture, one) not in self.barred and venture not in self.given[one]

    def _free(self, one: int) -> bool:
        room = self.room[one]
        return room is None or len(self.given[one]) < room

    def _reach(self, steps: dict[int, Pair | None]) -> None:
        """Add everybody who could take over a place from one of these, and how."""
        waiting = list(steps)
        for giver in waiting:  # grows while it is walked
            for taker in self.order:
                if taker in steps:
                    continue
                passed = next((v for v in self.given[giver] if self._may(v, taker)), None)
                if passed is not None:
                    steps[taker] = (passed, giver)
                    waiting.append(taker)

    def _hand_on(self, venture: str, end: int, steps: Mapping[int, Pair | None]) -> None:
        self.load[end] += 1
        step = steps[end]
        while step is not None:
            passed, giver = step
            del self.given[giver][passed]
            self.given[end][passed] = None
            end, step = giver, steps[giver]
        self.given[end][venture] = None
