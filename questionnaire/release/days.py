"""What days do to a plan, in words: when the class changes, and which days have passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.utils.formats import date_format

from questionnaire.release import words
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.scoring.release.components import COMPONENTS
from questionnaire.scoring.release.mof import classify
from questionnaire.scoring.release.plan import Plan, When


def class_days(tongue: Tongue, plan: Plan, today: dt.date) -> Iterator[tuple[str, str]]:
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
