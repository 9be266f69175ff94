"""A cohort's page, and its table as a file."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.actions import record_opening
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.standing.fresh import places
from questionnaire.cohort.standing.page import asked_of, cohort_page
from questionnaire.cohort.standing.reading import read_cohort
from questionnaire.people.actor import ActorRequest
from questionnaire.report.page import tongue_of

HERE = {"here": "cohorts", "member": True}


@require_safe
def cohort(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """A cohort as table, heatmaps, spreads and shares; asked for by the query string."""
    found = _found(request, cohort)
    tongue = tongue_of(edition_by_id(found.edition_id))
    order = places(found.edition_id)
    asked = asked_of(request.GET, order)
    if request.method == "GET":  # HEAD shows nothing
        record_opening(cohort=found, by=request.actor)
    read = read_cohort(found, order, asked)
    context = cohort_page(tongue, read, asked, request.GET) | {
        "cohort_id": found.pk,
        "name": found.name,
        "accelerator": found.accelerator.name,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "left": found.left,
    }
    return render(request, "cohort/cohort.html", HERE | context)


def _found(request: ActorRequest, cohort: UUID) -> Cohort:
    visible = Cohort.objects.visible_to(request.actor).with_left()
    return get_object_or_404(visible.select_related("accelerator"), pk=cohort)
