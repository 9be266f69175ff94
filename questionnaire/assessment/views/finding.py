"""What a founder's view begins with: the assessment that may be read or changed; and its page."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from questionnaire.assessment.models import Assessment
from questionnaire.people.actor import ActorRequest
from questionnaire.vocabulary import AssessmentStatus


def visible(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The assessment if this actor may read it, else the same 404 as for none."""
    rows = Assessment.objects.visible_to(request.actor).select_related("venture")
    return get_object_or_404(rows, pk=assessment)


def writable(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The assessment if this actor may change it; 403 for those who may only read it."""
    rows = Assessment.objects.writable_by(request.actor).select_related("venture")
    found = rows.filter(pk=assessment).first()
    if found is None:
        visible(request, assessment)
        raise PermissionDenied
    return found


def founder_page(
    request: ActorRequest, template: str, assessment: Assessment, **values: object
) -> HttpResponse:
    """A page of one assessment, with what the masthead needs."""
    context = {"here": "questions", "assessment_id": assessment.pk, **values}
    return render(request, f"assessment/{template}.html", context)


def is_open(assessment: Assessment) -> bool:
    """Whether answers may be changed now."""
    return assessment.status == AssessmentStatus.OPEN
