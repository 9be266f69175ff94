"""Computed values: what a training run takes, and whether the money and the months suffice.

The rules, in words, with their sources (fact ids of the edition's fact base):
  training-flop       C = 6 x active parameters x trained tokens (D6.1); published runs needed up
                      to 1.37 times that, for restarts and recomputing (D6.6)
  gpu-hours           C / (peak x MFU x 3600) on the usual hardware (D6.2), over MFU (D6.3)
  cost-usd            hours x price x rerun factor (D6.6, D6.7), on the same hardware
  months-of-runway    as answered
  months-to-usable-model, months-to-first-revenue
                      the ladder's months of that milestone less those of the furthest one reached
  money-needed-usd    burn x months to first revenue + training cost while the run is ahead (D11)
  money-secured-usd   runway x burn; widened by the share of the need that the founder says is
                      secured, as far as the edition says what share an option stands for
  money-gap-usd       needed less secured; below zero is a surplus
  switching-cost      0 low, 1 medium, 2 high, by the share of work from outside and the
                      edition's two marks; one lower if the promise keeps released versions open,
                      one higher if no notice is given (D8.4)
Which questions, options and milestones these are, the edition says (authored_numbers.Compute);
what a run costs and when it comes is said by outlay.py, for the release plan as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from questionnaire.scoring.conditions import HIDDEN, Facts
from questionnaire.scoring.outlay import cost_span, hardware_of, hours, hours_span
from questionnaire.scoring.rubric import Milestone, Rubric
from questionnaire.scoring.scorecard import Estimate

FLOP_PER_PARAMETER_AND_TOKEN = 6
BILLIONS_SQUARED = 1e18
EXTRA_COMPUTE = 1.37
FLAGS = (("above-1e23", 1e23), ("above-1e25", 1e25))

Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Worked:
    """A value worked out, with what went in; or what was missing."""

    range: Triple | None
    inputs: tuple[tuple[str, float | str], ...] = ()
    missing: tuple[str, ...] = ()


class _Inputs:
    """The answers that feed the estimates, read once; remembers what is missing."""

    def __init__(self, rubric: Rubric, facts: Facts) -> None:
        self.rubric = rubric
        self.facts = facts
        self.keys: Mapping[str, str] = rubric.compute.inputs

    def number(self, role: str) -> float | None:
        """The number answered to the question in this role, if there is one."""
        value = self.facts.seen.get(self.keys.get(role, ""))
        return float(value) if isinstance(value, int | float) else None

    def option(self, role: str) -> str | None:
        """The option chosen in the question in this role, if there is one."""
        value = self.facts.seen.get(self.keys.get(role, ""))
        return value if isinstance(value, str) else None

    def absent(self, *roles: str) -> tuple[str, ...]:
        """The questions among these that have no usable answer."""
        return tuple(self.keys[role] for role in roles if self.number(role) is None)


def _flop(inputs: _Inputs) -> _Worked:
    """Where the size is not even asked for (prompts only), nothing is trained."""
    if inputs.facts.seen.get(inputs.keys["parameters"]) is HIDDEN:
        return _Worked((0.0, 0.0, 0.0), (("nothing-trained", "yes"),))
    parameters, tokens = inputs.number("parameters"), inputs.number("tokens")
    if parameters is None or tokens is None:
        return _Worked(None, missing=inputs.absent("parameters", "tokens"))
    flop = FLOP_PER_PARAMETER_AND_TOKEN * parameters * tokens * BILLIONS_SQUARED
    flags = tuple((name, "yes" if flop > mark else "no") for name, mark in FLAGS)
    given = ((inputs.keys["parameters"], parameters), (inputs.keys["tokens"], tokens))
    return _Worked((flop, flop, flop * EXTRA_COMPUTE), (*given, *flags))


def _hours(inputs: _Inputs) -> _Worked:
    flop = _flop(inputs)
    if flop.range is None:
        return flop
    compute, operations = inputs.rubric.compute, flop.range[0]
    one = hardware_of(compute)
    low, high = hours_span(compute, one, (operations, operations))
    given = (("flop", operations), ("hardware", one.key), ("peak-tflops", one.peak))
    middle = hours(operations, one.peak, compute.mfu[1])
    return _Worked((low, middle, high), (*given, ("mfu", compute.mfu[1])))


def _cost(inputs: _Inputs) -> _Worked:
    flop = _flop(inputs)
    if flop.range is None:
        return flop
    compute, operations = inputs.rubric.compute, flop.range[0]
    one = hardware_of(compute)
    low, high = cost_span(compute, one, (operations, operations))
    usually = hours(operations, one.peak, compute.mfu[1])
    given = (
        ("hardware", one.key),
        ("gpu-hours", usually),
        ("price-usd-per-hour", one.price[1]),
        ("reruns", compute.reruns[1]),
    )
    return _Worked((low, usually * one.price[1] * compute.reruns[1], high), given)


def _runway(inputs: _Inputs) -> _Worked:
    months = inputs.number("runway")
    if months is None:
        return _Worked(None, missing=inputs.absent("runway"))
    return _Worked((months, months, months), ((inputs.keys["runway"], months),))


# ---------------------------------------------------------------- the ladder


def elapsed(rubric: Rubric, facts: Facts) -> tuple[float, float] | None:
    """The ladder's months of the furthest milestone reached; (0, 0) for none.

    None while bounds are worked out and a milestone is still open.
    """
    furthest = (0.0, 0.0)
    for milestone in rubric.milestones:
        held = milestone.when.check(facts)
        if held is None and facts.bounds:
            return None
        if held:
            furthest = max(furthest, (milestone.months[1], milestone.months[0]))
    return furthest[1], furthest[0]


def ahead(milestone: Milestone, reached: tuple[float, float]) -> tuple[float, float]:
    """Months from today to a milestone, given the months of the furthest one reached."""
    low = max(0.0, milestone.months[0] - reached[0])
    return low, max(low, milestone.months[1] - reached[1])


def _months_to(inputs: _Inputs, key: str) -> _Worked:
    milestone = next((one for one in inputs.rubric.milestones if one.key == key), None)
    reached = elapsed(inputs.rubric, inputs.facts)
    if milestone is None or reached is None:
        return _Worked(None)
    given = (("milestone", key), ("ladder-months-reached", reached[1]))
    if milestone.when.check(inputs.facts):
        return _Worked((0.0, 0.0, 0.0), given)
    low, high = ahead(milestone, reached)
    return _Worked((low, (low + high) / 2, high), given)


def _usable(inputs: _Inputs) -> _Worked:
    return _months_to(inputs, inputs.rubric.compute.usable_model)


# ---------------------------------------------------------------- money


def _run_ahead(inputs: _Inputs) -> _Worked:
    """What the run still costs: nothing once the first full model is there."""
    usable = _usable(inputs)
    if usable.range is not None and usable.range[2] <= 0:
        return _Worked((0.0, 0.0, 0.0), (("run-done", "yes"),))
    cost = _cost(inputs)
    if cost.range is None:
        return cost
    return _Worked(cost.range, (("cost-usd", cost.range[1]),))


def _needed(inputs: _Inputs) -> _Worked:
    burn = inputs.number("burn")
    cost = _run_ahead(inputs)
    months = _months_to(inputs, inputs.rubric.compute.first_revenue)
    if burn is None or cost.range is None or months.range is None:
        return _Worked(None, missing=(*inputs.absent("burn"), *cost.missing))
    low, usual, high = (
        burn * 1000 * span + run for span, run in zip(months.range, cost.range, strict=True)
    )
    given = ((inputs.keys["burn"], burn), ("months-to-first-revenue", months.range[1]))
    return _Worked((low, usual, high), (*given, *cost.inputs))


def _secured(inputs: _Inputs) -> _Worked:
    burn, runway = inputs.number("burn"), inputs.number("runway")
    if burn is None or runway is None:
        return _Worked(None, missing=inputs.absent("burn", "runway"))
    cash = burn * 1000 * runway
    given: tuple[tuple[str, float | str], ...] = (
        (inputs.keys["burn"], burn),
        (inputs.keys["runway"], runway),
    )
    option = inputs.option("secured")
    share, needed = inputs.rubric.compute.secured.get(option or ""), _needed(inputs).range
    if option is None or share is None or needed is None:
        return _Worked((cash, cash, cash), given)
    low, high = min(cash, share[0] * needed[1]), max(cash, share[1] * needed[1])
    return _Worked((low, cash, high), (*given, (inputs.keys["secured"], option)))


def _gap(inputs: _Inputs) -> _Worked:
    needed, secured = _needed(inputs), _secured(inputs)
    if needed.range is None or secured.range is None:
        return _Worked(None, missing=tuple(dict.fromkeys(needed.missing + secured.missing)))
    low, high = needed.range[0] - secured.range[2], needed.range[2] - secured.range[0]
    given = (("money-needed-usd", needed.range[1]), ("money-secured-usd", secured.range[1]))
    return _Worked((low, needed.range[1] - secured.range[1], high), given)


@dataclass(frozen=True, slots=True)
class Cash:
    """What the milestones are held against, None for what was not said. burn: thousand USD a month;
    runway: months; run: least and most cost of the run."""

    burn: float | None
    runway: float | None
    run: tuple[float, float] | None


def cash(rubric: Rubric, facts: Facts) -> Cash:
    """The money as answered, and what the run costs."""
    inputs = _Inputs(rubric, facts)
    cost = _cost(inputs).range
    return Cash(
        inputs.number("burn"), inputs.number("runway"), (cost[0], cost[2]) if cost else None
    )


# ---------------------------------------------------------------- turning back


def _switching(inputs: _Inputs) -> _Worked:
    """Nobody outside contributes (the share is not asked for): nothing to lose."""
    key = inputs.keys["outside_share"]
    hidden = inputs.facts.seen.get(key) is HIDDEN
    share = 0.0 if hidden else inputs.number("outside_share")
    promise = inputs.option("promise")
    if share is None:
        return _Worked(None, missing=(key,))
    compute, notice = inputs.rubric.compute, inputs.option("notice")
    step = 0 if share < compute.low_below else 1 if share <= compute.high_above else 2
    step -= promise in compute.stays_open
    step += notice is not None and notice not in compute.gives_notice
    step = min(2, max(0, step))
    given: tuple[tuple[str, float | str], ...] = ((key, share),)
    for role in ("promise", "notice"):
        option = inputs.option(role)
        if option is not None:
            given = (*given, (inputs.keys[role], option))
    return _Worked((step, step, step), given)


# ---------------------------------------------------------------- the table

_Rule = Callable[[_Inputs], _Worked]
_TABLE: Mapping[str, tuple[str, str, _Rule]] = {
    "training-flop": ("FLOP", "D6.1, D6.6", _flop),
    "gpu-hours": ("hours", "D6.2, D6.3", _hours),
    "cost-usd": ("USD", "D6.6, D6.7", _cost),
    "months-of-runway": ("months", "D7.1", _runway),
    "months-to-usable-model": (
        "months",
        "D11",
        _usable,
    ),
    "money-needed-usd": ("USD", "D11, D6.7", _needed),
    "money-secured-usd": ("USD", "D11", _secured),
    "money-gap-usd": ("USD", "D11", _gap),
    "switching-cost": ("step", "D8.4", _switching),
}
NAMES = tuple(_TABLE)
OFF_THE_LADDER = frozenset(
    {"training-flop", "gpu-hours", "cost-usd", "months-of-runway", "switching-cost"}
)
"""Those that no milestone goes into; any other is taken to rest on the whole ladder."""
SWITCHING = ("low", "medium", "high")


def usual(rubric: Rubric, facts: Facts, name: str) -> float | None:
    """The usual value of one estimate; None when an input is missing."""
    worked = _TABLE[name][2](_Inputs(rubric, facts))
    return None if worked.range is None else worked.range[1]


def estimates(rubric: Rubric, facts: Facts) -> tuple[Estimate, ...]:
    """All computed values, each with its range, inputs and source."""
    inputs = _Inputs(rubric, facts)
    return tuple(_estimate(name, inputs) for name in NAMES)


def _estimate(name: str, inputs: _Inputs) -> Estimate:
    unit, source, rule = _TABLE[name]
    worked = rule(inputs)
    low, middle, high = worked.range or (None, None, None)
    return Estimate(name, unit, low, middle, high, worked.inputs, worked.missing, source)
