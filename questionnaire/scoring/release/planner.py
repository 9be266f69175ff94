"""Compute, money and months of the planned run, in ranges, against what is secured.

The rules, in words, with their sources; what a run costs and whether the money lasts is said by
outlay.py, for the report's estimates and milestones as well:
  - operations   6 x active parameters x tokens (D6.1), up to 1.37 times that (D6.6)
  - run months   hours x reruns / accelerators / hours of a month
  - milestones   the ladder's months (D11) from today; a run that takes longer than the ladder has
                 for the first full model puts that and all that follows off by the difference;
                 while the run's own cost is not known, so is what money it takes
  - lasts        secured / burn; the runway as said only where no sum is
  - compared     a model of half the size on half the tokens takes a quarter of the operations; an
                 adapter (LoRA) on an open base trains nothing anew and is reckoned with 0.1 to 1
                 billion tokens of tuning: our planning figure. D6.11 says what it saves in memory
                 and in parameters to train.
Hardware, prices and the share used are the edition's. Money in USD, months from today.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from questionnaire.scoring import outlay
from questionnaire.scoring.estimates import BILLIONS_SQUARED, FLOP_PER_PARAMETER_AND_TOKEN
from questionnaire.scoring.outlay import Span
from questionnaire.scoring.release.duties import operations
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.rubric import Compute, Hardware

HOURS_OF_A_MONTH = 730.0
TUNING_TOKENS = (0.1, 1.0)
"""Billions of tokens with which an adapter is tuned: our planning figure."""


class Reach(StrEnum):
    """Whether the money lasts to a milestone."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"
    UNSAID = "unsaid"


class Variant(StrEnum):
    """The run as planned, and what it is compared with."""

    PLANNED = "planned"
    SMALLER = "smaller"
    ADAPTER = "adapter"


@dataclass(frozen=True, slots=True)
class Run:
    """A training run. All spans least and most; months is None without accelerators. hours: of one
    run that succeeds; total: with failed and repeated ones. used, reruns, price: what the least
    and the most are reckoned with, the share of the chip used, runs, and USD an hour."""

    variant: Variant
    flop: Span
    hours: Span
    used: Span
    reruns: Span
    total: Span
    price: Span
    cost: Span
    months: Span | None


@dataclass(frozen=True, slots=True)
class Rung:
    """A milestone still ahead: months from today, money needed up to it, and whether it lasts.
    money is None while the monthly spending is not said, or the cost of a run before it; reach is
    told of the runway alone then."""

    key: str
    months: Span
    money: Span | None
    reach: Reach


@dataclass(frozen=True, slots=True)
class Ahead:
    """A milestone of the ladder by its key, months from today, and whether the run that is still
    ahead comes before it."""

    key: str
    months: Span
    after_run: bool


@dataclass(frozen=True, slots=True)
class Course:
    """Everything worked out. runs: the plan's own first, none while size or tokens are not said;
    lasts: how many months the secured money lasts without the run, None while that is not said;
    delay: by how many months the run puts the milestones behind it off; accelerators: at once."""

    hardware: Hardware
    runs: tuple[Run, ...]
    rungs: tuple[Rung, ...]
    secured: float | None
    lasts: float | None
    delay: Span
    accelerators: float | None


def course(plan: Plan, compute: Compute, ladder: Sequence[Ahead], *, trains: bool = True) -> Course:
    """What the plan takes, and how far the money goes. ladder: the milestones still ahead; trains:
    whether a run that the plan gives no size for has a cost at all."""
    one = outlay.hardware_of(compute, plan.hardware)
    runs = tuple(_runs(plan, compute, one))
    secured = plan.secured if plan.secured is not None else _runway_in_money(plan)
    cost = runs[0].cost if runs else None if trains else outlay.NO_RUN
    delay = _delay(runs, ladder)
    rungs = tuple(_rung(plan, _put_off(rung, delay), cost, secured) for rung in ladder)
    return Course(one, runs, rungs, secured, _lasts(plan, secured), delay, plan.accelerators)


def _lasts(plan: Plan, secured: float | None) -> float | None:
    """Months: what is secured at the monthly spending, so that it agrees with the milestones."""
    if secured is None or not plan.burn:
        return plan.runway
    return secured / (plan.burn * 1000)


def _delay(runs: tuple[Run, ...], ladder: Sequence[Ahead]) -> Span:
    """How much longer the planned run takes than the ladder has for what stands behind it."""
    first = next((one for one in ladder if one.after_run), None)
    months = runs[0].months if runs else None
    if first is None or months is None:
        return 0.0, 0.0
    low, high = (max(0.0, run - has) for run, has in zip(months, first.months, strict=True))
    return low, high


def _put_off(ahead: Ahead, delay: Span) -> Ahead:
    if not ahead.after_run:
        return ahead
    return replace(ahead, months=(ahead.months[0] + delay[0], ahead.months[1] + delay[1]))


def _runway_in_money(plan: Plan) -> float | None:
    return outlay.secured_by(plan.burn, plan.runway)


def _runs(plan: Plan, compute: Compute, one: Hardware) -> Iterator[Run]:
    flop = operations(plan)
    if flop is None or plan.parameters is None or plan.tokens is None:
        return
    yield _run(Variant.PLANNED, flop, compute, one, plan.accelerators)
    half = replace(plan, parameters=plan.parameters / 2, tokens=plan.tokens / 2)
    smaller = operations(half)
    if smaller is not None:
        yield _run(Variant.SMALLER, smaller, compute, one, plan.accelerators)
    least, most = (min(tokens, plan.tokens) for tokens in TUNING_TOKENS)
    unit = FLOP_PER_PARAMETER_AND_TOKEN * plan.parameters * BILLIONS_SQUARED
    tuned = (unit * least, unit * most)
    yield _run(Variant.ADAPTER, tuned, compute, one, plan.accelerators)


def _run(
    variant: Variant, flop: Span, compute: Compute, one: Hardware, accelerators: float | None
) -> Run:
    """Extra operations of the least run are in the reruns: they are not counted twice."""
    base = flop[1] if variant is Variant.ADAPTER else flop[0]
    span = outlay.hours_span(compute, one, (flop[0], base))
    few, many = compute.reruns[0], compute.reruns[2]
    total = (span[0] * few, span[1] * many)
    months = None
    if accelerators:
        a_month = accelerators * HOURS_OF_A_MONTH
        months = (total[0] / a_month, total[1] / a_month)
    return Run(
        variant, flop, span, used=(compute.mfu[2], compute.mfu[0]), reruns=(few, many),
        total=total, price=(one.price[0], one.price[2]),
        cost=outlay.cost_span(compute, one, (flop[0], base)), months=months,
    )  # fmt: skip


def _rung(plan: Plan, ahead: Ahead, cost: Span | None, secured: float | None) -> Rung:
    run = cost if ahead.after_run else outlay.NO_RUN
    money = outlay.money_to(ahead.months, plan.burn, run) if plan.burn and run else None
    found = outlay.lasts(ahead.months, run, plan.burn, secured, plan.runway)
    return Rung(ahead.key, ahead.months, money, _reach(plan, run, secured, found))


def _reach(plan: Plan, run: Span | None, secured: float | None, found: bool | None) -> Reach:
    """In a word; where nothing can be said, whether that is for want of a figure."""
    if found is not None:
        return Reach.YES if found else Reach.NO
    if plan.burn and secured is not None:
        return Reach.UNSAID if run is None else Reach.MAYBE
    return Reach.UNSAID if plan.runway is None or run != outlay.NO_RUN else Reach.MAYBE
