"""What is a venture's own: its name, its private links, and the end of everything."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.assessment.forms import EraseForm, StartForm, erase_venture_form
from questionnaire.assessment.joined import joined
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.arriving import show_link_once
from questionnaire.assessment.views.finding import founder_page, visible, writable
from questionnaire.people.actions import erase_venture, rename_venture, renew_link
from questionnaire.people.actor import ActorRequest, read_grants, remember_grants
from questionnaire.people.models import Grant, Venture


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def venture(
    request: ActorRequest, assessment: uuid.UUID, rename: Callable[..., None] = rename_venture
) -> HttpResponse:
    """Name and stage, and what else belongs to the venture itself. rename: the verb, with what
    later stages do at that moment (urls.py says which)."""
    if request.method != "POST":
        return _page(request, visible(request, assessment))
    found = writable(request, assessment)
    form = StartForm(request.POST)
    if not form.is_valid():
        return _page(request, found, names=form)
    said = form.cleaned_data
    try:
        rename(venture=found.venture, name=said["name"], stage=said["stage"], by=request.actor)
    except Venture.DoesNotExist:  # no writer any more
        raise PermissionDenied from None
    messages.success(request, _("Saved."))
    return redirect("venture", assessment=found.pk)


@login_not_required
@require_POST
def new_link(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Make another private link, shown once. ``end=1`` ends all earlier ones."""
    found = writable(request, assessment)
    try:
        issued = renew_link(
            venture=found.venture,
            by=request.actor,
            at=timezone.now(),
            end_earlier=request.POST.get("end") == "1",
        )
    except Venture.DoesNotExist:  # the link that this browser came by was ended meanwhile
        raise Http404 from None
    response = redirect("overview", assessment=found.pk)
    if not Assessment.objects.writable_by(request.actor).filter(pk=found.pk).exists():
        # This browser came by a link that has just ended.
        held = [issued.grant.pk, *read_grants(request)]
        remember_grants(response, Grant.objects.one_per_venture(held, at=timezone.now()))
    show_link_once(response, found, issued.token)
    return response


@login_not_required
@require_POST
def erase(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Delete the venture with all that hangs on it, once its name was typed."""
    found = writable(request, assessment)
    own = get_object_or_404(Venture.objects.erasable_by(request.actor), pk=found.venture_id)
    form = erase_venture_form(own.name, request.POST)
    if not form.is_valid():
        return _page(request, found, erasing=form)
    try:
        erase_venture(venture=own, by=request.actor)
    except Venture.DoesNotExist:  # somebody else deleted it, or owns it now
        raise Http404 from None
    messages.success(request, _("Everything about this venture was deleted."))
    return redirect("landing")


def _page(
    request: ActorRequest,
    found: Assessment,
    *,
    names: StartForm | None = None,
    erasing: EraseForm | None = None,
) -> HttpResponse:
    own = found.venture
    return founder_page(
        request,
        "venture",
        found,
        venture=own.name,
        names=names or StartForm(initial={"name": own.name, "stage": own.stage}),
        erasing=erasing or erase_venture_form(own.name),
        problems=names or erasing,
        joined=joined(found),
        may_download=found.may_write,
        may_erase=Venture.objects.erasable_by(request.actor).filter(pk=own.pk).exists(),
    )
