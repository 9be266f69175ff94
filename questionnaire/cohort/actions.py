"""What is recorded when an accelerator reads; time comes in with the actor."""

from __future__ import annotations

from questionnaire.cohort.models import Cohort, Enrolment, Opening
from questionnaire.people.actor import Actor
from questionnaire.report.models import Report


def record_opening(
    *, cohort: Cohort, by: Actor, enrolment: Enrolment | None = None, report: Report | None = None
) -> None:
    """Record that somebody reads a venture's report as disclosed, or the cohort's page.

    Once for each person or program and hour; again within it is the same reading. One statement.
    Whoever reads is recorded or reads nothing: a page is made only after this.
    """
    hour = by.at.replace(minute=0, second=0, microsecond=0)
    row = Opening(
        cohort=cohort, enrolment=enrolment, report=report, by_id=by.user_id,
        token_id=by.token_id, hour=hour, at=by.at,
    )  # fmt: skip
    Opening.objects.bulk_create([row], ignore_conflicts=True)
