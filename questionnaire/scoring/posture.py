"""A posture is the weighted mean of what the answers say about it, 0 to 100.

The rule, in words: over the asked and answered questions that speak to the posture, each gives
the share of its points that the answer gains, times its weight. "None of these fits" and options
that say nothing about the posture are neutral: they count neither as gained nor as possible.

The interval holds every way of answering what is open. Every open question may also end neutral
or hidden, so the bounds are the optimum over which of the open questions count, at their least or
their most (and 0 to 100 while no answer is settled): a linear-fractional 0/1 programme (M.
Hansen, M. Poggi de Aragao, C. Ribeiro, Hyperbolic 0-1 programming, 1991), solved exactly by
taking the questions in the order of their shares for as long as each still moves the mean. While
a route may still be declared, an answer's share ranges over all routes. Every answer given
shrinks that set, so bounds never move outward.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from questionnaire.scoring.conditions import OTHER, Facts, told
from questionnaire.scoring.rubric import Question, Rubric, Rules
from questionnaire.scoring.scorecard import Contribution, PostureScore
from questionnaire.scoring.sums import bounded_sum, clamp
from questionnaire.scoring.voices import POSTURES, Voice
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
    """The sums over what is asked now, worked out once."""
    if facts.sums is None:
        facts.sums = _tally(facts)
    return facts.sums


def _tally(facts: Facts) -> Tally:
    sums = Tally()
    gained, weight, covered, total = sums.gained, sums.weight, sums.covered, sums.total
    seen, route = facts.seen, facts.route
    for question in facts.asked:
        value = seen[question.key]
        if value is OTHER:
            continue
        for place, heft, share_of in question.terms[route]:
            total[place] += heft
            if value is not None:
                covered[place] += heft
                share = share_of(value)
                if share is not None:
                    weight[place] += heft
                    gained[place] += heft * share
    return sums


def retally(sums: Tally, question: Question, route: str | None, before: Any, after: Any) -> Tally:
    """The sums with one answer changed; ``before`` and ``after`` may be None or OTHER."""
    new = Tally(list(sums.gained), list(sums.weight), list(sums.covered), list(sums.total))
    for sign, value in ((-1, before), (1, after)):
        if value is OTHER:
            continue
        for voice in question.voices[route]:
            place, heft = voice.posture, sign * voice.weight
            new.total[place] += heft
            if value is None:
                continue
            new.covered[place] += heft
            share = voice.share(value)
            if share is not None:
                new.weight[place] += heft
                new.gained[place] += heft * share
    return new


def scores(facts: Facts) -> tuple[float | None, ...]:
    """The three scores and nothing else: the quick way."""
    sums = _tally(facts)
    return tuple(sums.score(place) for place in range(len(POSTURES)))


def exact_score(facts: Facts, place: int) -> float | None:
    """One score to the last bit of the scorecard's, without all that stands around it there."""
    parts, _, _ = _contributions(facts, tally(facts), place)
    return bounded_sum([part.gained for part in parts], 0.0, 100.0)[1] if parts else None


def postures(rubric: Rubric, facts: Facts, bounds: Facts) -> tuple[PostureScore, ...]:
    """The three postures with their contributions and intervals.

    bounds: the same sheet walked for bounds.
    """
    sums = tally(facts)
    return tuple(_posture(rubric, facts, bounds, sums, place) for place in range(len(POSTURES)))


def _posture(rubric: Rubric, facts: Facts, bounds: Facts, sums: Tally, place: int) -> PostureScore:
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


def _contributions(facts: Facts, sums: Tally, place: int) -> tuple[list[Contribution], int, int]:
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

_Item = tuple[float, float, float, bool]
"""A question's part in a bound: weight, least share, most share, and whether it may drop out."""


def interval(facts: Facts, place: int) -> tuple[float, float]:
    """The least and the most the posture can become; (0, 100) while nothing is settled.

    facts: of a walk for bounds.
    """
    if facts.spans is None:
        facts.spans = [_span(items) for items in _items(facts)]
    return facts.spans[place]


def _span(items: list[_Item]) -> tuple[float, float]:
    weight = least = lost = 0.0
    for heft, low, high, optional in items:
        if not optional:
            weight += heft
            least += heft * low
            lost += heft * (1 - high)
    if not weight:
        return 0.0, 100.0
    low = _lowest(least, weight, [(low, heft) for heft, low, _, free in items if free])
    high = 1 - _lowest(lost, weight, [(1 - high, heft) for heft, _, high, free in items if free])
    return clamp(100 * low, 0.0, 100.0), clamp(100 * high, 0.0, 100.0)


def _items(facts: Facts) -> list[list[_Item]]:
    """What each posture's bounds are made of."""
    items: list[list[_Item]] = [[] for _ in POSTURES]
    for question in facts.asked:
        value = facts.seen[question.key]
        if value is not OTHER:
            _add(items, facts, question, value, sure=True)
    for question in facts.pending:
        value = told(facts.sheet.get(question.key))
        if value is not OTHER:
            _add(items, facts, question, value, sure=False)
    return items


def _add(
    items: list[list[_Item]], facts: Facts, question: Question, value: object, *, sure: bool
) -> None:
    if facts.route_open:
        _add_over_routes(items, question, value, sure=sure)
        return
    for voice in question.voices[facts.route]:
        if value is None:
            items[voice.posture].append((voice.weight, voice.low, voice.high, True))
        else:
            share = voice.share(value)
            if share is not None:
                items[voice.posture].append((voice.weight, share, share, not sure))


def _add_over_routes(
    items: list[list[_Item]], question: Question, value: object, *, sure: bool
) -> None:
    """The question's part over every route that may still be declared."""
    for place in range(len(POSTURES)):
        voices = [_voice(question, route, place) for route in question.voices]
        speaking = [voice for voice in voices if voice is not None]
        if not speaking:
            continue
        weight = speaking[0].weight
        if value is None:
            low, high = min(v.low for v in speaking), max(v.high for v in speaking)
            items[place].append((weight, low, high, True))
            continue
        said = [share for voice in speaking if (share := voice.share(value)) is not None]
        if said:
            optional = not sure or len(said) < len(voices)
            items[place].append((weight, min(said), max(said), optional))


def _lowest(gained: float, weight: float, free: list[tuple[float, float]]) -> float:
    """The least of (gained + sum of w x share) / (weight + sum of w) over all subsets of free."""
    for share, heft in sorted(free):
        if weight and gained <= share * weight:
            break
        gained += share * heft
        weight += heft
    return gained / weight if weight else 0.0
