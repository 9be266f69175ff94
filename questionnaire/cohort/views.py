"""What accelerators see: their cohorts, and a venture's report as disclosed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questionnaire.cohort.disclosed import disclosed_report
from questionnaire.cohort.disclosure import read_disclosure
from questionnaire.cohort.intake import newest_report
from questionnaire.cohort.interview import interview_sheet
from questionnaire.cohort.looking import look
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import ActorRequest
from questionnaire.people.models import Accelerator

HERE = {"here": "cohorts", "member": True}


@require_safe
def cohorts(request: ActorRequest) -> HttpResponse:
    """The cohorts of the accelerators that the reader is a member of."""
    mine = Cohort.objects.visible_to(request.actor).with_size().order_by("-starts_on", "name")
    columns = ("id", "name", "accelerator__name", "starts_on", "ends_on", "closed_at", "size")
    own = Accelerator.objects.belonging_to(request.actor).with_rights(request.actor)
    context = {
        "cohorts": list(mine.values(*columns)),
        "accelerators": list(own.order_by("name").values("id", "name", "shown", "manages")),
    }
    return render(request, "cohort/cohorts.html", HERE | context)


@require_safe
def cohort_report(request: ActorRequest, cohort: UUID, enrolment: UUID) -> HttpResponse:
    """A venture's newest report as far as the venture shares it with this accelerator."""
    parent = get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort)
    joined = parent.enrolments.consented().with_newest_report().select_related("venture")
    found = get_object_or_404(joined.filter(report_id__isnull=False), pk=enrolment)
    report = newest_report(found.report_id)
    shared = read_disclosure(vars(found))
    context = disclosed_report(report, found.venture, shared) | {
        "cohort_id": parent.pk,
        "enrolment_id": found.pk,
        "cohort_name": parent.name,
    }
    look(request, cohort=parent, enrolment=found, report=report)
    return render(request, "cohort/cohort_report.html", HERE | context)


@require_safe
def interview(request: ActorRequest, cohort: UUID, enrolment: UUID) -> HttpResponse:
    """What to ask a venture in person, from what it shares with this accelerator."""
    parent = get_object_or_404(Cohort.objects.visible_to(request.actor), pk=cohort)
    joined = parent.enrolments.consented().with_newest_report().select_related("venture")
    found = get_object_or_404(joined.filter(report_id__isnull=False), pk=enrolment)
    report = newest_report(found.report_id)
    sheet = interview_sheet(report, found.venture, read_disclosure(vars(found)))
    look(request, cohort=parent, enrolment=found, report=report)
    context = {"cohort_id": parent.pk, "cohort_name": parent.name, "enrolment_id": found.pk}
    return render(request, "cohort/interview.html", HERE | context | sheet)
