"""What is done to a release plan: it is saved. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError, transaction

from questionnaire.release.models import ReleasePlan
from questionnaire.scoring.release.plan import Plan, as_json, plan_of


class Overtaken(Exception):
    """Somebody saved meanwhile; nothing was overwritten."""


@transaction.atomic
def save_plan(
    *, assessment: uuid.UUID, plan: Plan, base: int, by: int | None, at: dt.datetime
) -> int:
    """Save a plan if nobody did since version ``base``, 0 for none; the version that stands now.

    The same plan again changes nothing. Raises Overtaken.
    """
    rows = ReleasePlan.objects.filter(assessment_id=assessment)
    stands = rows.order_by("-version").first()
    version = stands.version if stands else 0
    if stands and plan_of(stands.plan) == plan:
        return version
    if base != version:
        raise Overtaken
    try:
        with transaction.atomic():
            rows.create(
                assessment_id=assessment, version=base + 1, plan=as_json(plan), by_id=by, at=at
            )
    except IntegrityError:
        raise Overtaken from None
    return base + 1
