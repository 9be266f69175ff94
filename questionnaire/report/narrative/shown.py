"""Parts of a sum as figures that a reader can add up: rounded together, so that the shown parts
make the shown sum.

The rule, in words: the sum is rounded as it is written, and what rounding each part alone would
leave over goes, a last place at a time, to the parts that it moves least from their true value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from questionnaire.bank.figures import half_up


def shown_parts(
    values: Sequence[float],
    total: float,
    digits: int = 1,
    caps: Sequence[float] | None = None,
) -> list[float]:
    """The values with so many digits, adding up to the total as it is rounded to them.

    caps: the most each may be shown as; a value of nothing stays nothing, and one that gains all
    that it can is kept at its cap while others can give way.
    """
    unit = 10**digits
    exact = [value * unit for value in values]
    tops = [round(cap * unit) for cap in caps] if caps else None
    parts = [int(half_up(value)) for value in exact]
    if tops is not None:
        parts = [min(part, top) for part, top in zip(parts, tops, strict=True)]
    goal = round(half_up(total, digits) * unit)
    while sum(parts) != goal:
        _move_one(parts, exact, tops, 1 if goal > sum(parts) else -1)
    return [part / unit for part in parts]


def _move_one(
    parts: list[int], exact: Sequence[float], tops: Sequence[int] | None, step: int
) -> None:
    """One last place given to, or taken from, the part that stands it best."""

    def able(place: int) -> bool:
        within = tops is None or 0 <= parts[place] + step <= tops[place]
        return bool(exact[place]) and within

    def harm(place: int) -> tuple[bool, float]:
        whole = tops is not None and parts[place] == tops[place]
        return whole, abs(exact[place] - parts[place] - step)

    places = range(len(parts))
    parts[min([place for place in places if able(place)] or places, key=harm)] += step


def posture_points(one: Mapping[str, Any], digits: int) -> list[tuple[float, float]]:
    """Gained and possible points of each contribution to a posture, as they are shown; some
    contributions alone, where a reader is not shown the others, add up to their own sum."""
    parts = one["contributions"]
    gains, most = ([part[name] for part in parts] for name in ("gained", "possible"))
    possible = shown_parts(most, math.fsum(most), digits)
    gained = shown_parts(gains, math.fsum(gains), digits, possible)
    return list(zip(gained, possible, strict=True))


def lean_points(lean: Mapping[str, Any]) -> list[float]:
    """The points of each contribution to the lean, as they are shown."""
    points = [part["points"] for part in lean["contributions"]]
    return shown_parts(points, math.fsum(points))
