"""The page of the release plan as plain values: the form, what follows, and the course of money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from questionnaire.release import law_words, words
from questionnaire.release.charts import profile_chart
from questionnaire.release.ground import Ground
from questionnaire.release.told import PlanTold, date_text, plan_told
from questionnaire.report.charts import Caption, runway_row
from questionnaire.report.narrative.tongue import Tongue, large
from questionnaire.scoring.release.components import COMPONENTS, KINDS
from questionnaire.scoring.release.licences import OFFERED
from questionnaire.scoring.release.plan import ARCHITECTURES, MEDIA, TREATMENTS, Plan, When
from questionnaire.scoring.release.planner import Course, Run, Rung, course

LEAST_MONTHS = 12.0


@dataclass(frozen=True, slots=True)
class Row:
    """A component: name and what it is, its fields as typed, and what is wrong with them."""

    key: str
    name: str
    about: str
    when: str
    word: str
    day: str
    told_day: str
    licence: str
    holds: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The components of a kind; whole: the licence of all that name none; offered: to choose."""

    kind: str
    name: str
    whole: str
    offered: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RunTold:
    """A training run in words."""

    name: str
    flop: str
    hours: str
    cost: str
    months: str


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
    """Compute, money and months in words; secured and lasts are empty where nobody said."""

    hardware: str
    runs: tuple[RunTold, ...]
    rungs: tuple[RungTold, ...]
    secured: str
    lasts: str
    ticks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Everything that the page shows."""

    groups: tuple[KindGroup, ...]
    told: PlanTold
    chart: SafeString
    course: CourseTold
    values: Mapping[str, str]
    problems: Mapping[str, str]
    choices: Mapping[str, tuple[tuple[str, str], ...]]


def release_page(
    plan: Plan, ground: Ground, values: Mapping[str, str], problems: Mapping[str, str]
) -> ReleasePage:
    """The page of a plan. values: its fields as typed; problems: by field."""
    told = plan_told(plan, ground)
    return ReleasePage(
        groups=tuple(_groups(plan, ground.tongue, values, problems)),
        told=told,
        chart=_draw(ground.tongue, told),
        course=course_told(plan, ground),
        values=values,
        problems=problems,
        choices=_choices(ground),
    )


def _draw(tongue: Tongue, told: PlanTold) -> SafeString:
    said = "; ".join(f"{place} {name}: {word}" for place, name, word in told.profile.rows)
    caption = Caption("chart-profile", tongue.say("Openness profile"), said)
    return profile_chart(caption, list(told.profile.profile.degrees.values()))


# ---------------------------------------------------------------- the form


def _groups(
    plan: Plan, tongue: Tongue, values: Mapping[str, str], problems: Mapping[str, str]
) -> Iterator[KindGroup]:
    holds = plan.licences
    for kind in KINDS:
        rows = (one for one in COMPONENTS if one.kind == kind)
        yield KindGroup(
            kind=kind,
            name=words.kind_word(tongue.say, kind),
            whole=values[f"whole-{kind}"],
            offered=OFFERED[kind],
            rows=tuple(_row(one.key, plan, tongue, values, problems, holds) for one in rows),
        )


def _row(
    key: str, plan: Plan, tongue: Tongue, values: Mapping[str, str],
    problems: Mapping[str, str], holds: Mapping[str, str],
) -> Row:  # fmt: skip
    component = next(one for one in COMPONENTS if one.key == key)
    part = plan.part(key)
    fields = (f"{key}-when", f"{key}-day", f"{key}-licence")
    return Row(
        key=key,
        name=tongue.say(component.name),
        about=tongue.say(component.about),
        when=values[f"{key}-when"],
        word=words.when_word(tongue.say, part.when),
        day=values[f"{key}-day"],
        told_day=date_text(part.day) if part.day else "",
        licence=values[f"{key}-licence"],
        holds=holds.get(key, "") or tongue.say("no licence") if key in holds else "",
        problems=tuple(problems[one] for one in fields if one in problems),
    )


def _choices(ground: Ground) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """What the selects offer, each with an empty first line where nothing need be said."""
    say = ground.tongue.say
    unsaid = ("", say("not said"))
    yes = (unsaid, ("yes", say("yes")), ("no", say("no")))
    degrees = (unsaid, ("open", say("open")), ("partial", say("partly open")),
               ("closed", say("closed")))  # fmt: skip
    hardware = ground.edition.rubric.compute.hardware
    names = {one["key"]: one["name"] for one in ground.edition.document["compute"]["hardware"]}
    return {
        "when": tuple((str(one), words.when_word(say, one)) for one in (When.NOT, When.RELEASED,
                                                                        When.LATER)),
        "medium": (unsaid, *((one, words.tool_word(say, one)) for one in MEDIA)),
        "architecture": (unsaid, *((one, words.tool_word(say, one)) for one in ARCHITECTURES)),
        "treatment": (unsaid, *((one, words.tool_word(say, one)) for one in TREATMENTS)),
        "described": yes, "called_open": yes, "paid": yes,
        "tuned_data": degrees, "package": degrees, "api": degrees,
        "hardware": (("", say("the cheapest for an operation")),
                     *((one.key, str(names.get(one.key, one.key))) for one in hardware)),
    }  # fmt: skip


# ---------------------------------------------------------------- the course


def course_told(plan: Plan, ground: Ground) -> CourseTold:
    """Compute, money and months of a plan in words, drawn against the runway."""
    made = course(plan, ground.edition.rubric.compute, ground.ladder)
    tongue = ground.tongue
    end = max([LEAST_MONTHS, *(one.months[1] for one in made.rungs)])
    names = {one["key"]: one["name"] for one in ground.edition.document["compute"]["hardware"]}
    return CourseTold(
        hardware=str(names.get(made.hardware.key, made.hardware.key)),
        runs=tuple(_run(tongue, one) for one in made.runs),
        rungs=tuple(_rung(tongue, one, made, end) for one in made.rungs),
        secured="" if made.secured is None else large(tongue, made.secured, "USD"),
        lasts="" if made.lasts is None else tongue.figure(made.lasts, 0),
        ticks=tuple(tongue.figure(end * part / 3) for part in range(4)),
    )


def _span(tongue: Tongue, span: tuple[float, float], unit: str) -> str:
    low, high = (large(tongue, value, unit) for value in span)
    return low if low == high else tongue.say("%(low)s to %(high)s", low=low, high=high)


def _run(tongue: Tongue, one: Run) -> RunTold:
    say = tongue.say
    return RunTold(
        name=law_words.variant_name(say, one.variant),
        flop=_span(tongue, one.flop, "FLOP"),
        hours=_span(tongue, one.hours, say("hours")),
        cost=_span(tongue, one.cost, "USD"),
        months=tongue.span(one.months[0], one.months[1], 1) if one.months else "",
    )


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
