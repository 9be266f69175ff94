"""A posture is the weighted mean of what the answers say about it, 0 to 100.

The rule, in words: over the asked and answered questions that speak to the posture, each gives
the share of its points that the answer gains, times its weight. "None of these fits" and options
that say nothing about the posture are neutral: they count neither as gained nor as possible.

The interval holds every way of answering what is open. Every open question may also end neutral
or hidden, so the bounds are the optimum over which of the open questions count, at their least or
their most: a linear-fractional 0/1 programme (M. Hansen, M. Poggi de Aragao, C. Ribeiro,
Hyperbolic 0-1 programming, 1991), solved exactly by taking the questions in the order of their
shares for as long as each still moves the mean. While a route may still be declared, an answer's
share ranges over all routes. Every answer given shrinks that set, so bounds never move outward.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from questionnaire.scoring.conditions import OTHER, Facts
from questionnaire.scoring.rubric import POSTURES, Question, Rubric, Rules, Voice
from questionnaire.scoring.scorecard import Contribution, PostureScore
from questionnaire.scoring.sums import bounded_sum, clamp
from questionnaire.vocabulary import Band, Claim

EVIDENCED = frozenset({Claim.DONE, Claim.PROVEN})
EDGE_DIGITS = 9
"""Scores this close to a band's edge lie on it; rounding errors are smaller by far."""


@dataclass(slots=True)
class Tally:
    """The sums behind the three postures, each a list with one entry per posture."""

    gained: list[float] = field(default_factory=lambda: [0.0] * len(POSTURES))
    weight: list[float] = field(default_factory=lambda: [0.0] * len(POSTURES))
    covered: list[float] = field(default_factory=lambda: [0.0] * len(POSTURES))
    total: list[float] = field(default_factory=lambda: [0.0] * len(POSTURES))

    def score(self, posture: int) -> float | None:
        """The score, 0 to 100; None when nothing that speaks to it was answered."""
        weight = self.weight[posture]
        return clamp(100 * self.gained[posture] / weight, 0.0, 100.0) if weight else None

    def coverage(self, posture: int) -> float:
        """The answered share, 0 to 1, of the weight that was asked for."""
        total = self.total[posture]
        return self.covered[posture] / total if total else 0.0

    def shown(self, posture: int, rules: Rules) -> float | None:
        """The score, unless too little was answered to say it."""
        enough = self.coverage(posture) >= rules.coverage
        return self.score(posture) if enough else None


def tally(facts: Facts) -> Tally:
    """The sums over what is asked now."""
    sums = Tally()
    gained, weight, covered, total = sums.gained, sums.weight, sums.covered, sums.total
    seen, route = facts.seen, facts.route
    for question in facts.asked:
        value = seen[question.key]
        if value is OTHER:
            continue
        for voice in question.voices[route]:
            place, heft = voice.posture, voice.weight
            total[place] += heft
            if value is None:
                continue
            covered[place] += heft
            share = voice.share(value)
            if share is not None:
                weight[place] += heft
                gained[place] += heft * share
    return sums


def scores(facts: Facts) -> tuple[float | None, ...]:
    """The three scores and nothing else: the quick way."""
    sums = tally(facts)
    return tuple(sums.score(place) for place in range(len(POSTURES)))


def postures(rubric: Rubric, facts: Facts, bounds: Facts) -> tuple[PostureScore, ...]:
    """The three postures with their contributions and intervals.

    bounds: the same sheet walked for bounds.
    """
    sums = tally(facts)
    return tuple(_posture(rubric, facts, bounds, sums, place) for place in range(len(POSTURES)))


def _posture(
    rubric: Rubric, facts: Facts, bounds: Facts, sums: Tally, place: int
) -> PostureScore:
    parts, asked, answered = _contributions(facts, sums, place)
    low, high = interval(bounds, place)
    score = evidenced = None
    if parts:
        gained, score = bounded_sum([part.gained for part in parts], 0.0, 100.0)
        parts = [
            Contribution(one.question, one.category, points, one.possible, one.claim)
            for one, points in zip(parts, gained, strict=True)
        ]
        proven = [part.gained for part in parts if part.claim in EVIDENCED]
        evidenced = bounded_sum(proven, 0.0, 100.0)[1]
        low, high = min(low, score), max(high, score)
    return PostureScore(
        posture=POSTURES[place],
        score=score,
        band=band(sums.shown(place, rubric.rules), rubric.rules),
        low=low,
        high=high,
        evidenced=evidenced,
        answered=answered,
        asked=asked,
        coverage=min(1.0, sums.coverage(place)),
        contributions=tuple(parts),
    )


def _contributions(
    facts: Facts, sums: Tally, place: int
) -> tuple[list[Contribution], int, int]:
    """Every answer's part, and how many questions were asked and answered."""
    parts: list[Contribution] = []
    asked = answered = 0
    for question in facts.asked:
        value = facts.seen[question.key]
        voice = _voice(question, facts.route, place)
        if voice is None or value is OTHER:
            continue
        asked += 1
        if value is None:
            continue
        answered += 1
        share = voice.share(value)
        if share is not None:
            possible = 100 * voice.weight / sums.weight[place]
            claim = facts.sheet[question.key].claim
            parts.append(
                Contribution(question.key, question.category, possible * share, possible, claim)
            )
    return parts, asked, answered


def _voice(question: Question, route: str | None, place: int) -> Voice | None:
    for voice in question.voices[route]:
        if voice.posture == place:
            return voice
    return None


def band(score: float | None, rules: Rules) -> Band:
    """The score in one word. score: 0 to 100, or None when too little was answered to say."""
    if score is None:
        return Band.WITHHELD
    score = round(score, EDGE_DIGITS)
    if score < rules.weak_below:
        return Band.WEAK
    return Band.MIXED if score < rules.firm_from else Band.FIRM


# ---------------------------------------------------------------- intervals


@dataclass(frozen=True, slots=True)
class _Item:
    """A question's part in a bound: its weight, its share's range, and whether it may drop out."""

    weight: float
    low: float
    high: float
    optional: bool


def interval(facts: Facts, place: int) -> tuple[float, float]:
    """The least and the most the posture can become; (0, 100) while nothing is settled.

    facts: of a walk for bounds.
    """
    items = list(_items(facts, place))
    if not items:
        return 0.0, 100.0
    fixed = [item for item in items if not item.optional]
    weight = sum(item.weight for item in fixed)
    least = sum(item.weight * item.low for item in fixed)
    lost = sum(item.weight * (1 - item.high) for item in fixed)
    free = [item for item in items if item.optional]
    low = _lowest(least, weight, ((item.low, item.weight) for item in free))
    high = 1 - _lowest(lost, weight, ((1 - item.high, item.weight) for item in free))
    return clamp(100 * low, 0.0, 100.0), clamp(100 * high, 0.0, 100.0)


def _items(facts: Facts, place: int) -> Iterable[_Item]:
    for question in facts.asked:
        value = facts.seen[question.key]
        if value is not OTHER:
            yield from _item(facts, question, value, place, sure=True)
    for question in facts.pending:
        answer = facts.sheet.get(question.key)
        if answer is None or answer.other is None:
            value = None if answer is None or answer.unknown else answer.value
            yield from _item(facts, question, value, place, sure=False)


def _item(
    facts: Facts, question: Question, value: object, place: int, *, sure: bool
) -> Iterable[_Item]:
    """The question's part, over all routes while one may still be declared."""
    routes = question.voices if facts.route_open else (facts.route,)
    voices = [_voice(question, route, place) for route in routes]
    speaking = [voice for voice in voices if voice is not None]
    if value is None:
        if speaking:
            low = min(voice.low for voice in speaking)
            yield _Item(speaking[0].weight, low, max(v.high for v in speaking), optional=True)
        return
    shares = [voice.share(value) for voice in speaking]
    said = [share for share in shares if share is not None]
    if said:
        optional = not sure or len(said) < len(voices)
        yield _Item(speaking[0].weight, min(said), max(said), optional)


def _lowest(gained: float, weight: float, free: Iterable[tuple[float, float]]) -> float:
    """The least of (gained + sum of w x share) / (weight + sum of w) over all subsets of free."""
    for share, heft in sorted(free):
        if weight and gained <= share * weight:
            break
        gained += share * heft
        weight += heft
    return gained / weight if weight else 0.0
