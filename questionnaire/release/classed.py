"""The class of a plan in words: today, in the end, and the days between; which have passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format

from questionnaire.release import words
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.scoring.release.components import COMPONENTS
from questionnaire.scoring.release.mof import Classified, Standing, classify
from questionnaire.scoring.release.plan import Plan, When


@dataclass(frozen=True, slots=True)
class LevelTold:
    """A class of the framework: how far it is, and what it lacks. lacking: (component, why)."""

    name: str
    counted: int
    needed: int
    percent: int
    complete: bool
    lacking: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ClassTold:
    """The class today, once everything planned is out, and on the days between. caveat: that the
    base's terms stand against the licences counted, empty where they do not."""

    now: str
    then: str
    levels: tuple[LevelTold, ...]
    following: LevelTold | None
    days: tuple[tuple[str, str], ...]
    caveat: str


def classed(tongue: Tongue, plan: Plan, today: dt.date, caveat: str) -> ClassTold:
    """The class of a plan as it is on a day, and once everything planned is out."""
    now = classify(plan.release(by=today))
    then = classify(plan.release(with_later=True))
    levels = tuple(_levels(tongue, then))
    return ClassTold(
        now=words.level_name(tongue.say, now.level),
        then=words.level_name(tongue.say, then.level),
        levels=levels,
        following=next((one for one in levels if not one.complete), None),
        days=tuple(_days(tongue, plan, today)),
        caveat=caveat,
    )


def _levels(tongue: Tongue, made: Classified) -> Iterator[LevelTold]:
    for one in made.levels:
        yield LevelTold(
            name=words.level_name(tongue.say, one.level),
            counted=one.counted,
            needed=one.needed,
            percent=round(one.progress),
            complete=one.complete,
            lacking=tuple(_lacking(tongue, key, why) for key, why in one.lacking),
        )


def _lacking(tongue: Tongue, key: str, why: Standing) -> tuple[str, str]:
    return words.component_name(tongue.say, key), words.standing_word(tongue.say, why)


def _days(tongue: Tongue, plan: Plan, today: dt.date) -> Iterator[tuple[str, str]]:
    """The days still to come on which the class becomes another, and what it becomes."""
    level = classify(plan.release(by=today)).level
    for day in plan.days:
        reached = classify(plan.release(by=day)).level
        if day > today and reached != level:
            yield str(date_format(day, "DATE_FORMAT")), words.level_name(tongue.say, reached)
            level = reached


def passed_words(tongue: Tongue, plan: Plan, today: dt.date) -> str:
    """What was to come later, and its day is over: it counts as out. Empty for nothing."""
    names = [
        words.component_name(tongue.say, one.key)
        for one in COMPONENTS
        if (part := plan.part(one.key)).when is When.LATER and part.day and part.day < today
    ]
    if not names:
        return ""
    return tongue.say(
        "The day has passed on which this was to come: %(parts)s. It counts as released; say that "
        "it is out, or set a new day.",
        parts=tongue.listed(names),
    )
