"""Reading release plans: the rule of which one stands is here and nowhere else.

A venture has one plan, whatever edition of the questions it answers: what was saved last stands,
on every page and in every file.
"""

from __future__ import annotations

import uuid

from questionnaire.assessment.models import Assessment
from questionnaire.people.actor import Actor
from questionnaire.release.models import ReleasePlan
from questionnaire.release.querysets import ReleasePlanQuerySet


def plans_of(actor: Actor, venture: uuid.UUID) -> ReleasePlanQuerySet:
    """Every revision of a venture's plan, the one that stands first."""
    rows: ReleasePlanQuerySet = ReleasePlan.objects.visible_to(actor)
    return rows.filter(venture_id=venture).select_related("by").order_by("-version")


def standing_plan(actor: Actor, venture: uuid.UUID) -> ReleasePlan | None:
    """The plan that stands; None while nothing was saved. One query."""
    found: ReleasePlan | None = plans_of(actor, venture).first()
    return found


def plan_beside(actor: Actor, assessment: uuid.UUID) -> ReleasePlan | None:
    """The plan that stands for the venture of an assessment, whichever of its assessments; one
    query."""
    rows = ReleasePlan.objects.visible_to(actor).filter(venture__assessments=assessment)
    found: ReleasePlan | None = rows.order_by("-version").first()
    return found


def answers_now(actor: Actor, venture: uuid.UUID) -> Assessment | None:
    """The assessment that the venture goes on with, whose answers a plan is read against today."""
    rows = Assessment.objects.visible_to(actor).current().filter(venture_id=venture)
    found: Assessment | None = rows.select_related("venture").order_by("-created_at", "-pk").first()
    return found
