"""A venture's members: who belongs, inviting and joining, who looks after what, who answered."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questionnaire.assessment.forms import InviteForm
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.team.mails import join_link, mail_delegation, mail_invitation
from questionnaire.assessment.team.page import role_words, team_page, told_of
from questionnaire.assessment.views.arriving import INVITED, hand_over_once, take_once
from questionnaire.assessment.views.finding import (
    count_write,
    founder_page,
    visible,
    writable,
)
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition
from questionnaire.people.actor import Actor, ActorRequest
from questionnaire.people.limits import may, spend
from questionnaire.people.membership.actions import (
    MembershipRefused,
    accept,
    delegate,
    give_role,
    invitation_of,
    invite,
    is_for,
    remove,
    take_back,
)
from questionnaire.people.models import Invitation, User, Venture, VentureMember
from questionnaire.vocabulary import VentureRole


def owned(request: ActorRequest, assessment: uuid.UUID) -> Assessment:
    """The assessment, for an owner of its venture; 403 for its other readers."""
    found = visible(request, assessment)
    if not Venture.objects.owned_by(request.actor).filter(pk=found.venture_id).exists():
        raise PermissionDenied
    if request.method == "POST":
        count_write(request, found.venture_id)
    return found


def wording_of(found: Assessment) -> LocalEdition:
    return edition_by_id(found.edition_id).wording(get_language() or "en")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Who belongs to the venture; a POST invites somebody."""
    if request.method != "POST":
        return _page(request, visible(request, assessment))
    found = owned(request, assessment)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    email = form.cleaned_data["email"]
    if email and not _may_mail(request, found, email):
        form.add_error("email", _("Too many invitations were mailed. Leave the address empty, and "
                                  "hand the link over yourself."))  # fmt: skip
        return _page(request, found, form=form, status=429)
    try:
        issued = invite(
            tenant=found.venture, role=VentureRole(form.cleaned_data["role"]), by=request.actor,
            at=timezone.now(), email=email, tell=mail_invitation if email else None,
        )  # fmt: skip
    except MembershipRefused as refused:
        form.add_error("email", str(refused))
        return _page(request, found, form=form)
    response = redirect("members", assessment=found.pk)
    if email:
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": email}
        )
    hand_over_once(response, INVITED, found.venture_id, issued.token)
    return response


def _may_mail(request: ActorRequest, found: Assessment, email: str) -> bool:
    """Whether one more invitation may be mailed: nobody's mailbox is filled from here."""
    return may(request, "invitation", found.venture_id) and may(
        request, "invited", email.casefold()
    )


def _page(
    request: ActorRequest, found: Assessment, *, form: InviteForm | None = None, status: int = 200
) -> HttpResponse:
    token = take_once(request, INVITED, found.venture_id)
    response = founder_page(
        request,
        "members",
        found,
        status=status,
        page=team_page(found, wording_of(found), request.actor),
        roles=role_words().items(),
        form=form or InviteForm(),
        problems=form,
        link=join_link(token) if token else "",
        may_delegate=Assessment.objects.writable_by(request.actor).filter(pk=found.pk).exists(),
    )
    if token:
        response.delete_cookie(INVITED, samesite="Strict")
    return response


@login_not_required
@require_POST
def member(request: ActorRequest, assessment: uuid.UUID, member: int) -> HttpResponse:
    """Give a member another role, or let one go; everybody may leave."""
    found = visible(request, assessment)
    known = VentureMember.objects.visible_to(request.actor)
    one = get_object_or_404(known, pk=member, venture=found.venture_id)
    mine = one.user_id == request.actor.user_id
    leaves = request.POST.get("do") == "go"
    if not (mine and leaves):
        owned(request, assessment)
    try:
        _change(request, one)
    except Venture.DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    except MembershipRefused as refused:
        messages.error(request, str(refused))
        return redirect("members", assessment=found.pk)
    if mine and leaves:
        messages.success(request, _("You left %(venture)s.") % {"venture": found.venture.name})
        return redirect("home")
    messages.success(request, _("Saved."))
    return redirect("members", assessment=found.pk)


def _change(request: ActorRequest, one: VentureMember) -> None:
    if request.POST.get("do") == "go":
        remove(member=one, by=request.actor, at=timezone.now())
        return
    try:
        role = VentureRole(request.POST.get("role", ""))
    except ValueError:
        raise Http404 from None
    give_role(member=one, role=role, by=request.actor, at=timezone.now())


@login_not_required
@require_POST
def invitation(request: ActorRequest, assessment: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    found = owned(request, assessment)
    known = Invitation.objects.owned_by(request.actor)
    one = get_object_or_404(known, pk=invitation, venture=found.venture_id)
    try:
        ended = take_back(invitation=one, by=request.actor, at=timezone.now())
    except Venture.DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    if ended:
        messages.success(request, _("The invitation ended; its link works no more."))
    else:
        messages.info(request, _("This invitation had ended already."))
    return redirect("members", assessment=found.pk)


@login_not_required
@require_POST
def look_after(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Say who looks after each category."""
    found = writable(request, assessment)
    by = request.user if isinstance(request.user, User) else None
    names = {one.key: str(one.name) for one in wording_of(found).categories}

    def tell(category: str, to: User) -> None:
        if may(request, "delegation", f"{found.venture_id}/{to.pk}"):
            mail_delegation(found, names[category], to, by)

    try:
        delegate(
            venture=found.venture, chosen=_chosen(request, names), by=request.actor,
            at=timezone.now(), tell=tell,
        )  # fmt: skip
    except Venture.DoesNotExist:  # no writer any more
        raise PermissionDenied from None
    messages.success(request, _("Saved."))
    return redirect("members", assessment=found.pk)


def _chosen(request: ActorRequest, categories: Iterable[str]) -> dict[str, int | None]:
    """The member for each category that the form names; what is no number is nobody's id."""
    said = {key: request.POST.get(f"member.{key}") for key in categories}
    return {
        key: int(value) if value else None
        for key, value in said.items()
        if value is not None and (not value or re.fullmatch("[0-9]{1,18}", value))
    }


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: ActorRequest, token: str) -> HttpResponse:
    """An invitation: looking spends nothing; who is signed in may accept."""
    at = timezone.now()
    spend(request, "unknown_link", look=True)
    found = invitation_of(token=token, at=at)
    if found is None:
        spend(request, "unknown_link")
    user = request.user if isinstance(request.user, User) else None
    if found is not None and user is not None and request.method == "POST" and is_for(found, user):
        joined = accept(token=token, user=user, at=at)
        if joined is not None:
            messages.success(
                request, _("You belong to %(venture)s now.") % {"venture": joined.venture.name}
            )
            return _go_on(joined)
        found = None
    page = render(request, "assessment/join.html", _invited(found, user), status=_status(found))
    page["Referrer-Policy"] = "strict-origin"  # as private links: the token goes nowhere
    page["X-Robots-Tag"] = "noindex"
    return page


def _status(found: Invitation | None) -> int:
    return 200 if found is not None else 404


def _invited(found: Invitation | None, user: User | None) -> dict[str, Any]:
    if found is None:
        return {"here": "", "invitation": None}
    return {
        "here": "",
        "invitation": found,
        "into": found.venture.name,
        "who": str(found.invited_by) if found.invited_by else "",
        "role": role_words()[found.role],
        "signed_in_as": user.email if user else "",
        "fits": user is not None and is_for(found, user),
        "meant_for": hinted(found.email),
        "of_venture": True,
    }


def hinted(email: str) -> str:
    """An address that its owner recognises and nobody else learns."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}" if email else ""


def _go_on(joined: VentureMember) -> HttpResponse:
    mine = Assessment.objects.visible_to(Actor(user_id=joined.user_id)).current()
    begun = mine.filter(venture=joined.venture_id).order_by("-created_at").first()
    return redirect("overview", assessment=begun.pk) if begun else redirect("home")


@login_not_required
@require_safe
def answer_history(request: ActorRequest, assessment: uuid.UUID, question: str) -> HttpResponse:
    """Who answered a question with what, and when."""
    found = visible(request, assessment)
    asked = wording_of(found).questions.get(question)
    if asked is None:
        raise Http404
    return founder_page(
        request,
        "history_of_answer",
        found,
        question=asked,
        told=told_of(found, asked, request.actor),
    )
