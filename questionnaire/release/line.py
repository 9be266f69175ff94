"""A plan in a line, as other pages and files tell it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from questionnaire.release import words
from questionnaire.scoring.release.mof import classify
from questionnaire.scoring.release.openness import profile
from questionnaire.scoring.release.osaid import judge
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.told import Told


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan in a line: the class it comes to, whether it may be called open source, points."""

    level: str
    opened: str
    score: str


def plan_line_of(say: words.Say, plan: Plan, told: Told) -> PlanLine:
    """A plan in a line; needs no edition, and of the answers what they tell of its base."""
    level = classify(plan.release(with_later=True)).level
    opened = verdict_line(say, plan, told, timezone.localdate())
    return PlanLine(words.level_name(say, level), opened, f"{profile(plan).score:g}")


def verdict_line(say: words.Say, plan: Plan, told: Told, today: dt.date) -> str:
    """The verdict once everything planned is out; that of today beside it where it is another."""
    then, now = (
        words.verdict_words(say, one.verdict)[0]
        for one in (judge(plan, told), judge(plan, told, by=today))
    )
    if now == then:
        return then
    return say("%(then)s, once everything planned is out; today: %(now)s", then=then, now=now)
