"""What a manager's view begins with: the cohort that may be changed."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend

HERE = {"here": "cohorts", "member": True}


def managed(request: ActorRequest, cohort: uuid.UUID) -> Cohort:
    """The cohort if this actor manages it, else the same 404 as for none; 429 for who changes too
    much in a while."""
    rows = Cohort.objects.managed_by(request.actor).select_related("accelerator", "edition")
    found: Cohort = get_object_or_404(rows, pk=cohort)
    if request.method == "POST":
        spend(request, "write", f"{found.accelerator_id}/{request.actor.user_id}")
    return found


def manager_page(
    request: ActorRequest, template: str, cohort: Cohort, *, status: int = 200, **values: object
) -> HttpResponse:
    """A page of one cohort for its managers."""
    context = {
        **HERE,
        "cohort_id": cohort.pk,
        "name": cohort.name,
        "accelerator": cohort.accelerator.name,
        "accelerator_id": cohort.accelerator_id,
        "closed": cohort.closed_at is not None,
        **values,
    }
    return render(request, f"cohort/{template}.html", context, status=status)
