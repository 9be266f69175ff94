"""What the views of answering apart share: their page, who may, and why something was not done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from questionnaire.apart.actions import NotNow, NotYours
from questionnaire.assessment.actions import NotOpen
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import count_write, founder_page
from questionnaire.people.actor import ActorRequest
from questionnaire.people.models import VentureMember
from questionnaire.vocabulary import VentureRole


def apart_view(
    request: ActorRequest, template: str, found: Assessment, *, status: int = 200, **values: Any
) -> HttpResponse:
    told = {"venture": found.venture.name, **values}
    return founder_page(request, f"apart/{template}", found, status=status, **told)


def back(found: Assessment, where: str = "apart") -> HttpResponse:
    return redirect(where, assessment=found.pk)


def is_one(request: ActorRequest, found: Assessment, *roles: VentureRole) -> bool:
    """Whether the reader is a member with one of these roles, by an account of their own."""
    mine = VentureMember.objects.visible_to(request.actor).filter(venture=found.venture_id)
    return mine.filter(user=request.actor.user_id, role__in=roles).exists()


def must_be(request: ActorRequest, found: Assessment, *roles: VentureRole) -> None:
    """403 unless the reader is one; and 429 for who changes too much in a while."""
    if not is_one(request, found, *roles):
        raise PermissionDenied
    if request.method == "POST":
        count_write(request, found.venture_id)


def tried(request: ActorRequest, verb: Callable[[], object]) -> bool:
    """Do it; whether it was done. 403 where it is not for this reader, else in words why not."""
    try:
        verb()
    except NotYours:
        raise PermissionDenied from None
    except NotOpen:
        messages.error(request, _("The shared answers were sent. Reopen them first, then settle."))
        return False
    except NotNow:
        messages.error(
            request, _("Nothing was changed: the round is not where you saw it. Here it stands.")
        )
        return False
    return True
