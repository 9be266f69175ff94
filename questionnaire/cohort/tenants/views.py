"""An accelerator's members: who belongs, inviting and joining, roles, the second factor."""

from __future__ import annotations

import uuid
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.assessment.views.arriving import INVITED, hand_over_once, take_once
from questionnaire.assessment.views.team import hinted
from questionnaire.cohort.tenants.actions import demand_factor, erase_accelerator
from questionnaire.cohort.tenants.forms import InviteToAcceleratorForm, erase_accelerator_form
from questionnaire.cohort.tenants.mails import join_accelerator_link, mail_accelerator_invitation
from questionnaire.cohort.tenants.page import members_page, role_words, what_goes_along
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import may, spend
from questionnaire.people.membership.actions import (
    MembershipRefused,
    accelerator_invitation_of,
    accept_accelerator,
    give_role,
    invite,
    is_for,
    remove,
    take_back,
)
from questionnaire.people.models import (
    Accelerator,
    AcceleratorInvitation,
    AcceleratorMember,
    User,
)
from questionnaire.people.querysets import factors_of
from questionnaire.vocabulary import AcceleratorRole

HERE = {"here": "cohorts", "member": True}


def _visible(request: ActorRequest, accelerator: uuid.UUID) -> Accelerator:
    rows = Accelerator.objects.visible_to(request.actor)
    found: Accelerator = get_object_or_404(rows, pk=accelerator)
    return found


def _owned(request: ActorRequest, accelerator: uuid.UUID) -> Accelerator:
    """The accelerator, for one of its owners; 403 for its other members."""
    found = _visible(request, accelerator)
    if not Accelerator.objects.owned_by(request.actor).filter(pk=found.pk).exists():
        raise PermissionDenied
    spend(request, "write", f"{found.pk}/{request.actor.user_id}")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def accelerator(request: ActorRequest, accelerator: uuid.UUID) -> HttpResponse:
    """Who belongs to the accelerator; a POST invites somebody."""
    if request.method != "POST":
        return _page(request, _visible(request, accelerator))
    found = _owned(request, accelerator)
    form = InviteToAcceleratorForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    email = form.cleaned_data["email"]
    if email and not _may_mail(request, found, email):
        form.add_error("email", _("Too many invitations were mailed. Leave the address empty, and "
                                  "hand the link over yourself."))  # fmt: skip
        return _page(request, found, form=form, status=429)
    try:
        issued = invite(
            tenant=found, role=AcceleratorRole(form.cleaned_data["role"]), by=request.actor,
            at=timezone.now(), email=email, tell=mail_accelerator_invitation if email else None,
        )  # fmt: skip
    except Accelerator.DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    except MembershipRefused as refused:
        form.add_error("email", str(refused))
        return _page(request, found, form=form)
    response = redirect("accelerator", accelerator=found.pk)
    if email:
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": email}
        )
    hand_over_once(response, INVITED, found.pk, issued.token)
    return response


def _may_mail(request: ActorRequest, found: Accelerator, email: str) -> bool:
    """Whether one more invitation may be mailed: nobody's mailbox is filled from here."""
    return may(request, "invitation", found.pk) and may(request, "invited", email.casefold())


def _page(
    request: ActorRequest,
    found: Accelerator,
    *,
    form: InviteToAcceleratorForm | None = None,
    status: int = 200,
) -> HttpResponse:
    token = take_once(request, INVITED, found.pk)
    context = {
        **HERE,
        "accelerator_id": found.pk,
        "page": members_page(found, request.actor, timezone.now()),
        "roles": role_words().items(),
        "form": form or InviteToAcceleratorForm(),
        "problems": form,
        "link": join_accelerator_link(token) if token else "",
    }
    response = render(request, "cohort/accelerator.html", context, status=status)
    if token:
        response.delete_cookie(INVITED, samesite="Strict")
    return response


@require_POST
def accelerator_member(request: ActorRequest, accelerator: uuid.UUID, member: int) -> HttpResponse:
    """Give a member another role, or let one go; everybody may leave."""
    found = _visible(request, accelerator)
    known = AcceleratorMember.objects.visible_to(request.actor).select_related("accelerator")
    one = get_object_or_404(known, pk=member, accelerator=found)
    leaves = one.user_id == request.actor.user_id and request.POST.get("do") == "go"
    if not leaves:
        _owned(request, accelerator)
    try:
        _change(request, one)
    except Accelerator.DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    except MembershipRefused as refused:
        messages.error(request, str(refused))
        return redirect("accelerator", accelerator=found.pk)
    if leaves:
        messages.success(request, _("You left %(accelerator)s.") % {"accelerator": found.name})
        return redirect("home")
    messages.success(request, _("Saved."))
    return redirect("accelerator", accelerator=found.pk)


def _change(request: ActorRequest, one: AcceleratorMember) -> None:
    if request.POST.get("do") == "go":
        remove(member=one, by=request.actor, at=timezone.now())
        return
    try:
        role = AcceleratorRole(request.POST.get("role", ""))
    except ValueError:
        raise Http404 from None
    give_role(member=one, role=role, by=request.actor, at=timezone.now())


@require_POST
def accelerator_invitation(
    request: ActorRequest, accelerator: uuid.UUID, invitation: uuid.UUID
) -> HttpResponse:
    """Take an invitation back."""
    found = _owned(request, accelerator)
    known = AcceleratorInvitation.objects.owned_by(request.actor).select_related("accelerator")
    one = get_object_or_404(known, pk=invitation, accelerator=found)
    try:
        ended = take_back(invitation=one, by=request.actor, at=timezone.now())
    except Accelerator.DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    if ended:
        messages.success(request, _("The invitation ended; its link works no more."))
    else:
        messages.info(request, _("This invitation had ended already."))
    return redirect("accelerator", accelerator=found.pk)


@require_POST
def second_factor(request: ActorRequest, accelerator: uuid.UUID) -> HttpResponse:
    """Demand a second factor of every member, or no longer."""
    found = _owned(request, accelerator)
    demanded = request.POST.get("do") == "demand"
    try:
        demand_factor(accelerator=found, demanded=demanded, by=request.actor)
    except Accelerator.DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    except MembershipRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Saved. It holds from now on."))
    return redirect("accelerator", accelerator=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # who has a second factor shows it once more
def delete_accelerator(request: ActorRequest, accelerator: uuid.UUID) -> HttpResponse:
    """Delete the accelerator, once its name was typed; what goes along is said first."""
    found = _owned(request, accelerator)
    form = erase_accelerator_form(found.name, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_accelerator(accelerator=found, by=request.actor)
        except Accelerator.DoesNotExist:  # no owner any more, or gone
            raise Http404 from None
        messages.success(request, _("The accelerator was deleted, with everything in it."))
        return redirect("home")
    context = {
        **HERE, "accelerator": found.name, "accelerator_id": found.pk, "form": form,
        **what_goes_along(found, request.actor),
    }  # fmt: skip
    return render(request, "cohort/delete_accelerator.html", context)


@require_http_methods(["GET", "HEAD"])
def factor_needed(request: ActorRequest, accelerator: uuid.UUID) -> HttpResponse:
    """For a member without a second factor, or who has not shown it here: how to, and nothing of
    the accelerator but its name."""
    rows = Accelerator.objects.belonging_to(request.actor)
    found = get_object_or_404(rows, pk=accelerator)
    if Accelerator.objects.visible_to(request.actor).filter(pk=found.pk).exists():
        return redirect("accelerator", accelerator=found.pk)
    context = {
        **HERE, "accelerator": found.name, "accelerator_id": found.pk,
        "has_one": factors_of(request.actor.user_id).exists(),
    }  # fmt: skip
    return render(request, "cohort/factor_needed.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join_accelerator(request: ActorRequest, token: str) -> HttpResponse:
    """An invitation: looking spends nothing; who is signed in may accept."""
    at = timezone.now()
    spend(request, "unknown_link", look=True)
    found = accelerator_invitation_of(token=token, at=at)
    if found is None:
        spend(request, "unknown_link")
    user = request.user if isinstance(request.user, User) else None
    if found is not None and user is not None and request.method == "POST" and is_for(found, user):
        joined = accept_accelerator(token=token, user=user, at=at)
        if joined is not None:
            told = _("You belong to %(accelerator)s now.") % {"accelerator": found.accelerator.name}
            messages.success(request, told)
            return redirect("cohorts")
        found = None
    status = 200 if found is not None else 404
    page = render(request, "assessment/join.html", _invited(found, user), status=status)
    page["Referrer-Policy"] = "strict-origin"  # as private links: the token goes nowhere
    page["X-Robots-Tag"] = "noindex"
    return page


def _invited(found: AcceleratorInvitation | None, user: User | None) -> dict[str, Any]:
    if found is None:
        return {"here": "", "invitation": None}
    return {
        "here": "",
        "invitation": found,
        "into": found.accelerator.name,
        "who": found.invited_by.name if found.invited_by else "",
        "role": role_words()[found.role],
        "signed_in_as": user.email if user else "",
        "fits": user is not None and is_for(found, user),
        "meant_for": hinted(found.email),
        "of_venture": False,
    }
