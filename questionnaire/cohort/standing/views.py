"""A cohort's page, and its table as a file: none for HEAD, as a name of a file tells a number."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_safe

from fmassess.headers import for_readers_only
from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.looking import look
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.standing.beside import (
    FEWEST,
    chosen_ids,
    chosen_rows,
    heads,
    lines,
    lists,
    sharing,
)
from questionnaire.cohort.standing.files import Export, as_csv, as_json, as_xlsx, export_of
from questionnaire.cohort.standing.page import asked_of, cohort_page
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.reading import read_cohort
from questionnaire.cohort.withheld import legend_of
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import one_export_at_a_time
from questionnaire.report.page import tongue_of
from questionnaire.scoring.rests import rests_of

CSV = "text/csv; charset=utf-8; header=present"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HERE = {"here": "cohorts", "member": True}


@require_safe
def cohort(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """A cohort as table, heatmaps, spreads and shares; asked for by the query string."""
    found = _found(request, cohort)
    tongue = tongue_of(edition_by_id(found.edition_id))
    order = places(found.edition_id)
    asked = asked_of(request.GET, order, found.required)
    look(request, cohort=found)
    read = read_cohort(found, order, asked)
    context = cohort_page(tongue, read, asked, request.GET, timezone.now().date()) | {
        "cohort_id": found.pk,
        "manages": found.manages,
        "closed": found.closed_at is not None,
        "may_review": found.may_review,
        "name": found.name,
        "accelerator": found.accelerator.name,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "left": found.left,
    }
    return render(request, "cohort/cohort.html", HERE | context)


@require_safe
def side_by_side(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """Two to four ventures beside each other, named in the address; else how to choose them."""
    found = _found(request, cohort)
    order = places(found.edition_id)
    chosen = chosen_rows(found, order, chosen_ids(request.GET.getlist("venture")))
    rows = [one.row for one in chosen]
    look(request, cohort=found)
    edition = edition_by_id(found.edition_id)
    tongue = tongue_of(edition)
    context = {
        "cohort_id": found.pk,
        "cohort_name": found.name,
        "sharing": sharing(tongue, chosen, rests_of(edition.rubric)),
        "legend": list(legend_of(tongue)),
        "enough": len(rows) >= FEWEST,
        "heads": heads(tongue, rows, found.required),
        "lines": list(lines(tongue, order, rows, found.required)),
        "lists": lists(tongue, order, rows),
    }
    return render(request, "cohort/side_by_side.html", HERE | context)


@require_GET
@one_export_at_a_time
def cohort_csv(request: ActorRequest, cohort: UUID) -> HttpResponseBase:
    """The table of the page with the same query, as CSV in the reader's language."""
    export = _export(request, cohort)
    answer = StreamingHttpResponse(as_csv(export), content_type=CSV)
    return _attached(answer, export, "csv")


@require_GET
@one_export_at_a_time
def cohort_json(request: ActorRequest, cohort: UUID) -> HttpResponseBase:
    """The same for machines."""
    export = _export(request, cohort)
    answer = StreamingHttpResponse(as_json(export), content_type="application/json")
    return _attached(answer, export, "json")


@require_GET
@one_export_at_a_time
def cohort_xlsx(request: ActorRequest, cohort: UUID) -> HttpResponseBase:
    """The same as a workbook, in the reader's language."""
    export = _export(request, cohort)
    return _attached(FileResponse(as_xlsx(export), content_type=WORKBOOK), export, "xlsx")


def _export(request: ActorRequest, cohort: UUID) -> Export:
    found = _found(request, cohort)
    order = places(found.edition_id)
    look(request, cohort=found)
    tongue = tongue_of(edition_by_id(found.edition_id))
    return export_of(tongue, found, order, asked_of(request.GET, order, found.required))


def _attached(answer: HttpResponseBase, export: Export, end: str) -> HttpResponseBase:
    name = slugify(export.cohort.name)[:40].strip("-") or "cohort"
    file = f"{name}-{export.total}-rows.{end}"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    answer["X-Row-Count"] = str(export.total)
    for_readers_only(answer)
    return answer


def _found(request: ActorRequest, cohort: UUID) -> Cohort:
    visible = Cohort.objects.visible_to(request.actor).with_left().with_manages(request.actor)
    visible = visible.with_may_review(request.actor)
    return get_object_or_404(visible.select_related("accelerator"), pk=cohort)
