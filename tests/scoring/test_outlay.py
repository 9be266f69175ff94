"""Whether the money lasts to a milestone, at the edges of that.

What a run costs: test_estimates.py, and of a plan release/test_planner.py."""

from __future__ import annotations

import pytest

from questionnaire.scoring.outlay import NO_RUN, Span, lasts, secured_by, waits

MONTHS = (6.0, 12.0)
RUN = (100_000.0, 300_000.0)


@pytest.mark.parametrize(
    ("run", "secured", "said"),
    [
        (NO_RUN, 600_000, True),  # 12 months at 50 thousand
        (NO_RUN, 599_999, None),
        (NO_RUN, 300_000, None),
        (NO_RUN, 299_999, False),
        (RUN, 900_000, True),
        (RUN, 899_999, None),
        (RUN, 400_000, None),
        (RUN, 399_999, False),
        (None, 299_999, False),  # short even without the run
        (None, 10**9, None),  # nobody knows what the run takes
    ],
)
def test_money_lasts_from_the_most_that_it_takes_and_ends_below_the_least(
    run: Span | None, secured: float, said: bool | None
) -> None:
    assert lasts(MONTHS, run, 50.0, secured, None) is said


@pytest.mark.parametrize(
    ("run", "runway", "said"),
    [
        (NO_RUN, 12.0, True),
        (NO_RUN, 11.9, None),
        (NO_RUN, 5.9, False),
        (NO_RUN, None, None),
        (RUN, 12.0, None),  # what the run takes of it is not known in months
        (RUN, 5.9, False),
        (None, 5.9, False),
    ],
)
@pytest.mark.parametrize(("burn", "secured"), [(None, None), (0.0, 1e6), (50.0, None)])
def test_without_spending_or_money_the_runway_alone_is_held_against_the_months(
    run: Span | None, runway: float | None, said: bool | None,
    burn: float | None, secured: float | None,
) -> None:  # fmt: skip
    assert lasts(MONTHS, run, burn, secured, runway) is said


def test_what_is_secured_is_not_zero_where_something_is_not_said() -> None:
    assert secured_by(50.0, 12.0) == 600_000
    assert secured_by(50.0, 0.0) == 0
    assert [secured_by(*one) for one in ((None, 12.0), (0.0, 12.0), (50.0, None))] == [None] * 3


@pytest.mark.parametrize(
    ("latest", "usable", "said"),
    [
        ((3, 6, 9), "model", (False, True, True)),
        ((0, 0, 9), "model", (False, False, False)),  # it is there: paid for
        ((0, 6, 0), "model", (False, True, True)),
        ((3, 6, 9), "elsewhere", (False, False, False)),
    ],
)
def test_a_run_comes_before_the_first_full_model_and_what_follows_while_it_is_ahead(
    latest: tuple[float, ...], usable: str, said: tuple[bool, ...]
) -> None:
    assert waits(("proof", "model", "revenue"), latest, usable) == said
