"""What is done to a release plan: it is saved. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from questionnaire.assessment.models import Assessment
from questionnaire.release.models import ReleasePlan
from questionnaire.scoring.release.plan import Plan, as_json, plan_of


class Overtaken(Exception):
    """Somebody saved meanwhile; nothing was overwritten."""


@transaction.atomic
def save_plan(
    *, assessment: Assessment, plan: Plan, base: int, by: int | None, at: dt.datetime
) -> int:
    """Save the venture's plan if nobody did since version ``base``, 0 for none; the version that
    stands now. assessment: whose answers it was made over.

    The same plan again changes nothing. Raises Overtaken.
    """
    rows = ReleasePlan.objects.filter(venture_id=assessment.venture_id)
    stands = rows.order_by("-version").first()
    version = stands.version if stands else 0
    if stands and plan_of(stands.plan) == plan:
        return version
    if base != version:
        raise Overtaken
    try:
        with transaction.atomic():
            rows.create(
                venture_id=assessment.venture_id, assessment=assessment, version=base + 1,
                plan=as_json(plan), by_id=by, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise Overtaken from None
    return base + 1
