"""Parts that add up exactly to their sum.

The rule, in words: every number that is a sum is shown with its parts, and whoever adds the
parts up gets the number, to the last bit of ``math.fsum`` (J. R. Shewchuk, Adaptive Precision
Floating-Point Arithmetic, 1997). Where rounding alone carries a sum past its bounds (by some
1e-14), the excess is taken off the largest part.
"""

from __future__ import annotations

import math
from collections.abc import Sequence


def bounded_sum(parts: Sequence[float], low: float, high: float) -> tuple[list[float], float]:
    """The parts and their sum within [low, high]; only rounding may have carried it outside."""
    exact = list(parts)
    total = math.fsum(exact)
    while not low <= total <= high:
        largest = max(range(len(exact)), key=lambda place: abs(exact[place]))
        exact[largest] = math.nextafter(exact[largest] - (total - clamp(total, low, high)), 0.0)
        total = math.fsum(exact)
    return exact, total


def clamp(value: float, low: float, high: float) -> float:
    """The value, or the nearer end of [low, high]."""
    return low if value < low else high if value > high else value
