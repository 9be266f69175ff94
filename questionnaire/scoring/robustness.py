"""How the recommendation holds when the weights are not what the authors chose.

The rule, in words: stochastic multicriteria acceptability analysis (SMAA-2: R. Lahdelma,
P. Salminen, SMAA-2: stochastic multicriteria acceptability analysis for group decision making,
Operations Research 49, 2001). In each draw every core question and every should gets its authored
weight times an independent exponential variate, which once normalised is the uniform distribution
over all weightings of that mean (a flat Dirichlet), and the pull's share of fit is drawn evenly
from 20 points either side of the authored one. A path's acceptability of a rank is the share of
draws in which it takes that rank; its central weights are the means over the draws that it wins.
Verdicts do not depend on these weights: a path knocked out stays out in every draw.

The draws come from one fixed seed and are made once for each length, so that all ventures are held
against the same weightings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log
from operator import mul
from random import Random

from questionnaire.scoring.conditions import Facts
from questionnaire.scoring.lean import answered_leans
from questionnaire.scoring.paths import HALF_OPEN, Standing, pull_of, rank
from questionnaire.scoring.rubric import Path, Rubric
from questionnaire.scoring.scorecard import PathShare, Robustness
from questionnaire.scoring.sums import clamp

DRAWS = 1000
SEED = 20261101
SPREAD = 0.2
"""The pull's share of fit is drawn from this far either side of the authored one."""


@lru_cache(maxsize=4)
def weightings(length: int, draws: int, seed: int) -> tuple[tuple[float, ...], ...]:
    """``draws`` rows: a number in [-1, 1) for the pull's share, then ``length`` exponentials."""
    chance = Random(seed).random  # noqa: S311 (weights, not secrets)
    return tuple(
        (2 * chance() - 1, *(-log(1 - chance()) for _ in range(length))) for _ in range(draws)
    )


@dataclass(slots=True)
class _Count:
    """What one path's draws come to."""

    ranks: list[int]
    pull: float
    weights: list[float]


def robustness(
    rubric: Rubric, facts: Facts, standing: Standing, *, draws: int = DRAWS, seed: int = SEED
) -> Robustness | None:
    """Rank acceptability per path and its central weights; None while nothing leans.

    central: ``pull`` (its share of fit), then per core question its weight against a mean of 1.
    """
    leans = answered_leans(facts)
    if not leans:
        return None
    core = [question.place for question in rubric.questions if question.leaning]
    asked = {question.key: question.place for question in facts.asked}
    columns = [1 + core.index(asked[key]) for key, _, _, _ in leans]
    form = _Form(rubric, standing, [(lean, one.low, one.high) for _, _, lean, one in leans])
    counts = [_Count([0] * len(rubric.paths), 0.0, [0.0] * len(leans)) for _ in rubric.paths]
    shoulds = 1 + len(core)
    for row in weightings(len(core) + len(rubric.requirements), draws, seed):
        weights = [row[column] for column in columns]
        share = clamp(rubric.rules.pull + SPREAD * row[0], 0.0, 1.0)
        order = rank(form.fits(weights, row[shoulds:], share), standing.broken)
        for place, path in enumerate(order):
            counts[path].ranks[place] += 1
        winner = counts[order[0]]
        winner.pull += share
        whole = sum(weights) / len(weights)
        winner.weights = [
            sum_ + one / whole for sum_, one in zip(winner.weights, weights, strict=True)
        ]
    keys = [key for key, _, _, _ in leans]
    return Robustness(
        draws,
        seed,
        tuple(_share(p, c, keys, draws) for p, c in zip(rubric.paths, counts, strict=True)),
    )


def _share(path: Path, count: _Count, keys: Sequence[str], draws: int) -> PathShare:
    wins = count.ranks[0]
    central: tuple[tuple[str, float], ...] = ()
    if wins:
        means = ((key, weight / wins) for key, weight in zip(keys, count.weights, strict=True))
        central = (("pull", count.pull / wins), *means)
    return PathShare(path.key, wins / draws, tuple(times / draws for times in count.ranks), central)


class _Form:
    """A sheet reduced to what weights act on: leans, and verdicts of shoulds."""

    def __init__(
        self, rubric: Rubric, standing: Standing, leans: list[tuple[float, float, float]]
    ) -> None:
        self.leans = [lean for lean, _, _ in leans]
        self.up = [max(0.0, high) for _, _, high in leans]
        self.down = [max(0.0, -low) for _, low, _ in leans]
        self.paths = [
            (path.position, standing.extra[path.place], *_should_lists(rubric, standing, path))
            for path in rubric.paths
        ]

    def fits(self, weights: list[float], drawn: Sequence[float], share: float) -> list[float]:
        """The paths' fits under one weighting."""
        lean = sum(map(mul, weights, self.leans))
        if lean:
            most = sum(map(mul, weights, self.up if lean > 0 else self.down))
            lean = 100 * lean / most
        fits = []
        for position, extra, places, authored, met in self.paths:
            readiness = 100.0
            if places:
                mine = [
                    drawn[place] * weight for place, weight in zip(places, authored, strict=True)
                ]
                readiness = 100 * sum(map(mul, mine, met)) / sum(mine)
            fits.append(share * pull_of(position, lean, extra) + (1 - share) * readiness)
        return fits


def _should_lists(
    rubric: Rubric, standing: Standing, path: Path
) -> tuple[tuple[int, ...], list[float], list[float]]:
    """A path's shoulds: their places, their authored weights, and how far each is met."""
    held = (standing.held[place] for place in path.shoulds)
    met = [HALF_OPEN if one is None else float(one) for one in held]
    return path.shoulds, [rubric.requirements[place].weight for place in path.shoulds], met
