"""Reading release plans: the one that stands, earlier ones, and that of before moving on."""

from __future__ import annotations

import uuid

from questionnaire.people.actor import Actor
from questionnaire.release.models import ReleasePlan
from questionnaire.release.querysets import ReleasePlanQuerySet
from questionnaire.scoring.release.told import BASE_TERMS, BUILDS_ON, TRAINING, Told


def plans_of(actor: Actor, assessment: uuid.UUID) -> ReleasePlanQuerySet:
    """Every revision of an assessment's plan, the newest first."""
    rows: ReleasePlanQuerySet = ReleasePlan.objects.visible_to(actor)
    return rows.filter(assessment_id=assessment).select_related("by").order_by("-version")


def newest_of(actor: Actor, venture: uuid.UUID) -> ReleasePlan | None:
    """What was saved last for any of a venture's assessments; one query."""
    rows = ReleasePlan.objects.visible_to(actor).filter(assessment__venture_id=venture)
    found: ReleasePlan | None = rows.with_terms().order_by("-at", "-pk").first()
    return found


def told_of_base(row: ReleasePlan) -> Told:
    """What the answers tell of the base that a plan read ``with_terms`` builds on: nothing where
    the questions no longer ask for it."""
    said = {TRAINING: row.training, BASE_TERMS: row.base_terms}  # type: ignore[attr-defined]
    values = {key: one["value"] for key, one in said.items() if one and one.get("value")}
    return Told(values if values.get(TRAINING) in BUILDS_ON else {})


def plan_before(actor: Actor, assessment: uuid.UUID | None) -> ReleasePlan | None:
    """The plan of the assessment that this one was carried from; one query, none without it."""
    return plans_of(actor, assessment).first() if assessment is not None else None
