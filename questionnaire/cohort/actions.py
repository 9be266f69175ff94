"""What is recorded when an accelerator reads; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

from questionnaire.cohort.models import Cohort, Enrolment, Opening
from questionnaire.people.actor import Actor
from questionnaire.report.models import Report


def record_opening(
    *,
    cohort: Cohort,
    by: Actor,
    at: dt.datetime,
    enrolment: Enrolment | None = None,
    report: Report | None = None,
) -> None:
    """Record that somebody reads a venture's report as disclosed, or the cohort's page.

    Each reading is a row: founders are told when somebody looked, and that moment lies after the
    one in which they shared it. at: of now and not of when the request came, for that may have
    waited. Whoever reads is recorded or reads nothing: a page is made only after this. HEAD is a
    reading too, as the length of what it would bring tells something.
    """
    Opening.objects.create(
        cohort=cohort, enrolment=enrolment, report=report, by_id=by.user_id,
        token_id=by.token_id, at=at,
    )  # fmt: skip


def record_openings(
    *, cohort: Cohort, read: Iterable[tuple[uuid.UUID, uuid.UUID]], by: Actor, at: dt.datetime
) -> None:
    """The same for several reports at once. read: their enrolments and themselves."""
    Opening.objects.bulk_create(
        Opening(
            cohort=cohort, enrolment_id=enrolment, report_id=report, by_id=by.user_id,
            token_id=by.token_id, at=at,
        )
        for enrolment, report in read
    )  # fmt: skip
