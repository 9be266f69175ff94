"""The release plan that stands, as the files of a report take it along: built once for all."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionnaire.people.actor import Actor
from questionnaire.release.blocks import blocks_of
from questionnaire.release.course import course_told
from questionnaire.release.ground import open_ground
from questionnaire.release.queries import answers_now, standing_plan
from questionnaire.release.recorded import record_of_plan
from questionnaire.release.rows import PartTold, date_text
from questionnaire.release.told import PlanTold, plan_told
from questionnaire.report.files.opened import Line, Opened
from questionnaire.scoring.release.plan import plan_of


def opened_on_a_day(actor: Actor, venture: UUID, day: dt.date) -> Opened | None:
    """What stands for the venture, over the answers that it goes on with; None while nothing was
    saved. One query then, four where something was."""
    row = standing_plan(actor, venture)
    found = answers_now(actor, venture) if row else None
    if row is None or found is None:
        return None
    plan, ground = plan_of(row.plan), open_ground(actor, found)
    told = plan_told(plan, ground)
    record = record_of_plan(row, plan, ground, day)
    planned = tuple(one for one in told.parts if not one.kept)
    return Opened(
        facts=_facts(told, timezone.localdate(row.at)),
        rows=tuple((one.name, one.state, one.holds) for one in planned),
        kept=_kept(told.parts),
        blocks=blocks_of(ground, told, course_told(plan, ground), record),
        lines=tuple(Line(one.key, one.name, one.state, one.holds) for one in told.parts),
        record=record,
    )


def _facts(told: PlanTold, saved: dt.date) -> tuple[tuple[str, str], ...]:
    level = told.classed.then
    if told.classed.now != told.classed.then:
        now = _("today: %(now)s") % {"now": told.classed.now}
        level = f"{level}; {now}"
    return (
        (_("Model Openness Framework"), level),
        (_("Open source"), told.opened.line),
        (_("Openness profile"), _("%(score)s of 14") % {"score": told.profile.score}),
        (_("To settle"), _matters(told.to_settle)),
        (_("Saved on"), date_text(saved)),
    )


def _matters(number: int) -> str:
    return ngettext("%(number)s matter", "%(number)s matters", number) % {"number": number}


def _kept(parts: tuple[PartTold, ...]) -> str:
    kept = sum(one.kept for one in parts)
    said = ngettext(
        "%(number)s of 17 components stays in the house.",
        "%(number)s of 17 components stay in the house.",
        kept,
    )
    return said % {"number": kept}
