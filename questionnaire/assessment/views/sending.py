"""Before and after sending: check the answers, the receipt, reopening."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from questionnaire.assessment.actions import NotOpen
from questionnaire.assessment.actions import reopen as reopen_assessment
from questionnaire.assessment.desk import open_desk
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.assessment.sending import check_page, receipt_page
from questionnaire.assessment.views.finding import founder_page, is_open, visible, writable
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest
from questionnaire.scoring.sheet import Sheet
from questionnaire.vocabulary import AssessmentStatus


@login_not_required
@require_safe
def check_answers(
    request: ActorRequest,
    assessment: uuid.UUID,
    contradictions: Callable[[OpenEdition, Sheet], Sequence[object]],
) -> HttpResponse:
    """Every answer before sending, each with its way back, and those that contradict each other.

    contradictions: how a later stage tells them (urls.py says which).
    """
    found = visible(request, assessment)
    desk = open_desk(found)
    return founder_page(
        request,
        "check_answers",
        found,
        page=check_page(desk),
        tensions=contradictions(desk.edition, desk.sheet),
        changes=found.pk if is_open(found) else None,
        may_change=is_open(found),
        sent=found.status == AssessmentStatus.SUBMITTED,
    )


@login_not_required
@require_safe
def receipt(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """What was sent, and when."""
    found = visible(request, assessment)
    sent = Submission.objects.visible_to(request.actor).filter(assessment=found)
    last = sent.select_related("report").order_by("-revision").first()
    if last is None:
        raise Http404
    page = receipt_page(found, last)
    return founder_page(request, "receipt", found, page=page, report_id=last.report.pk)


@login_not_required
@require_POST
def reopen(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Open sent answers again, as the next revision; what was sent stays as it is."""
    found = writable(request, assessment)
    # Not open any more: pressed twice, or somebody was quicker; it is open, as asked.
    with suppress(NotOpen), still_writing(venture=found.venture_id, by=request.actor):
        reopen_assessment(assessment=found)
    return redirect(_asked_from(request.POST, found))


def _asked_from(data: QueryDict, found: Assessment) -> str:
    """The question or the category from which it was reopened; else the overview."""
    wording = edition_by_id(found.edition_id).wording(get_language() or "en")
    question = wording.questions.get(data.get("question", ""))
    if question is not None:
        return reverse("category", args=[found.pk, question.category]) + f"#slot-{question.key}"
    if any(one.key == data.get("category") for one in wording.categories):
        return reverse("category", args=[found.pk, data["category"]])
    return reverse("overview", args=[found.pk])
