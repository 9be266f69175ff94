"""The page of the release plan as plain values: the form, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from questionnaire.release import words
from questionnaire.release.charts import profile_chart
from questionnaire.release.course import CourseTold, course_told
from questionnaire.release.forms import IN_ORDER, label_of
from questionnaire.release.ground import Ground
from questionnaire.release.rows import PartTold
from questionnaire.release.told import PlanTold, plan_told
from questionnaire.report.charts import Caption
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.scoring.release.components import KINDS
from questionnaire.scoring.release.licences import OFFERED
from questionnaire.scoring.release.plan import ARCHITECTURES, MEDIA, TREATMENTS, Plan, When


@dataclass(frozen=True, slots=True)
class Row:
    """A component: name and what it is, its fields as typed, and what is wrong with them."""

    key: str
    name: str
    about: str
    when: str
    state: str
    passed: bool
    day: str
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

    @property
    def planned(self) -> int:
        """How many are not kept."""
        return sum(one.when != When.NOT for one in self.rows)

    @property
    def wrong(self) -> bool:
        return any(one.problems for one in self.rows)


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Everything that the page shows. wrong: (field, what the form calls it, what is wrong)."""

    groups: tuple[KindGroup, ...]
    told: PlanTold
    chart: SafeString
    course: CourseTold
    values: Mapping[str, str]
    problems: Mapping[str, str]
    wrong: tuple[tuple[str, str, str], ...]
    choices: Mapping[str, tuple[tuple[str, str], ...]]


def release_page(
    plan: Plan, ground: Ground, values: Mapping[str, str], problems: Mapping[str, str]
) -> ReleasePage:
    """The page of a plan. values: its fields as typed; problems: by field."""
    told = plan_told(plan, ground)
    return ReleasePage(
        groups=tuple(_groups(told.parts, ground.tongue, values, problems)),
        told=told,
        chart=_draw(ground.tongue, told),
        course=course_told(plan, ground),
        values=values,
        problems=problems,
        wrong=tuple((one, label_of(one), problems[one]) for one in IN_ORDER if one in problems),
        choices=_choices(ground),
    )


def _draw(tongue: Tongue, told: PlanTold) -> SafeString:
    said = "; ".join(f"{place} {name}: {word}" for place, name, word in told.profile.rows)
    caption = Caption("chart-profile", tongue.say("Openness profile"), said)
    return profile_chart(caption, list(told.profile.profile.degrees.values()))


# ---------------------------------------------------------------- the form


def _groups(
    parts: tuple[PartTold, ...], tongue: Tongue, values: Mapping[str, str],
    problems: Mapping[str, str],
) -> Iterator[KindGroup]:  # fmt: skip
    for kind in KINDS:
        yield KindGroup(
            kind=kind,
            name=words.kind_word(tongue.say, kind),
            whole=values[f"whole-{kind}"],
            offered=OFFERED[kind],
            rows=tuple(_row(one, values, problems) for one in parts if one.kind == kind),
        )


def _row(told: PartTold, values: Mapping[str, str], problems: Mapping[str, str]) -> Row:
    fields = (f"{told.key}-when", f"{told.key}-day", f"{told.key}-licence")
    when, day, licence = (values[one] for one in fields)
    return Row(
        key=told.key, name=told.name, about=told.about, when=when, state=told.state,
        passed=told.passed, day=day, licence=licence, holds=told.holds,
        problems=tuple(problems[one] for one in fields if one in problems),
    )  # fmt: skip


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
