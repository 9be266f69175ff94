"""What the answers support: the path in front, how clear its lead is, and what the lead is made of.

The rule, in words: the first of the ranked paths is recommended, its margin is its fit less that of
the next open path, and a margin under the edition's mark is too close to call. With no open path
the least broken one is named. The lead falls apart into single answers: the pull's part along the
straight line from a neutral lean to the lean that there is, split by each answer's part in the lean
(along one straight line this is the Shapley value: L. Shapley, A value for n-person games, 1953);
what answers add for single paths; and every should, which gains half its share where it is met and
loses half where it is broken, against one that is open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from questionnaire.scoring import lean as leaning
from questionnaire.scoring.conditions import Facts
from questionnaire.scoring.paths import HALF_OPEN, TIE_DIGITS, Standing
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.scorecard import LeadPart, Recommendation
from questionnaire.scoring.trace import deciders

MOST_DECIDERS = 3


def recommend(rubric: Rubric, facts: Facts, standing: Standing) -> Recommendation:
    """What the answers support, and what the lead is made of."""
    if not standing.leans:
        return Recommendation(None, None, None, False, False, (), ())
    first = standing.order[0]
    open_paths = [place for place in standing.order if not standing.broken[place]]
    if len(open_paths) < 2:
        key = rubric.paths[first].key
        return Recommendation(key, None, None, False, not open_paths, (), ())
    second = open_paths[1]
    parts = lead(rubric, facts, standing, first, second)
    margin = max(0.0, math.fsum(part.points for part in parts))
    close = margin < rubric.rules.too_close
    return Recommendation(
        path=rubric.paths[first].key,
        runner_up=rubric.paths[second].key,
        margin=margin,
        close=close,
        least_broken=False,
        lead=parts,
        deciders=_settling(rubric, facts, standing, first, second) if close else (),
    )


def lead(
    rubric: Rubric, facts: Facts, standing: Standing, first: int, second: int
) -> tuple[LeadPart, ...]:
    """The signed parts of fit(first) - fit(second), largest first; they add up to it.

    A part without a question is where the two paths stand: what the lead would be at a neutral
    lean, and what clamping pull to 0..100 took or gave.
    """
    answers = (
        *_lean_parts(rubric, facts, standing, first, second),
        *_extra_parts(rubric, facts, first, second),
    )
    parts = [
        *_merged(answers),
        *_should_parts(rubric, facts, standing, first, +1),
        *_should_parts(rubric, facts, standing, second, -1),
    ]
    margin = standing.fit[first] - standing.fit[second]
    rest = margin - math.fsum(part.points for part in parts)
    if abs(rest) > 10**-TIE_DIGITS:
        parts.append(LeadPart("", None, rest))
    return tuple(sorted(parts, key=lambda part: -abs(part.points)))


def _merged(parts: Iterable[LeadPart]) -> list[LeadPart]:
    """One part per answer, whatever it does to lean and pull."""
    points: dict[str, float] = {}
    for part in parts:
        points[part.question] = points.get(part.question, 0.0) + part.points
    return [LeadPart(key, None, total) for key, total in points.items() if total]


def _slope(rubric: Rubric, lean: float, first: int, second: int) -> float:
    """Pull points of lead that one lean point brings, along the line from a neutral lean."""
    here, there = rubric.paths[first].position, rubric.paths[second].position

    def ahead(at: float) -> float:
        return abs(at - there) - abs(at - here)

    if lean:
        return (ahead(lean) - ahead(0.0)) / lean
    return (ahead(1.0) - ahead(-1.0)) / 2


def _lean_parts(
    rubric: Rubric, facts: Facts, standing: Standing, first: int, second: int
) -> list[LeadPart]:
    leans = leaning.answered_leans(facts)
    total = sum(lean for _, _, lean, _ in leans)
    per_lean = standing.lean / total if total else 0.0
    factor = rubric.rules.pull * _slope(rubric, standing.lean, first, second) * per_lean
    return [LeadPart(key, None, factor * lean) for key, _, lean, _ in leans if factor * lean]


def _extra_parts(rubric: Rubric, facts: Facts, first: int, second: int) -> list[LeadPart]:
    parts = []
    for question in facts.asked:
        points = sum(
            share * ((path == first) - (path == second))
            for path, share in question.pull(facts.seen[question.key])
        )
        if points:
            parts.append(LeadPart(question.key, None, rubric.rules.pull * points))
    return parts


def _should_parts(
    rubric: Rubric, facts: Facts, standing: Standing, place: int, sign: int
) -> list[LeadPart]:
    """A should met gains half its share against one that is open, a broken one loses it."""
    path, parts = rubric.paths[place], []
    for index in path.shoulds:
        one, held = rubric.requirements[index], standing.held[index]
        if held is None:
            continue
        points = (
            sign * rubric.rules.readiness * 100 * one.share * ((1.0 if held else 0.0) - HALF_OPEN)
        )
        questions = deciders(one.when, facts)
        parts.append(LeadPart(questions[0] if questions else "", f"{path.key}.{one.key}", points))
    return parts


def _settling(
    rubric: Rubric, facts: Facts, standing: Standing, first: int, second: int
) -> tuple[str, ...]:
    """Open questions by how far they can move the lead of first over second, furthest first."""
    swings = _lean_swings(rubric, facts, standing, first, second)
    for place in (first, second):
        for index in rubric.paths[place].shoulds:
            one = rubric.requirements[index]
            if standing.held[index] is None:
                for key in deciders(one.when, facts):
                    gain = rubric.rules.readiness * 100 * one.share
                    swings[key] = swings.get(key, 0.0) + gain
    open_now = {
        question.key for question in facts.asked if question.is_open(facts.seen[question.key])
    }
    ranked = sorted((key for key in swings if swings[key] > 0), key=lambda key: -swings[key])
    return tuple(key for key in ranked if key in open_now)[:MOST_DECIDERS]


def _lean_swings(
    rubric: Rubric, facts: Facts, standing: Standing, first: int, second: int
) -> dict[str, float]:
    """How far each open core question can move the lead through the lean."""
    tilt = standing.tilt or leaning.Tilt()
    slope = abs(_slope(rubric, standing.lean, first, second)) or 1.0
    swings = {}
    for question in facts.asked:
        if facts.seen[question.key] is None and question.leaning:
            low = tilt.plus(question.leaning.low, question.leaning).value
            high = tilt.plus(question.leaning.high, question.leaning).value
            swings[question.key] = rubric.rules.pull * slope * abs(high - low)
    return swings
