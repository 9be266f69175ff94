"""Reading a plan: what was taken on, what is advised now, and who can look after it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch

from questionnaire.people.actor import Actor
from questionnaire.people.models import VentureMember
from questionnaire.report.models import Report
from questionnaire.report.plan.models import PlanChange, PlanItem


def items_of(actor: Actor, venture: uuid.UUID) -> list[PlanItem]:
    """Every action of the venture's plan with its owner; one query."""
    rows = PlanItem.objects.visible_to(actor).filter(venture_id=venture)
    return list(rows.select_related("owner").order_by("created_at", "pk"))


def newest_report(actor: Actor, venture: uuid.UUID) -> Report | None:
    """The report of what was sent last: its actions are those that are advised. One query."""
    rows = Report.objects.visible_to(actor).filter(submission__assessment__venture_id=venture)
    light = rows.select_related("submission").defer("summary", "submission__answers")
    found: Report | None = light.order_by("-submission__sent_at", "-pk").first()
    return found


def members_of(actor: Actor, venture: uuid.UUID) -> Sequence[tuple[int, str]]:
    """Who belongs to the venture, by the id of their account; one query."""
    rows = VentureMember.objects.visible_to(actor).filter(venture_id=venture).order_by("pk")
    columns = rows.values_list("user_id", "user__name", "user__email")
    return [(pk, name or email) for pk, name, email in columns]


def changes_of(actor: Actor, item: PlanItem) -> list[PlanChange]:
    """Every change of an action, the last first; one query."""
    rows = PlanChange.objects.visible_to(actor).filter(item=item)
    return list(rows.select_related("by", "owner").order_by("-version"))


def with_log() -> Prefetch[Any]:
    """The changes of many actions along with them, the last first."""
    changes = PlanChange.objects.select_related("by", "owner").order_by("-version")
    return Prefetch("changes", queryset=changes)


def counted(actor: Actor, assessment: uuid.UUID, day: dt.date) -> dict[str, int]:
    """How the plan of an assessment's venture stands, in numbers; one query."""
    rows = PlanItem.objects.visible_to(actor).filter(venture__assessments=assessment)
    found: dict[str, int] = rows.counted(day)
    return found
