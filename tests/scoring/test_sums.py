"""Sums with exact parts."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from questionnaire.scoring.sums import bounded_sum, clamp


def test_within_its_bounds_a_sum_is_left_alone() -> None:
    assert bounded_sum([25.0, 18.75], 0.0, 100.0) == ([25.0, 18.75], 43.75)
    assert bounded_sum([], 0.0, 100.0) == ([], 0.0)


@given(st.integers(1, 60))
def test_rounding_past_a_bound_comes_off_the_largest_part(count: int) -> None:
    for high in (100.0, -100.0):
        parts = [high / count * (1 + 3e-16)] * count
        exact, total = bounded_sum(parts, -100.0, 100.0)
        assert total == math.fsum(exact)
        assert abs(total) <= 100.0
        assert abs(total - high) < 1e-12
        assert all(abs(one - part) < 1e-12 for one, part in zip(exact, parts, strict=True))


def test_the_excess_comes_off_the_part_that_is_largest_whatever_its_sign() -> None:
    parts = [1e-15, -60.0, 1e-15, -40.000000000000014]
    exact, total = bounded_sum(parts, -100.0, 100.0)
    assert -100.0 <= total < -99.9999
    assert (exact[0], exact[2], exact[3]) == (parts[0], parts[2], parts[3])
    assert exact[1] > parts[1]


def test_clamp() -> None:
    assert [clamp(value, 0.0, 1.0) for value in (-1.0, 0.5, 2.0)] == [0.0, 0.5, 1.0]
