"""Drafts that nobody comes back to: begun as a guest, never sent, unchanged for a long while."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from questionnaire.assessment.models import Answer, Assessment, Submission
from questionnaire.cohort.inviting.models import CohortInvitation
from questionnaire.people.models import Grant, Venture, VentureMember
from questionnaire.release.models import ReleasePlan


def idle_drafts(*, since: dt.datetime) -> QuerySet[Venture]:
    """Ventures of no account that never sent anything and changed nothing since then."""
    hers = OuterRef("pk")
    alive = (
        Exists(VentureMember.objects.filter(venture=hers))
        | Exists(Submission.objects.filter(assessment__venture=hers))
        | Exists(Answer.objects.filter(assessment__venture=hers, updated_at__gte=since))
        | Exists(ReleasePlan.objects.filter(assessment__venture=hers, at__gte=since))
        | Exists(Assessment.every.filter(venture=hers, created_at__gte=since))
        | Exists(Grant.objects.filter(venture=hers, created_at__gte=since))
    )
    rows: QuerySet[Venture] = Venture.objects.filter(claimed_at=None, created_at__lt=since)
    return rows.filter(~alive)


def invited() -> Q:
    """Whether an address of theirs is known: a cohort's invitation brought them."""
    return Q(Exists(CohortInvitation.objects.filter(enrolment__venture=OuterRef("pk"))))


def address_of(venture: Venture) -> tuple[str, str] | None:
    """Where a word about the draft can be sent, and in which language."""
    rows = CohortInvitation.objects.filter(enrolment__venture=venture)
    return rows.order_by("created_at", "pk").values_list("email", "language").first()
