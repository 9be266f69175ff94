"""Somebody of an accelerator looks: so often a day, and recorded before anything is shown."""

from __future__ import annotations

from django.utils import timezone

from questionnaire.cohort.actions import record_opening
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend_in_tens
from questionnaire.report.models import Report


def look(
    request: ActorRequest,
    *,
    cohort: Cohort,
    enrolment: Enrolment | None = None,
    report: Report | None = None,
) -> None:
    """Record it. Raises TooMany: each look is a row, which founders read, so whoever looks more
    often than anybody reads sees nothing rather than unrecorded."""
    spend_in_tens(request, "look", request.actor.user_id)
    record_opening(
        cohort=cohort, enrolment=enrolment, report=report, by=request.actor, at=timezone.now()
    )
