"""Inviting into a cohort: the list, one by one, and what is done with each."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questionnaire.assessment.views.arriving import INVITED, hand_over_once, shown_once
from questionnaire.cohort.inviting.actions import (
    InvitingRefused,
    end_join_link,
    expire,
    invite_addresses,
    make_join_link,
    new_link,
    renew_join_link,
    send_once_more,
    withdraw,
)
from questionnaire.cohort.inviting.forms import JoinLinkForm, ListForm, days
from questionnaire.cohort.inviting.mails import invited_link
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink
from questionnaire.cohort.inviting.page import (
    CheckedList,
    checked,
    invitations_page,
    link_lines,
    state_words,
)
from questionnaire.cohort.inviting.pasted import Unusable, read_list
from questionnaire.cohort.inviting.views.finding import managed, manager_page
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import may

AGAIN_LASTS = dt.timedelta(days=30)


@require_safe
def invitations(request: ActorRequest, cohort: uuid.UUID) -> HttpResponse:
    """Every invitation of a cohort with its true state, and the links for many."""
    return _list(request, managed(request, cohort))


def _list(
    request: ActorRequest, found: Cohort, *, form: JoinLinkForm | None = None, status: int = 200
) -> HttpResponse:
    state, search = request.GET.get("state", ""), request.GET.get("search", "").strip()[:100]

    def page(token: str) -> HttpResponse:
        return manager_page(
            request,
            "invitations",
            found,
            status=status,
            page=invitations_page(
                found, request.actor, state=state, search=search, after=request.GET.get("after", "")
            ),
            links=link_lines(found, request.actor),
            form=form or JoinLinkForm(),
            problems=form,
            state=state if state in state_words() else "",
            search=search,
            link=invited_link(token) if token else "",
        )

    return shown_once(request, INVITED, found.pk, page)


# ---------------------------------------------------------------- a list


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ActorRequest, cohort: uuid.UUID) -> HttpResponse:
    """Paste or upload a list; every line is checked and shown, and nothing is made until that is
    confirmed."""
    found = managed(request, cohort)
    if request.method != "POST":
        return manager_page(request, "invite", found, form=ListForm())
    form = ListForm(request.POST, request.FILES)
    told = _read(request, found, form)
    if told is None:
        return manager_page(request, "invite", found, form=form)
    if request.POST.get("do") != "invite" or not told.usable:
        return _check(request, found, form, told)
    return _invite(request, found, form, told)


def _read(request: ActorRequest, found: Cohort, form: ListForm) -> CheckedList | None:
    """The list, checked; None where it cannot be read, which the form says."""
    if not form.is_valid():
        return None
    try:
        return checked(found, read_list(form.cleaned_data["addresses"]), request.actor)
    except Unusable as unusable:
        form.add_error("addresses", str(unusable))
        return None


def _check(request: ActorRequest, found: Cohort, form: ListForm, told: CheckedList) -> HttpResponse:
    """Each line, and the list to be mended: what was in a file stands there too."""
    again = ListForm()
    again.initial = {name: form.cleaned_data[name] for name in ("addresses", "language", "lasts")}
    return manager_page(
        request, "invite", found, form=again, told=told, said=form.cleaned_data, counts=told.counts
    )


def _invite(
    request: ActorRequest, found: Cohort, form: ListForm, told: CheckedList
) -> HttpResponse:
    said = form.cleaned_data
    try:
        number = invite_addresses(
            cohort=found, lines=told.usable, language=said["language"],
            lasts=days(said["lasts"]), by=request.actor, at=timezone.now(),
            mail="by_hand" not in request.POST,
        )  # fmt: skip
    except Cohort.DoesNotExist:  # no manager any more
        raise Http404 from None
    except InvitingRefused as refused:
        form.add_error(None, str(refused))
        return manager_page(request, "invite", found, form=form)
    text = ngettext("%(number)s invitation was made.", "%(number)s invitations were made.", number)
    messages.success(request, text % {"number": number})
    return redirect("cohort-invitations", cohort=found.pk)


# ---------------------------------------------------------------- one invitation


@require_POST
def invitation(request: ActorRequest, cohort: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Send it once more, make another link, let it expire, or withdraw it."""
    found = managed(request, cohort)
    rows = CohortInvitation.objects.managed_by(request.actor).select_related("cohort")
    one = get_object_or_404(rows, pk=invitation, cohort=found)
    response = redirect("cohort-invitations", cohort=found.pk)
    what: dict[str, Any] = {"invitation": one, "by": request.actor, "at": timezone.now()}
    try:
        _do(request, response, what)
    except (Cohort.DoesNotExist, CohortInvitation.DoesNotExist):  # meanwhile
        raise Http404 from None
    except InvitingRefused as refused:
        messages.error(request, str(refused))
    return response


def _do(request: ActorRequest, response: HttpResponse, what: dict[str, Any]) -> None:
    one: CohortInvitation = what["invitation"]
    match request.POST.get("do"):
        case "send":
            if not may(request, "invited", f"{one.cohort.accelerator_id}/{one.email}"):
                raise InvitingRefused(
                    _("You wrote to this address often enough today. Try tomorrow.")
                )
            send_once_more(**what, lasts=AGAIN_LASTS)
            told = _("It is on its way once more to %(email)s. The earlier link ends.")
        case "link":
            hand_over_once(response, INVITED, one.cohort_id, new_link(**what))
            told = _("Here is a new link for %(email)s. The earlier one ended.")
        case "expire":
            expire(**what)
            told = _("The invitation of %(email)s has expired now.")
        case "withdraw":
            withdraw(**what)
            told = _("The invitation of %(email)s is withdrawn; its link works no more.")
        case _:
            raise Http404
    messages.success(request, told % {"email": one.email})


# ---------------------------------------------------------------- links for many


@require_POST
def join_links(request: ActorRequest, cohort: uuid.UUID) -> HttpResponse:
    """Make a link by which many may join."""
    found = managed(request, cohort)
    form = JoinLinkForm(request.POST)
    if not form.is_valid():
        return _list(request, found, form=form)
    try:
        _made, token = make_join_link(
            cohort=found, most=form.cleaned_data["most"], lasts=days(form.cleaned_data["lasts"]),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Cohort.DoesNotExist:  # no manager any more
        raise Http404 from None
    except InvitingRefused as refused:
        form.add_error(None, str(refused))
        return _list(request, found, form=form)
    response = redirect("cohort-invitations", cohort=found.pk)
    hand_over_once(response, INVITED, found.pk, token)
    return response


@require_POST
def join_link(request: ActorRequest, cohort: uuid.UUID, link: uuid.UUID) -> HttpResponse:
    """Give a link for many another address, or end it."""
    found = managed(request, cohort)
    rows = JoinLink.objects.managed_by(request.actor).select_related("cohort")
    one = get_object_or_404(rows, pk=link, cohort=found)
    response = redirect("cohort-invitations", cohort=found.pk)
    at = timezone.now()
    try:
        if request.POST.get("do") == "renew":
            token = renew_join_link(link=one, by=request.actor, at=at)
            hand_over_once(response, INVITED, found.pk, token)
            messages.success(request, _("Here is the new address. The earlier one ended."))
        else:
            end_join_link(link=one, by=request.actor, at=at)
            messages.success(request, _("The link ended: nobody joins by it any more."))
    except (Cohort.DoesNotExist, JoinLink.DoesNotExist):  # meanwhile
        raise Http404 from None
    except InvitingRefused as refused:
        messages.error(request, str(refused))
    return response
