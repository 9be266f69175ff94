"""What accelerators see: their cohorts, a cohort, and a venture's report as disclosed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.actions import record_opening
from questionnaire.cohort.aggregate import filter_rows, sort_rows
from questionnaire.cohort.disclosed import disclosed_report
from questionnaire.cohort.disclosure import read_disclosure
from questionnaire.cohort.forms import read_filters
from questionnaire.cohort.intake import newest_report, rows_of
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.page import cohort_page
from questionnaire.people.actor import ActorRequest
from questionnaire.people.models import Accelerator
from questionnaire.report.page import tongue_of

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
def cohort(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """A cohort as table, heatmaps and spread; sorted and narrowed by the query string."""
    visible = Cohort.objects.visible_to(request.actor).with_manages(request.actor)
    visible = visible.with_may_review(request.actor).select_related("accelerator")
    found = get_object_or_404(visible, pk=cohort)
    tongue = tongue_of(edition_by_id(found.edition_id))
    texts = tongue.texts
    read = rows_of(found, [category.key for category in texts.categories])
    if request.method == "GET":  # HEAD shows nothing
        record_opening(cohort=found, by=request.actor)
    paths = [path.key for path in texts.paths]
    filters = read_filters(request.GET, paths, list(texts.tensions))
    places = {key: place for place, key in enumerate(paths)}
    shown, sort = sort_rows(filter_rows(read.rows, filters), request.GET.get("sort", ""), places)
    context = cohort_page(tongue, read.rows, shown, sort, filters) | {
        "cohort_id": found.pk,
        "manages": found.manages,
        "closed": found.closed_at is not None,
        "name": found.name,
        "accelerator": found.accelerator.name,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "mixed": read.mixed,
        "left": read.left,
        "sort": sort,
        "may_review": found.may_review,
    }
    return render(request, "cohort/cohort.html", HERE | context)


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
        "cohort_name": parent.name,
    }
    if request.method == "GET":  # HEAD shows nothing
        record_opening(cohort=parent, enrolment=found, report=report, by=request.actor)
    return render(request, "cohort/cohort_report.html", HERE | context)
