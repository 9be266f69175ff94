"""Compute, money and months of a plan in words, each figure with the sum that it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from questionnaire.release import law_words
from questionnaire.release.ground import Ground
from questionnaire.report.charts import Caption, runway_row
from questionnaire.report.narrative.ladder import financed_rule
from questionnaire.report.narrative.tongue import Tongue, large
from questionnaire.scoring.outlay import hardware_of, secured_by
from questionnaire.scoring.release import told as asked
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.planner import HOURS_OF_A_MONTH, Course, Run, Rung

LEAST_MONTHS = 12.0
FEW_HOURS = 1000.0


@dataclass(frozen=True, slots=True)
class RunTold:
    """A training run in words. sums: how hours, cost and time come about, line by line."""

    name: str
    flop: str
    hours: str
    cost: str
    months: str
    sums: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RungTold:
    """A milestone ahead: when, what it takes, whether the money lasts, on the time line."""

    name: str
    months: str
    money: str
    word: str
    chart: SafeString


@dataclass(frozen=True, slots=True)
class CourseTold:
    """Compute, money and months in words; secured and lasts are empty where nobody said;
    pace: whether the run fits into the ladder's months, empty without its own."""

    hardware: str
    runs: tuple[RunTold, ...]
    rungs: tuple[RungTold, ...]
    rule: str
    secured: str
    lasts: str
    ticks: tuple[str, ...]
    pace: str
    beside: str


def course_told(plan: Plan, ground: Ground) -> CourseTold:
    """Compute, money and months of a plan in words, drawn against the runway."""
    made = ground.course(plan)
    tongue = ground.tongue
    end = max([LEAST_MONTHS, *(one.months[1] for one in made.rungs)])
    names = {one["key"]: one["name"] for one in ground.edition.document["compute"]["hardware"]}
    return CourseTold(
        hardware=str(names.get(made.hardware.key, made.hardware.key)),
        runs=tuple(_run(tongue, one, made) for one in made.runs),
        rungs=tuple(_rung(tongue, one, made, end) for one in made.rungs),
        rule=financed_rule(tongue.say),
        secured="" if made.secured is None else large(tongue, made.secured, "USD"),
        lasts="" if made.lasts is None else tongue.figure(made.lasts, 0),
        ticks=tuple(tongue.figure(end * part / 3) for part in range(4)),
        pace=_pace(ground, made),
        beside=law_words.beside_words(tongue.say, "; ".join(_own(ground, plan, made))),
    )


def _own(ground: Ground, plan: Plan, made: Course) -> Iterator[str]:
    """The figures of a plan that are not those of the answers, by which the report reckons."""
    say, told = ground.tongue.say, ground.told
    same = (
        (say("Active parameters, in billions"), plan.parameters, asked.PARAMETERS),
        (say("Tokens of training, in billions"), plan.tokens, asked.TOKENS),
        (say("Spending in a month without the run, in thousand USD"), plan.burn, asked.BURN),
        (say("Runway, in months"), plan.runway, asked.RUNWAY),
    )
    yield from (name for name, own, key in same if own != (told.number(key) or None))
    if made.hardware != hardware_of(ground.edition.rubric.compute):
        yield say("Hardware")
    if made.secured != secured_by(told.number(asked.BURN), told.number(asked.RUNWAY)):
        yield say("Money secured, in thousand USD")
    if made.delay[1]:
        yield say("Accelerators at once")


def _span(tongue: Tongue, span: tuple[float, float], unit: str) -> str:
    low, high = (large(tongue, value, unit) for value in span)
    return low if low == high else tongue.say("%(low)s to %(high)s", low=low, high=high)


def _pace(ground: Ground, made: Course) -> str:
    """Whether the run fits; empty where its own months are not known, or nothing stands behind."""
    tongue = ground.tongue
    first = next((one.key for one in ground.ladder if one.after_run), "")
    if not first or not made.runs or not made.runs[0].months:
        return ""
    delay = tongue.span(*made.delay, 1) if made.delay[1] else ""
    return law_words.pace_words(tongue.say, str(tongue.texts.milestone(first).name), delay)


def _hours(tongue: Tongue, span: tuple[float, float]) -> str:
    """Hours; with a decimal where they are few, so that the sums can be followed."""
    unit = tongue.say("hours")
    if span[1] >= FEW_HOURS:
        return _span(tongue, span, unit)
    return f"{tongue.span(*span, 1)} {unit}"


def _run(tongue: Tongue, one: Run, made: Course) -> RunTold:
    say = tongue.say
    return RunTold(
        name=law_words.variant_name(say, one.variant),
        flop=_span(tongue, one.flop, "FLOP"),
        hours=_hours(tongue, one.total),
        cost=_span(tongue, one.cost, "USD"),
        months=_time(tongue, one.months) if one.months else "",
        sums=tuple(_sums(tongue, one, made)),
    )


def _time(tongue: Tongue, months: tuple[float, float]) -> str:
    """Months; days where it is less than one month, and no more than that below a day."""
    low, high = (value * HOURS_OF_A_MONTH / 24 for value in months)
    if high < 1:
        return tongue.say("less than a day")
    if months[1] < 1:
        return tongue.say("%(days)s days", days=tongue.span(low, high, 1))
    return tongue.say("%(months)s months", months=tongue.span(*months, 1))


def _sums(tongue: Tongue, one: Run, made: Course) -> Iterator[str]:
    """Each column as a sum of what stands before it; last, why the cost spans so much."""
    say = tongue.say
    yield law_words.hours_sum(
        say, peak=tongue.figure(made.hardware.peak), hours=_hours(tongue, one.hours),
        most=tongue.share(one.used[0]), least=tongue.share(one.used[1]),
    )  # fmt: skip
    yield law_words.reruns_sum(
        say, runs=tongue.span(*one.reruns, 1), total=_hours(tongue, one.total)
    )
    yield law_words.cost_sum(
        say, price=tongue.span(*one.price, 2), cost=_span(tongue, one.cost, "USD")
    )
    if one.months and made.accelerators:
        yield law_words.time_sum(
            say, accelerators=tongue.figure(made.accelerators), time=_time(tongue, one.months),
            month=tongue.figure(HOURS_OF_A_MONTH),
        )  # fmt: skip
    yield law_words.spread_sum(say, **_spread(tongue, one))


def _spread(tongue: Tongue, one: Run) -> dict[str, str]:
    """How many times the most is the least: of the cost, and of each thing that it comes from."""
    used, reruns = one.used[0] / one.used[1], one.reruns[1] / one.reruns[0]
    price = one.price[1] / one.price[0]
    tokens = one.cost[1] / one.cost[0] / (used * reruns * price)
    parts = {"cost": one.cost[1] / one.cost[0], "used": used, "reruns": reruns, "price": price}
    said = {name: tongue.figure(value, 2) for name, value in parts.items()}
    return {**said, "tokens": tongue.figure(tokens) if tokens > 1.01 else ""}


def _rung(tongue: Tongue, one: Rung, made: Course, end: float) -> RungTold:
    say = tongue.say
    name = str(tongue.texts.milestone(one.key).name)
    months = say("%(months)s months", months=tongue.span(one.months[0], one.months[1]))
    word = law_words.reach_word(say, one.reach)
    caption = Caption(f"chart-ahead-{one.key}", name, f"{months}; {word}")
    state = {"yes": "financed", "no": "unfinanced"}.get(str(one.reach), "open")
    cash = None if made.lasts is None else min(made.lasts, end)
    drawn = runway_row(caption, one.months[0], one.months[1], end, cash, state)
    money = "" if one.money is None else _span(tongue, one.money, "USD")
    return RungTold(name, months, money, word, drawn)
