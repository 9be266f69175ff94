"""A venture's members: who belongs, inviting and joining, who looks after what, who answered."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questionnaire.assessment.forms import InviteForm
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.team.mails import join_link, mail_delegation, mail_invitation
from questionnaire.assessment.team.page import role_words, team_page, told_of
from questionnaire.assessment.views.arriving import INVITED, hand_over_once, shown_once
from questionnaire.assessment.views.belonging import (
    change_member,
    end_invitation,
    invitation_page,
    invite_from,
    status_of,
)
from questionnaire.assessment.views.finding import (
    count_write,
    founder_page,
    visible,
    writable,
)
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition
from questionnaire.people.actor import Actor, ActorRequest
from questionnaire.people.limits import may
from questionnaire.people.membership.actions import (
    MembershipRefused,
    accept,
    delegate,
    invitation_of,
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
    role = VentureRole(form.cleaned_data["role"])
    issued = invite_from(request, form, found.venture, role, mail_invitation)
    if issued is None:
        return _page(request, found, form=form)
    response = redirect("members", assessment=found.pk)
    hand_over_once(response, INVITED, found.venture_id, issued.token)
    return response


def _page(
    request: ActorRequest, found: Assessment, *, form: InviteForm | None = None
) -> HttpResponse:
    def page(token: str) -> HttpResponse:
        return founder_page(
            request,
            "members",
            found,
            status=status_of(form),
            page=team_page(found, wording_of(found), request.actor),
            roles=role_words().items(),
            form=form or InviteForm(),
            problems=form,
            link=join_link(token) if token else "",
            may_delegate=Assessment.objects.writable_by(request.actor).filter(pk=found.pk).exists(),
        )

    return shown_once(request, INVITED, found.venture_id, page)


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
        change_member(request, one, VentureRole)
    except MembershipRefused as refused:
        messages.error(request, str(refused))
        return redirect("members", assessment=found.pk)
    if mine and leaves:
        messages.success(request, _("You left %(venture)s.") % {"venture": found.venture.name})
        return redirect("home")
    messages.success(request, _("Saved."))
    return redirect("members", assessment=found.pk)


@login_not_required
@require_POST
def invitation(request: ActorRequest, assessment: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Take an invitation back."""
    found = owned(request, assessment)
    known = Invitation.objects.owned_by(request.actor)
    one = get_object_or_404(known, pk=invitation, venture=found.venture_id)
    end_invitation(request, one)
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
    found = invitation_of(token=token, at=timezone.now())

    def accepted(user: User) -> HttpResponse | None:
        joined = accept(token=token, user=user, at=timezone.now())
        if joined is None:
            return None
        told = _("You belong to %(venture)s now.") % {"venture": joined.venture.name}
        messages.success(request, told)
        return _go_on(joined)

    who = str(found.invited_by) if found is not None and found.invited_by else ""
    return invitation_page(request, found, accepted, who=who, roles=role_words(), of_venture=True)


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
