"""One's own sheet: beginning it, laying it open, giving it up; and the end of a round."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.apart import actions
from questionnaire.apart.page import apart_page
from questionnaire.apart.queries import newest_round, own_in
from questionnaire.apart.views.doing import apart_view, back, must_be, tried
from questionnaire.assessment.views.finding import visible
from questionnaire.people.actor import ActorRequest
from questionnaire.people.querysets import WRITERS
from questionnaire.vocabulary import AssessmentStatus, VentureRole


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Where everybody stands, and one's own sheet; a POST begins it."""
    found = visible(request, assessment)
    if request.method != "POST":
        return apart_view(request, "apart", found, page=apart_page(found, request.actor))
    must_be(request, found, *WRITERS)
    tried(
        request,
        lambda: actions.begin_apart(assessment=found, by=request.actor, at=timezone.now()),
    )
    return back(found)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def lay_open(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """What laying open means, and the doing of it."""
    found = visible(request, assessment)
    page = apart_page(found, request.actor)
    if request.method == "POST":
        must_be(request, found, *WRITERS)
    if page.sheet is None or not page.answering:
        return back(found)
    if request.method != "POST":
        return apart_view(request, "lay_open", found, page=page)
    sheet = page.sheet
    if tried(request, lambda: actions.lay_open(sheet=sheet, by=request.actor, at=timezone.now())):
        messages.success(request, _("Your answers are laid open."))
    return back(found)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_apart(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Stop answering apart: what is deleted, and the doing of it."""
    found = visible(request, assessment)
    if request.method == "POST":
        must_be(request, found, *VentureRole)
    sheet = own_in(request.actor, newest_round(request.actor, found.pk))
    if sheet is None or sheet.status != AssessmentStatus.OPEN:
        return back(found)
    if request.method != "POST":
        return apart_view(request, "stop", found)
    if tried(request, lambda: actions.stop_apart(sheet=sheet, by=request.actor)):
        messages.success(request, _("Your own sheet was deleted."))
    return back(found)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def close_apart(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """An owner ends the round: what that means, and the doing of it."""
    found = visible(request, assessment)
    must_be(request, found, VentureRole.OWNER)
    going = newest_round(request.actor, found.pk)
    if going is None or going.closed_at is not None:
        return back(found)
    if request.method != "POST":
        return apart_view(request, "close", found, page=apart_page(found, request.actor))
    if tried(
        request, lambda: actions.close_round(going=going, by=request.actor, at=timezone.now())
    ):
        messages.success(request, _("The round ended."))
    return back(found)
