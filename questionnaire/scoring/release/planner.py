"""Compute, money and months of the planned run, in ranges, against what is secured.

The rules, in words, with their sources:
  - operations   6 x active parameters x tokens (D6.1), up to 1.37 times that (D6.6)
  - hours        operations / (peak x share used x 3600) (D6.2, D6.3), on the chosen hardware
  - cost         hours x price x 1.2 to 1.7 for failed and repeated runs (D6.6, D6.7)
  - run months   hours x reruns / accelerators / hours of a month
  - milestones   the ladder's months (D11) from today; a run that takes longer than the ladder has
                 for the first full model puts that and all that follows off by the difference;
                 money to one is burn x months, and from the first full model on the cost of the
                 run as well; while the run's own cost is not known, so is what money it takes
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

from questionnaire.scoring.estimates import BILLIONS_SQUARED, FLOP_PER_PARAMETER_AND_TOKEN, hours
from questionnaire.scoring.release.duties import operations
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.rubric import Compute, Hardware

HOURS_OF_A_MONTH = 730.0
TUNING_TOKENS = (0.1, 1.0)
"""Billions of tokens with which an adapter is tuned: our planning figure."""

Span = tuple[float, float]


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
    money is None while the monthly spending is not said, or the cost of a run before it."""

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


def course(plan: Plan, compute: Compute, ladder: Sequence[Ahead]) -> Course:
    """What the plan takes, and how far the money goes. ladder: the milestones still ahead."""
    one = _hardware(plan, compute)
    runs = tuple(_runs(plan, compute, one))
    secured = _secured(plan)
    cost = runs[0].cost if runs else None
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


def _hardware(plan: Plan, compute: Compute) -> Hardware:
    """The chosen hardware; else that on which an operation usually costs least."""
    chosen = next((one for one in compute.hardware if one.key == plan.hardware), None)
    return chosen or min(compute.hardware, key=lambda one: one.price[1] / one.peak)


def _secured(plan: Plan) -> float | None:
    """What is secured: as said, else what the runway comes to at the monthly spending."""
    if plan.secured is not None:
        return plan.secured
    if plan.burn is None or plan.runway is None:
        return None
    return plan.burn * 1000 * plan.runway


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
    span = (hours(flop[0], one.peak, compute.mfu[2]), hours(base, one.peak, compute.mfu[0]))
    few, many = compute.reruns[0], compute.reruns[2]
    total = (span[0] * few, span[1] * many)
    price = (one.price[0], one.price[2])
    months = None
    if accelerators:
        a_month = accelerators * HOURS_OF_A_MONTH
        months = (total[0] / a_month, total[1] / a_month)
    return Run(
        variant, flop, span, used=(compute.mfu[2], compute.mfu[0]), reruns=(few, many),
        total=total, price=price, cost=(total[0] * price[0], total[1] * price[1]), months=months,
    )  # fmt: skip


def _rung(plan: Plan, ahead: Ahead, cost: Span | None, secured: float | None) -> Rung:
    low, high = ahead.months
    if plan.burn is None:
        return Rung(ahead.key, ahead.months, None, Reach.UNSAID)
    if ahead.after_run and cost is None:
        short = secured is not None and secured < plan.burn * 1000 * low
        return Rung(ahead.key, ahead.months, None, Reach.NO if short else Reach.UNSAID)
    run = cost if ahead.after_run and cost else (0.0, 0.0)
    money = (plan.burn * 1000 * low + run[0], plan.burn * 1000 * high + run[1])
    return Rung(ahead.key, ahead.months, money, _reach(money, secured))


def _reach(money: Span, secured: float | None) -> Reach:
    if secured is None:
        return Reach.UNSAID
    if secured >= money[1]:
        return Reach.YES
    return Reach.NO if secured < money[0] else Reach.MAYBE
