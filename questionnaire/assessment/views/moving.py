"""Going on under a newer edition of the questions, and back."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.moving import page as composed
from questionnaire.assessment.moving.actions import NoWayBack
from questionnaire.assessment.moving.actions import go_back as go_back_from
from questionnaire.assessment.moving.actions import move_on as move_on_from
from questionnaire.assessment.views.finding import founder_page, visible, writable
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest


@login_not_required
@require_safe
def changes(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """What a newer edition changed, question by question."""
    return changes_of(request, visible(request, assessment))


def changes_of(
    request: ActorRequest, found: Assessment, *, again: bool = False, status: int = 200
) -> HttpResponse:
    """The page of changes. again: the questions were revised once more while it was read."""
    page = composed.changes_page(found)
    response = founder_page(request, "changes", found, page=page, again=again)
    response.status_code = status
    return response


@login_not_required
@require_POST
def move_on(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Carry the answers over to the edition whose changes were shown, and go on there."""
    found = writable(request, assessment)
    step = composed.step_ahead(found)
    if step is None:
        return redirect("overview", assessment=found.pk)
    if request.POST.get("edition") != str(step.edition.id):
        return changes_of(request, found, again=True, status=409)
    with still_writing(venture=found.venture_id, by=request.actor):
        target = move_on_from(
            assessment=found, edition_id=step.edition.id, by=request.actor.user_id,
            at=timezone.now(),
        )  # fmt: skip
    return redirect("changes", assessment=target.pk)


@login_not_required
@require_POST
def go_back(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Go on with the answers to the earlier edition, as long as nothing was sent from here."""
    found = writable(request, assessment)
    # No way back: the overview says why, they were sent.
    with suppress(NoWayBack), still_writing(venture=found.venture_id, by=request.actor):
        return redirect("overview", assessment=go_back_from(assessment=found).pk)
    return redirect("overview", assessment=found.pk)
