"""The 17 components of a plan in words: the one place that says how each stands and under what.

The page, the drafts and every file of a report show these rows, each as much of them as it needs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.formats import date_format

from questionnaire.release import words
from questionnaire.scoring.release.components import COMPONENTS
from questionnaire.scoring.release.plan import Plan, When


@dataclass(frozen=True, slots=True)
class PartTold:
    """A component. state: the word for it with its day, and that the day has passed where it has;
    holds: the licence in words, empty for what is kept; licence: its id, empty for none."""

    key: str
    kind: str
    name: str
    about: str
    when: When
    day: dt.date | None
    passed: bool
    state: str
    licence: str
    holds: str

    @property
    def kept(self) -> bool:
        return self.when is When.NOT


def parts_told(say: words.Say, plan: Plan, today: dt.date) -> tuple[PartTold, ...]:
    """Every component as planned, in the framework's order."""
    licences = plan.licences
    found = []
    for one in COMPONENTS:
        part = plan.part(one.key)
        planned = part.when is not When.NOT
        day = part.day if part.when is When.LATER else None
        passed = day is not None and day < today
        licence = licences.get(one.key, "")
        found.append(PartTold(
            key=one.key, kind=one.kind, name=say(one.name), about=say(one.about), when=part.when,
            day=day, passed=passed, state=state_words(say, part.when, day, passed=passed),
            licence=licence, holds=(licence or say("no licence")) if planned else "",
        ))  # fmt: skip
    return tuple(found)


def state_words(say: words.Say, when: When, day: dt.date | None, *, passed: bool) -> str:
    """How a component stands: "Later, 1 March 2027"; and that it is out once that day is over."""
    word = words.when_word(say, when)
    if day is None:
        return word
    values = {"state": word, "day": date_text(day)}
    if passed:
        return say("%(state)s, %(day)s: this day has passed, so it counts as released", **values)
    return say("%(state)s, %(day)s", **values)


def date_text(day: dt.date) -> str:
    """A day as the language writes it."""
    return str(date_format(day, "DATE_FORMAT"))
