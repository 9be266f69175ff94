"""What the founder's pages of a cohort begin with: the enrolment of this very venture."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import count_write
from questionnaire.cohort.models import Enrolment
from questionnaire.people.actor import ActorRequest


def enrolment_of(request: ActorRequest, found: Assessment, enrolment: UUID) -> Enrolment:
    """The enrolment of this very venture, else the same 404 as for none."""
    rows = Enrolment.objects.visible_to(request.actor).filter(venture_id=found.venture_id)
    known = rows.with_newest_report().select_related("cohort__accelerator", "venture")
    return get_object_or_404(known, pk=enrolment)


def must_own(request: ActorRequest, joined: Enrolment) -> None:
    """403 for whoever may not decide about it; and 429 for who changes too much in a while."""
    if not Enrolment.objects.writable_by(request.actor).filter(pk=joined.pk).exists():
        raise PermissionDenied
    count_write(request, joined.venture_id)
