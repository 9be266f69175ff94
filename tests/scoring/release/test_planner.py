"""Compute, cost and months in ranges, beside published training runs and the edition's prices."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.outlay import hours
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.planner import Ahead, Course, Reach, Variant, course
from tests.bank.banks import shipped as shipped_bank
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


def test_a_run_reckoned_by_hand() -> None:
    """7 billion on 2,000 billion, H100: 6 x 7e9 x 2e12 = 8.4e22; at 55 % of 989 TFLOP/s 42,896
    hours, at 20 % 117,964; times 1.2 and 1.7 in all; at 1.98 and 7 USD an hour (D6.1 to D6.7)."""
    shipped = compile_rubric(shipped_bank().document()).compute
    plan = Plan(parameters=7.0, tokens=2000.0, hardware="h100")
    run = course(plan, shipped, LADDER).runs[0]
    assert run.flop[0] == pytest.approx(8.4e22)
    assert run.hours == pytest.approx((42_896, 117_964), rel=1e-4)
    assert run.total == pytest.approx((51_475, 200_539), rel=1e-4)
    assert run.cost == pytest.approx((101_920, 1_403_770), rel=1e-4)


SIZES = st.floats(1e-3, 1e5)
MORE = st.floats(1, 100)


@given(size=SIZES, tokens=SIZES, more=MORE, chips=SIZES)
def test_what_takes_more_never_costs_less(
    size: float, tokens: float, more: float, chips: float
) -> None:
    """More tokens or parameters, and less of the chip used, never cost less; more chips at once
    never take longer and cost the same."""
    fields = {"parameters": size, "tokens": tokens, "accelerators": chips}
    base = made(**fields).runs[0]
    for changed in ({"parameters": size * more}, {"tokens": tokens * more}):
        larger = made(**{**fields, **changed}).runs[0]
        assert all(big >= small for big, small in zip(larger.cost, base.cost, strict=True))
    better = replace(COMPUTE, mfu=tuple(min(1.0, one * more) for one in COMPUTE.mfu))
    used = course(Plan(**fields), better, LADDER).runs[0]  # type: ignore[arg-type]
    assert all(new <= old for new, old in zip(used.cost, base.cost, strict=True))
    wide = made(**{**fields, "accelerators": chips * more}).runs[0]
    assert wide.cost == base.cost
    assert wide.months is not None
    assert base.months is not None
    assert all(new <= old for new, old in zip(wide.months, base.months, strict=True))


@given(size=SIZES, tokens=SIZES)
def test_a_range_contains_what_is_usual(size: float, tokens: float) -> None:
    got = made(parameters=size, tokens=tokens)
    run, chip = got.runs[0], got.hardware
    usual = hours(6 * size * tokens * 1e18, chip.peak, COMPUTE.mfu[1]) * COMPUTE.reruns[1]
    slack = 1 + 1e-9
    assert run.total[0] <= usual * slack
    assert usual <= run.total[1] * slack
    assert run.cost[0] <= usual * chip.price[1] * slack
    assert usual * chip.price[1] <= run.cost[1] * slack


@given(secured=st.floats(1, 1e9), more=MORE, burn=st.floats(1, 1e5))
def test_more_money_never_reaches_less_far(secured: float, more: float, burn: float) -> None:
    fields = {"parameters": 7.0, "tokens": 2000.0, "burn": burn}
    order = [Reach.NO, Reach.MAYBE, Reach.YES]
    before, after = (made(**fields, secured=one).rungs for one in (secured, secured * more))
    for was, now in zip(before, after, strict=True):
        assert order.index(now.reach) >= order.index(was.reach)


@given(plan=PLANS)
def test_every_range_runs_from_least_to_most(plan: Plan) -> None:
    got = course(plan, COMPUTE, LADDER)
    for run in got.runs:
        assert run.flop[0] <= run.flop[1]
        assert 0 <= run.hours[0] <= run.hours[1]
        assert 0 <= run.cost[0] <= run.cost[1]
    for rung in got.rungs:
        assert rung.money is None or rung.money[0] <= rung.money[1]
