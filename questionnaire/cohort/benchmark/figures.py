"""What a benchmark may say about others without saying anything about one of them; no Django.

Three rules, and a test that tries to break each:

- From five others up, and never the reader's own value among them.
- Everything is worked out from values rounded to five points: no view, and no difference between
  views, tells one venture's value closer than that.
- It is said once for each round and stays. A number is said again, in a later round or in another
  cohort with some of the same ventures, only where nothing behind it changed, or that of at least
  five ventures did: what differs between two of them is never that of a few (the differencing
  attack of statistical disclosure control; A. Hundepool and others, Statistical Disclosure Control,
  2012).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Generic, Literal, TypeVar

LEAST = 5
"""Others behind a number, and ventures between two rounds of it."""
STEP = 5
"""Points between two values that can be told apart."""

Key = TypeVar("Key", bound=Hashable)
Withheld = Literal["", "few", "alike"]
"""Why a line says nothing of others: too few of them, or too nearly those of an earlier round."""


@dataclass(frozen=True, slots=True)
class Line:
    """A venture's number beside the others', all in whole steps of five points.

    others: how many show it, never the venture itself. lower, median, upper: quartiles of the
    others by nearest rank. percentile: of a hundred others, how many lie below (half of those
    alike counted), in steps of five. None where withheld says why.
    """

    own: int
    others: int
    lower: int | None = None
    median: int | None = None
    upper: int | None = None
    percentile: int | None = None
    withheld: Withheld = ""


@dataclass(frozen=True, slots=True)
class Behind(Generic[Key]):
    """The ventures behind an earlier round, each with its step. gone: how many more there were,
    erased since."""

    known: Mapping[Key, int]
    gone: int = 0


def rounded(value: int) -> int:
    """To the nearest five points, halves upwards. value: points, -100 to 100."""
    return STEP * floor(value / STEP + 0.5)


def lines(values: Mapping[Key, int], earlier: Iterable[Behind[Key]] = ()) -> dict[Key, Line]:
    """The line of each venture that shows a number.

    values: venture -> points. earlier: the rounds in which the same measure was told.
    """
    steps = {key: rounded(value) for key, value in values.items()}
    counts: dict[int, int] = {}
    for step in steps.values():
        counts[step] = counts.get(step, 0) + 1
    apart = any(_alike(steps, one) for one in earlier)
    made: dict[int, Line] = {}
    for step in counts:
        made[step] = _line(step, counts, apart)
    return {key: made[step] for key, step in steps.items()}


def _alike(now: Mapping[Key, int], then: Behind[Key]) -> bool:
    """Whether an earlier round differs in a few ventures only: they came, went, or moved."""
    keys = set(now) | set(then.known)
    differ = sum(now.get(key) != then.known.get(key) for key in keys)
    return 0 < differ + then.gone < LEAST


def _line(own: int, counts: Mapping[int, int], apart: bool) -> Line:
    others = {step: number - (step == own) for step, number in counts.items()}
    size = sum(others.values())
    if size < LEAST:
        return Line(own, size, withheld="few")
    if apart:
        return Line(own, size, withheld="alike")
    below = sum(number for step, number in others.items() if step < own)
    place = 100 * (below + others[own] / 2) / size
    return Line(
        own=own,
        others=size,
        lower=_rank(others, size, 1),
        median=_rank(others, size, 2),
        upper=_rank(others, size, 3),
        percentile=rounded(round(place)),
    )


def _rank(counts: Mapping[int, int], size: int, quarter: int) -> int:
    """The value at a quartile, by nearest rank."""
    wanted, passed = ceil(size * quarter / 4), 0
    for step in sorted(counts):
        passed += counts[step]
        if passed >= wanted:
            return step
    raise AssertionError("a rank lies within its values")
