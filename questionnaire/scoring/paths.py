"""How far each release path fits, which comes first, and why.

The rule, in words: fit = pull share x pull + readiness share x readiness, each 0 to 100.
  pull        100 less the distance between the lean and the path's position (half the axis, 100
              points, takes all of it), plus what single answers add for single paths
  readiness   the weighted share of the path's shoulds that are met; an open one counts half, so
              that what is not known yet neither helps nor harms, and gives the range its width
A broken must knocks a path out. Open paths rank by fit, then the knocked-out ones by how few
musts they break, then by fit.

Source: single-peaked preference along one axis (D. Black, On the rationale of group
decision-making, 1948) for pull; conjunctive screening before a weighted sum (C. Hwang, K. Yoon,
Multiple Attribute Decision Making, 1981) for musts and shoulds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from questionnaire.scoring import lean as leaning
from questionnaire.scoring.conditions import OTHER, Facts, Held, verdict
from questionnaire.scoring.rubric import Path, Requirement, Rubric
from questionnaire.scoring.scorecard import (
    ArgumentResult,
    LeanScore,
    PathResult,
    RequirementResult,
)
from questionnaire.scoring.sums import clamp
from questionnaire.scoring.trace import deciders

HALF_OPEN = 0.5
TIE_DIGITS = 9


@dataclass(slots=True)
class Standing:
    """How the paths stand on one sheet; lists by the paths' or the requirements' places."""

    tilt: leaning.Tilt | None
    lean: float
    held: list[Held]
    extra: list[float]
    pull: list[float]
    readiness: list[float]
    fit: list[float]
    broken: list[int]
    order: list[int]

    @property
    def leans(self) -> bool:
        """Whether any core question is answered."""
        return self.tilt is not None

    @property
    def best(self) -> int:
        """The place of the path that comes first."""
        return self.order[0]


def turns(now: Standing, after: Standing) -> bool:
    """Whether another path is recommended afterwards. Where a must-have breaks every path now, only
    what leaves one unbroken counts: which of the broken ones is broken least is no decision."""
    if now.broken[now.best]:
        return not after.broken[after.best]
    return after.best != now.best


def pull_of(position: float, lean: float, extra: float) -> float:
    """0 to 100: how far a lean draws to a position. lean, position: -100 to +100."""
    return clamp(100 - abs(lean - position) + extra, 0.0, 100.0)


def stand(rubric: Rubric, facts: Facts) -> Standing:
    """The paths' standing, without reasons: what flips and sampling call many times."""
    held = [one.when.check(facts) for one in rubric.requirements]
    return settle(rubric, leaning.tilt(facts), held, extras(rubric, facts))


def settle(
    rubric: Rubric, tilt: leaning.Tilt | None, held: list[Held], extra: list[float]
) -> Standing:
    """The standing that follows from lean, verdicts and adjustments."""
    rules = rubric.rules
    lean = tilt.value if tilt else 0.0
    pull = [pull_of(path.position, lean, extra[path.place]) for path in rubric.paths]
    readiness = [_readiness(rubric, path, held) for path in rubric.paths]
    fit = [rules.pull * p + rules.readiness * r for p, r in zip(pull, readiness, strict=True)]
    broken = [sum(held[must] is False for must in path.musts) for path in rubric.paths]
    return Standing(tilt, lean, held, extra, pull, readiness, fit, broken, rank(fit, broken))


def rank(fit: Sequence[float], broken: Sequence[int]) -> list[int]:
    """The paths' places, best first; ties in the bank's order."""
    return sorted(
        range(len(fit)), key=lambda place: (broken[place], -round(fit[place], TIE_DIGITS))
    )


def broken_musts(rubric: Rubric, facts: Facts, path: str) -> tuple[str, ...]:
    """The musts of a path that a sheet breaks, by key; none for a path that there is not."""
    found = next((one for one in rubric.paths if one.key == path), None)
    musts = (rubric.requirements[place] for place in found.musts) if found else ()
    return tuple(one.key for one in musts if one.when.check(facts) is False)


def extras(rubric: Rubric, facts: Facts) -> list[float]:
    """What single answers add to each path's pull."""
    extra = [0.0] * len(rubric.paths)
    for _, path, points in extra_parts(facts):
        extra[path] += points
    return extra


def extra_parts(facts: Facts) -> Iterator[tuple[str, int, float]]:
    """Question, place of the path and points of everything that single answers add."""
    for question in facts.asked:
        if question.pulls:
            value = facts.seen[question.key]
            if value is not None and value is not OTHER:
                for path, points in question.pull(value):
                    yield question.key, path, points


def _readiness(rubric: Rubric, path: Path, held: Sequence[Held]) -> float:
    if not path.shoulds:
        return 100.0
    met = 0.0
    for should in path.shoulds:
        one = held[should]
        if one is not False:
            met += rubric.requirements[should].share * (1.0 if one else HALF_OPEN)
    return min(100.0, 100 * met)


# ---------------------------------------------------------------- results with reasons


def path_results(
    rubric: Rubric, facts: Facts, bounds: Facts, standing: Standing, lean: LeanScore
) -> tuple[PathResult, ...]:
    """Every path in the bank's order, with its requirements, arguments and range."""
    ranks = {place: index + 1 for index, place in enumerate(standing.order)}
    wide = [one.when.check(bounds) for one in rubric.requirements]
    spread = _extra_ranges(rubric, bounds)
    results = []
    for path in rubric.paths:
        place = path.place
        low, high = _fit_range(rubric, path, wide, spread[place], lean)
        fit = standing.fit[place]
        results.append(
            PathResult(
                key=path.key,
                position=path.position,
                pull=standing.pull[place],
                readiness=standing.readiness[place],
                fit=fit,
                low=min(low, fit),
                high=max(high, fit),
                knocked_out=standing.broken[place] > 0,
                rank=ranks[place],
                requirements=tuple(
                    _requirement(rubric.requirements[index], standing.held[index], facts)
                    for index in sorted((*path.musts, *path.shoulds))
                ),
                arguments=tuple(
                    ArgumentResult(one.key, one.side, one.weight, deciders(one.when, facts))
                    for one in path.arguments
                    if one.when.check(facts)
                ),
            )
        )
    return tuple(results)


def _requirement(one: Requirement, held: Held, facts: Facts) -> RequirementResult:
    return RequirementResult(
        one.key, one.kind, verdict(held), one.weight, deciders(one.when, facts)
    )


def _extra_ranges(rubric: Rubric, bounds: Facts) -> list[tuple[float, float]]:
    """What single answers may come to add to each path's pull."""
    low = extras(rubric, bounds)
    high = list(low)
    for question in (*bounds.asked, *bounds.pending):
        if not question.pulls or bounds.seen[question.key] is not None:
            continue
        for path in range(len(rubric.paths)):
            added = [
                points
                for parts in question.pulls.values()
                for place, points in parts
                if place == path
            ]
            low[path] += sum(points for points in added if points < 0)
            high[path] += sum(points for points in added if points > 0)
    return list(zip(low, high, strict=True))


def _fit_range(
    rubric: Rubric,
    path: Path,
    wide: Sequence[Held],
    extra: tuple[float, float],
    lean: LeanScore,
) -> tuple[float, float]:
    """The least and the most the path's fit can become."""
    nearest = clamp(path.position, lean.low, lean.high)
    farthest = max(lean.low, lean.high, key=lambda end: abs(end - path.position))
    worst = [held is True for held in wide]
    best = [held is not False for held in wide]
    rules = rubric.rules
    low = rules.pull * pull_of(path.position, farthest, extra[0])
    high = rules.pull * pull_of(path.position, nearest, extra[1])
    low += rules.readiness * _readiness(rubric, path, worst)
    high += rules.readiness * _readiness(rubric, path, best)
    return low, high
