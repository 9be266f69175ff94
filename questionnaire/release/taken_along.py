"""The release plan that stands, as the files of a report take it along."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from questionnaire.people.actor import Actor
from questionnaire.release import words
from questionnaire.release.line import plan_line_of
from questionnaire.release.queries import newest_of, told_of_base
from questionnaire.release.told import date_text
from questionnaire.report.files.today import Opened
from questionnaire.scoring.release.components import COMPONENTS
from questionnaire.scoring.release.plan import Plan, When, plan_of


def say(message: str, **values: object) -> str:
    """A sentence of the site in the language that is on."""
    return gettext(message) % values


def opened_on_a_day(actor: Actor, venture: UUID, _day: dt.date) -> Opened | None:
    """What stands for the venture, in words; None while nothing was saved. One query."""
    row = newest_of(actor, venture)
    if row is None:
        return None
    plan = plan_of(row.plan)
    line = plan_line_of(say, plan, told_of_base(row))
    return Opened(
        facts=(
            (_("Model Openness Framework"), line.level),
            (_("Open source"), line.opened),
            (_("Openness profile"), _("%(score)s of 14") % {"score": line.score}),
            (_("Saved on"), date_text(timezone.localdate(row.at))),
        ),
        rows=tuple(
            _row(plan, one.key) for one in COMPONENTS if plan.part(one.key).when != When.NOT
        ),
        kept=_kept(plan),
    )


def _row(plan: Plan, key: str) -> tuple[str, str, str]:
    part = plan.part(key)
    state = words.when_word(say, part.when)
    if part.day:
        state = f"{state}, {date_text(part.day)}"
    return words.component_name(say, key), state, plan.licences[key] or _("no licence")


def _kept(plan: Plan) -> str:
    kept = sum(plan.part(one.key).when is When.NOT for one in COMPONENTS)
    said = ngettext(
        "%(number)s of 17 components stays in the house.",
        "%(number)s of 17 components stay in the house.",
        kept,
    )
    return said % {"number": kept}
