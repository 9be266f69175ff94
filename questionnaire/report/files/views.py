"""A report as a file: PDF, workbook, one of its tables as CSV, and JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from fmassess.headers import for_readers_only
from questionnaire.people.actor import Actor, ActorRequest
from questionnaire.people.limits import one_export_at_a_time, spend
from questionnaire.report.files.csv_file import as_csv
from questionnaire.report.files.frozen import Frozen, frozen
from questionnaire.report.files.opened import RELEASE, Opened, release_table
from questionnaire.report.files.pdf import as_pdf
from questionnaire.report.files.scorecard_file import as_json
from questionnaire.report.files.shape import Table, Told
from questionnaire.report.files.tables import table
from questionnaire.report.files.today import (
    DECISION,
    PLAN,
    Decided,
    Today,
    decision_table,
    plan_table,
    planned_today,
)
from questionnaire.report.files.workbook import as_xlsx
from questionnaire.report.models import Report, ReportLink
from questionnaire.report.sharing.actions import record_taken

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_OF_A_NAME = 40
Decides = Callable[[Actor, UUID, dt.date], Decided | None]
"""What was decided for a venture and stands on a day, as the reader may know it."""
Opens = Callable[[Actor, UUID, dt.date], Opened | None]
"""What is to be opened by the release plan that stands on a day, as the reader may know it."""


def opened(found: Report) -> Frozen:
    """The report for its files, with what readable_by says that the reader may see: notes and
    evidence; what changed since last time for the venture's own, as on the page."""
    return frozen(found, notes=getattr(found, "with_notes", False), since=is_own(found))


def is_own(found: Report) -> bool:
    """Whether the reader is of its venture, and not one who came by a link."""
    return getattr(found, "own", False)


def as_of_today(
    actor: Actor, found: Report, decides: Decides | None = None, opens: Opens | None = None
) -> Today | None:
    """What is planned, decided and to be opened today, for the venture's own readers; None where
    nothing is, so that the file is the frozen report and no more."""
    if not is_own(found):
        return None
    venture, day = found.submission.assessment.venture_id, timezone.localdate()
    decided = decides(actor, venture, day) if decides else None
    opened = opens(actor, venture, day) if opens else None
    today = Today(day, planned_today(actor, venture, day), decided, opened)
    return None if today.empty else today


def visible_report(request: ActorRequest, report: UUID) -> Report:
    """The report with what its files need; what is not visible does not exist. One query."""
    reports = Report.objects.readable_by(request.actor)
    found: Report = get_object_or_404(
        reports.select_related("submission__assessment__venture"), pk=report
    )
    return found


def _taken(request: ActorRequest, found: Report, file: str) -> None:
    """Record a file that somebody takes along who came by a link; of two that were opened in this
    browser, by the one that shows more. Raises TooMany as opening does."""
    if is_own(found):
        return
    links = ReportLink.objects.opened_by(request.actor).filter(report=found)
    link = get_object_or_404(links.order_by("-with_notes", "-pk")[:1])  # or ended this moment
    spend(request, "opening", link.pk)
    record_taken(link=link, file=file, at=timezone.now())


@login_not_required
@require_safe
@one_export_at_a_time
def report_pdf(
    request: ActorRequest, report: UUID, decides: Decides | None = None, opens: Opens | None = None
) -> HttpResponse:
    """The report as PDF, in the reader's language. decides, opens: later stages know (urls.py)."""
    row = visible_report(request, report)
    _taken(request, row, "pdf")
    found, today = opened(row), as_of_today(request.actor, row, decides, opens)
    return attached(as_pdf(found, today), "application/pdf", file_name(found, "pdf"))


@login_not_required
@require_safe
@one_export_at_a_time
def report_xlsx(
    request: ActorRequest, report: UUID, decides: Decides | None = None, opens: Opens | None = None
) -> HttpResponse:
    """The report as a workbook, in the reader's language. decides, opens: as for the PDF."""
    row = visible_report(request, report)
    _taken(request, row, "xlsx")
    found, today = opened(row), as_of_today(request.actor, row, decides, opens)
    return attached(as_xlsx(found, today), WORKBOOK, file_name(found, "xlsx"))


@login_not_required
@require_safe
@one_export_at_a_time
def report_csv(
    request: ActorRequest, report: UUID, decides: Decides | None = None, opens: Opens | None = None
) -> HttpResponse:
    """One table of the report, ``?table=``; without a name the answers with their points. decides,
    opens: as for the PDF."""
    row = visible_report(request, report)
    found = opened(row)
    made, part = _table(request, row, found, decides, opens)
    if made is None:
        raise Http404
    _taken(request, row, "csv")
    name = file_name(found, "csv", f"{part}-{len(made.rows)}-rows")
    answer = attached(as_csv(made), "text/csv; charset=utf-8; header=present", name)
    answer["X-Row-Count"] = str(len(made.rows))
    return answer


def _table(
    request: ActorRequest, row: Report, found: Frozen, decides: Decides | None, opens: Opens | None
) -> tuple[Table | None, str]:
    """The table that is asked for, and what it is called in the file's name."""
    key = request.GET.get("table", "answers")
    if key not in (PLAN, DECISION, RELEASE):
        return table(Told(found.tongue, found.card, found.sheet, found.notes), key), key
    if not is_own(row):
        return None, key
    venture, day = row.submission.assessment.venture_id, timezone.localdate()
    name = f"{key}-{day.isoformat()}"
    if key == PLAN:
        planned = planned_today(request.actor, venture, day)
        return plan_table(found.tongue, Today(day, planned, None)), name
    if key == RELEASE:
        plan = opens(request.actor, venture, day) if opens else None
        return release_table(found.tongue, day, plan), name
    decided = decides(request.actor, venture, day) if decides else None
    return decision_table(found.tongue, Today(day, (), decided)), name


@login_not_required
@require_safe
@one_export_at_a_time
def report_json(
    request: ActorRequest, report: UUID, decides: Decides | None = None, opens: Opens | None = None
) -> HttpResponse:
    """The frozen scorecard, the same for ever, whatever the reader's language; for the venture's
    own readers with the plan, the decision and the release plan that stand. decides, opens: as for
    the PDF."""
    found = visible_report(request, report)
    _taken(request, found, "json")
    name = f"report-{found.submission.receipt}.json"
    written = as_json(found, as_of_today(request.actor, found, decides, opens))
    return attached(written.encode(), "application/json", name)


def file_name(found: Frozen, end: str, part: str = "") -> str:
    """A name that every disk takes and no header breaks on: letters, digits, hyphens, dots."""
    venture = slugify(found.venture)[:MOST_OF_A_NAME].strip("-")
    parts = (venture, "report", found.receipt, part, found.tongue.lang)
    return "-".join(one for one in parts if one) + f".{end}"


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep, never shown inside our pages. Its length tells when it arrives cut short."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Content-Length"] = str(len(content))
    for_readers_only(answer)
    return answer
