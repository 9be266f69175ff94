"""Whether a plan may be called open source, in a line: then, and today where that is another."""

from __future__ import annotations

import datetime as dt

from questionnaire.release import words
from questionnaire.scoring.release.osaid import judge
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.told import Told


def verdict_line(say: words.Say, plan: Plan, told: Told, today: dt.date) -> str:
    """The verdict once everything planned is out; that of today beside it where it is another."""
    then, now = (
        words.verdict_words(say, one.verdict)[0]
        for one in (judge(plan, told), judge(plan, told, by=today))
    )
    if now == then:
        return then
    return say("%(then)s, once everything planned is out; today: %(now)s", then=then, now=now)
