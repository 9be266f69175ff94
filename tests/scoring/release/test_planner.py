"""Compute, cost and months in ranges, beside published training runs and the edition's prices."""

from __future__ import annotations

import pytest
from hypothesis import given

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.planner import Ahead, Course, Reach, Variant, course
from tests.scoring.release.plans import PLANS
from tests.scoring.test_estimates import BANK

COMPUTE = compile_rubric(BANK).compute
LADDER = (Ahead("proof", (3, 6), False), Ahead("first-base-model", (6, 12), True))


def made(**fields: object) -> Course:
    return course(Plan(**fields), COMPUTE, LADDER)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parameters", "tokens", "hardware", "hours"),
    [
        (65.2, 1400, "a100", 1_024_000),  # LLaMA-65B
        (405, 15600, "h100", 30_840_000),  # Llama 3.1-405B
        (30, 1050, "h100", 142_541),  # MPT-30B
    ],
)
def test_published_hours_lie_in_the_range(
    parameters: float, tokens: float, hardware: str, hours: float
) -> None:
    run = made(parameters=parameters, tokens=tokens, hardware=hardware).runs[0]
    assert run.hours[0] <= hours <= run.hours[1]
    assert run.cost[0] < run.cost[1]


def test_a_smaller_model_takes_a_quarter_and_an_adapter_next_to_nothing() -> None:
    runs = {one.variant: one for one in made(parameters=7.0, tokens=2000.0, accelerators=64.0).runs}
    planned, smaller, adapter = (runs[one] for one in Variant)
    assert smaller.flop[0] == pytest.approx(planned.flop[0] / 4)
    assert adapter.flop == pytest.approx((4.2e18, 4.2e19))
    assert adapter.cost[1] < planned.cost[1] / 1000
    assert planned.months is not None
    assert planned.months[0] == pytest.approx(planned.hours[0] * 1.2 / (64 * 730))


def test_money_to_a_milestone_is_burn_and_from_the_first_model_the_run() -> None:
    got = made(parameters=1.0, tokens=20.0, burn=50.0, secured=400_000.0)
    proof, model = got.rungs
    assert proof.money == (150_000, 300_000)
    assert proof.reach is Reach.YES
    assert model.money == (300_000 + got.runs[0].cost[0], 600_000 + got.runs[0].cost[1])
    assert model.reach is Reach.MAYBE
    assert made(burn=200.0, secured=400_000.0).rungs[1].reach is Reach.NO
    assert made(burn=200.0).rungs[1].reach is Reach.UNSAID
    assert made().rungs[0].money is None


def test_hours_cost_and_months_are_the_sums_of_what_stands_beside_them() -> None:
    for run in made(parameters=7.0, tokens=2000.0, accelerators=64.0).runs:
        assert run.months is not None
        for at in (0, 1):
            assert run.total[at] == pytest.approx(run.hours[at] * run.reruns[at])
            assert run.cost[at] == pytest.approx(run.total[at] * run.price[at])
            assert run.months[at] == pytest.approx(run.total[at] / 64 / 730)


def test_a_run_longer_than_the_ladder_allows_puts_off_what_stands_behind_it() -> None:
    size = {"parameters": 7.0, "tokens": 2000.0, "burn": 50.0}
    fits, slow = made(**size, accelerators=64.0), made(**size, accelerators=4.0)
    assert (fits.delay, fits.rungs[1].months) == ((0.0, 0.0), (6, 12))
    run = slow.runs[0].months
    assert run is not None
    assert run[0] > 6
    assert slow.rungs[1].months == pytest.approx(run)
    assert slow.rungs[0].months == (3, 6)  # before the run
    assert slow.rungs[1].money is not None
    assert slow.rungs[1].money[0] == pytest.approx(50_000 * run[0] + slow.runs[0].cost[0])


def test_without_size_or_tokens_nobody_knows_whether_the_money_lasts_past_the_run() -> None:
    proof, model = made(burn=50.0, secured=4_000_000.0).rungs
    assert (proof.reach, model.reach, model.money) == (Reach.YES, Reach.UNSAID, None)
    short = made(burn=50.0, secured=200_000.0).rungs[1]  # not even the spending up to it
    assert (short.reach, short.money) == (Reach.NO, None)


def test_the_months_that_the_money_lasts_agree_with_the_milestones() -> None:
    """4 million at 100,000 a month are 40 months, whatever runway was typed beside them."""
    got = made(burn=100.0, secured=4_000_000.0, runway=6.0, parameters=1.0, tokens=20.0)
    assert (got.lasts, got.rungs[1].reach) == (40, Reach.YES)
    assert made(runway=6.0).lasts == made(burn=100.0, runway=6.0).lasts == 6
    assert made(secured=4_000_000.0, runway=6.0).lasts == 6


def test_a_run_that_is_done_costs_nothing_more() -> None:
    behind = (Ahead("pilot", (1, 3), False), Ahead("revenue", (12, 18), False))
    plan = Plan(parameters=70.0, tokens=2000.0, burn=50.0, secured=1_000_000.0, accelerators=8.0)
    got = course(plan, COMPUTE, behind)
    assert [one.money for one in got.rungs] == [(50_000, 150_000), (600_000, 900_000)]
    assert {one.reach for one in got.rungs} == {Reach.YES}
    assert got.delay == (0, 0)


def test_what_is_secured_is_the_runway_where_nothing_else_is_said() -> None:
    assert made(burn=50.0, runway=10.0).secured == 500_000
    assert made(burn=50.0, secured=500_000.0).lasts == 10


@given(plan=PLANS)
def test_every_range_runs_from_least_to_most(plan: Plan) -> None:
    got = course(plan, COMPUTE, LADDER)
    for run in got.runs:
        assert run.flop[0] <= run.flop[1]
        assert 0 <= run.hours[0] <= run.hours[1]
        assert 0 <= run.cost[0] <= run.cost[1]
    for rung in got.rungs:
        assert rung.money is None or rung.money[0] <= rung.money[1]
