"""The founder's report, what leads to it, and how its numbers are made."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.assessment.actions import NotOpen
from questionnaire.assessment.joined import present
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.moving.page import notice
from questionnaire.assessment.views.finding import is_open, sheet_alone, visible, writable
from questionnaire.bank.queries import OpenEdition, current_edition, edition_by_id
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import Actor, ActorRequest
from questionnaire.people.limits import spend
from questionnaire.report.actions import submit_assessment
from questionnaire.report.intake import (
    notes_of_snapshot,
    score_sheet,
    sheet_of_assessment,
)
from questionnaire.report.kept import fill, notes_told, read_text, slots_of
from questionnaire.report.live import live_strip
from questionnaire.report.method import method_page
from questionnaire.report.models import Report
from questionnaire.report.page import report_page, tongue_of
from questionnaire.report.plan.page import plan_told
from questionnaire.report.plan.queries import items_of
from questionnaire.report.sample import sample_venture
from questionnaire.vocabulary import AssessmentStatus


def _newest_edition() -> OpenEdition:
    edition = current_edition()
    if edition is None:
        raise Http404
    return edition


@login_not_required
@require_safe
def live(request: ActorRequest, assessment: UUID) -> HttpResponse:
    """The live strip as a fragment; opened directly, it leads to the whole result."""
    found = sheet_alone(request, assessment)
    if not request.htmx:
        if found.apart is not None:
            return redirect("apart", assessment=found.apart.assessment_id)
        return redirect("partial-result", assessment=found.pk)
    lines, moved = live_strip(edition_by_id(found.edition_id), found)
    return render(request, "report/live.html", {"lines": lines, "moved": moved})


@login_not_required
@require_safe
def partial_result(request: ActorRequest, assessment: UUID) -> HttpResponse:
    """What the answers say so far: the report's page, marked partial; nothing is stored. Once they
    are sent, it leads to their report."""
    found = visible(request, assessment)
    if found.status == AssessmentStatus.SUBMITTED:  # what was sent is no result so far
        sent = Report.objects.visible_to(request.actor).filter(submission__assessment=found.pk)
        newest = sent.order_by("-submission__revision").values_list("pk", flat=True).first()
        if newest is not None:
            return redirect("report", report=newest)
    edition = edition_by_id(found.edition_id)
    sheet = sheet_of_assessment(edition.rubric, found)
    card = score_sheet(edition, sheet).as_json()
    editable = is_open(found)
    context = report_page(tongue_of(edition), card, sheet) | {
        "page_title": _("Result so far, %(venture)s") % {"venture": found.venture.name},
        "kicker": _("Result so far for %(venture)s") % {"venture": found.venture.name},
        "partial": True,
        "complete": not card["unanswered"],
        "editable": editable,
        "notice": notice(found),
        "assessment_id": found.pk,
        "here": "report",
    }
    return render(request, "report/report.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def send(
    request: ActorRequest, assessment: UUID, submit: Callable[..., Report] = submit_assessment
) -> HttpResponse:
    """The page before sending, and the sending itself. submit: the verb, with what later stages
    do at that moment (urls.py says which)."""
    found = visible(request, assessment)
    if found.left_for_id is not None:
        return redirect("overview", assessment=found.pk)
    if found.status != AssessmentStatus.OPEN:
        return redirect("receipt", assessment=found.pk)
    if request.method == "POST":
        return _send(request, found, submit)
    edition = edition_by_id(found.edition_id)
    card = score_sheet(edition, sheet_of_assessment(edition.rubric, found))
    context = {
        "venture": found.venture.name,
        "assessment_id": found.pk,
        "answered": len(card.reachable) - len(card.unanswered),
        "unknown": len(card.unknown),
        "unanswered": len(card.unanswered),
        "asked": len(card.reachable),
        "reader": not found.may_write,
        "sees": [one for one in present(found) if one.since is not None],
        "here": "questions",
    }
    return render(request, "report/send.html", context)


def _send(
    request: ActorRequest, assessment: Assessment, submit: Callable[..., Report]
) -> HttpResponse:
    spend(request, "send", writable(request, assessment.pk).venture_id)
    try:
        with still_writing(venture=assessment.venture_id, by=request.actor):
            submit(assessment=assessment, at=timezone.now())
    except NotOpen:  # sent or left meanwhile, from another tab or by a co-founder: it says which
        return redirect("overview", assessment=assessment.pk)
    return redirect("receipt", assessment=assessment.pk)


@login_not_required
@require_safe
def report(
    request: ActorRequest, report: UUID, beside: Callable[[Actor, UUID], object] | None = None
) -> HttpResponse:
    """The report as it was on its date: its kept words, with what belongs to the reader. beside:
    how the release plan stands today, which a later stage knows (urls.py)."""
    reports = Report.objects.visible_to(request.actor).defer("scorecard", "summary")
    found = get_object_or_404(reports.select_related("submission"), pk=report)
    assessment = visible(request, found.submission.assessment_id)
    found.submission.assessment = assessment
    context = {
        "page_title": _("Report for %(venture)s") % {"venture": assessment.venture.name},
        "report_id": found.pk,
        "assessment_id": assessment.pk,
        "notice": notice(assessment),
        "first_path": found.path,
        "here": "report",
        "release_today": beside(request.actor, assessment.pk) if beside else None,
    }
    slots: dict[str, str] = {"buttons": render_to_string("report/_buttons.html", context, request)}
    slots |= notes_told(notes_of_snapshot(found.submission.answers))
    words = read_text(found, translation.get_language() or "en")
    items = items_of(request.actor, assessment.venture_id)
    slots |= plan_told(slots_of(words), items, found.submission.edition_id, context)
    slots["since-more"] = render_to_string(
        "report/_since_more.html", context | {"receipt": found.submission.receipt}
    )
    after = _release_today(context, slots_of(words), slots)
    return render(request, "report/report.html", context | {"body": fill(words, slots)} | after)


def _release_today(
    context: dict[str, object], names: list[str], slots: dict[str, str]
) -> dict[str, str]:
    """How the release plan stands, put into its slot beside the contradictions; a report that was
    kept before there was such a slot has it after its own words."""
    if context["release_today"] is None:
        return {}
    values = {"stands": context["release_today"]}
    slots["release-today"] = render_to_string("release/_today.html", values)
    return {} if "release-today" in names else {"after": slots["release-today"]}


@login_not_required
@require_safe
def sample_report(request: HttpRequest) -> HttpResponse:
    """A fictitious venture's report, scored by the same engine as everybody's."""
    edition = _newest_edition()
    sample = sample_venture(edition)
    if sample is None:
        raise Http404
    context = report_page(tongue_of(edition), sample.card, sample.sheet) | {
        "page_title": _("Sample report"),
        "kicker": _("Sample report: %(venture)s, a fictitious venture, really scored")
        % {"venture": sample.venture},
        "sample": True,
        "story": sample.story,
        "here": "sample",
    }
    return render(request, "report/report.html", context)


@login_not_required
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How the numbers are made, with the newest edition's own numbers."""
    return render(request, "report/method.html", method_page(_newest_edition()))
