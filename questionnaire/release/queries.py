"""Reading release plans: the one that stands, earlier ones, and that of before moving on."""

from __future__ import annotations

import uuid

from questionnaire.people.actor import Actor
from questionnaire.release.models import ReleasePlan
from questionnaire.release.querysets import ReleasePlanQuerySet


def plans_of(actor: Actor, assessment: uuid.UUID) -> ReleasePlanQuerySet:
    """Every revision of an assessment's plan, the newest first."""
    rows: ReleasePlanQuerySet = ReleasePlan.objects.visible_to(actor)
    return rows.filter(assessment_id=assessment).select_related("by").order_by("-version")


def plan_before(actor: Actor, assessment: uuid.UUID | None) -> ReleasePlan | None:
    """The plan of the assessment that this one was carried from; one query, none without it."""
    return plans_of(actor, assessment).first() if assessment is not None else None
