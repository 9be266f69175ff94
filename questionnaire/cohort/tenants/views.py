"""An accelerator's members: who belongs, inviting and joining, roles, the second factor."""

from __future__ import annotations

import uuid

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.assessment.team.page import state_of
from questionnaire.assessment.views.arriving import INVITED, hand_over_once, shown_once
from questionnaire.assessment.views.belonging import (
    change_member,
    end_invitation,
    invitation_page,
    invite_from,
    status_of,
)
from questionnaire.cohort.tenants.actions import demand_factor, erase_accelerator
from questionnaire.cohort.tenants.forms import InviteToAcceleratorForm, erase_accelerator_form
from questionnaire.cohort.tenants.handing_over.actions import (
    accept_and_tell,
    read_refusal,
    refuse_hand_over,
)
from questionnaire.cohort.tenants.mails import (
    join_accelerator_link,
    mail_accelerator_invitation,
    mail_handed_over,
)
from questionnaire.cohort.tenants.page import (
    doing_of_owner,
    members_page,
    role_words,
    what_goes_along,
)
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend
from questionnaire.people.membership.actions import (
    MembershipRefused,
    accelerator_invitation_of,
)
from questionnaire.people.models import (
    Accelerator,
    AcceleratorInvitation,
    AcceleratorMember,
    User,
)
from questionnaire.people.proof import must_be_shown
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
    role = AcceleratorRole(form.cleaned_data["role"])
    if role == AcceleratorRole.OWNER:
        must_be_shown(request, doing_of_owner(found, form.cleaned_data["email"]))
    issued = invite_from(request, form, found, role, mail_accelerator_invitation)
    if issued is None:
        return _page(request, found, form=form)
    response = redirect("accelerator", accelerator=found.pk)
    hand_over_once(response, INVITED, found.pk, issued.token)
    return response


def _page(
    request: ActorRequest, found: Accelerator, *, form: InviteToAcceleratorForm | None = None
) -> HttpResponse:
    def page(token: str) -> HttpResponse:
        context = {
            **HERE,
            "accelerator_id": found.pk,
            "page": members_page(found, request.actor, timezone.now()),
            "roles": role_words().items(),
            "form": form or InviteToAcceleratorForm(),
            "problems": form,
            "link": join_accelerator_link(token) if token else "",
        }
        return render(request, "cohort/accelerator.html", context, status=status_of(form))

    return shown_once(request, INVITED, found.pk, page)


@require_POST
def accelerator_member(request: ActorRequest, accelerator: uuid.UUID, member: int) -> HttpResponse:
    """Give a member another role, or let one go; everybody may leave."""
    found = _visible(request, accelerator)
    known = AcceleratorMember.objects.visible_to(request.actor).select_related("accelerator")
    one = get_object_or_404(known, pk=member, accelerator=found)
    leaves = one.user_id == request.actor.user_id and request.POST.get("do") == "go"
    if not leaves:
        _owned(request, accelerator)
    if request.POST.get("role") == AcceleratorRole.OWNER and request.POST.get("do") != "go":
        must_be_shown(request, doing_of_owner(found, one.user.email))
    try:
        change_member(request, one, AcceleratorRole)
    except MembershipRefused as refused:
        messages.error(request, str(refused))
        return redirect("accelerator", accelerator=found.pk)
    if leaves:
        messages.success(request, _("You left %(accelerator)s.") % {"accelerator": found.name})
        return redirect("home")
    messages.success(request, _("Saved."))
    return redirect("accelerator", accelerator=found.pk)


@require_POST
def accelerator_invitation(
    request: ActorRequest, accelerator: uuid.UUID, invitation: uuid.UUID
) -> HttpResponse:
    """Take an invitation back."""
    found = _owned(request, accelerator)
    known = AcceleratorInvitation.objects.owned_by(request.actor).select_related("accelerator")
    one = get_object_or_404(known, pk=invitation, accelerator=found)
    end_invitation(request, one)
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
    found = accelerator_invitation_of(token=token, at=timezone.now())

    def accepted(user: User) -> HttpResponse | None:
        joined = accept_and_tell(
            token=token, user=user, at=timezone.now(), tell=mail_handed_over
        )  # fmt: skip
        if joined is None:
            return None
        told = _("You belong to %(accelerator)s now.") % {"accelerator": joined.accelerator.name}
        messages.success(request, told)
        return redirect("cohorts")

    who = found.invited_by.name if found is not None and found.invited_by else ""
    opens = found.opens_at if found is not None and found.opens_later(timezone.now()) else None
    return invitation_page(
        request, found, accepted, who=who, roles=role_words(), of_venture=False, opens=opens
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: ActorRequest, token: str) -> HttpResponse:
    """The owner's link against handing their accelerator over: looking does nothing, the button
    ends it, signed in or not."""
    found, now = read_refusal(token), timezone.now()
    if found is None:
        spend(request, "unknown_link")
    elif request.method == "POST":
        refuse_hand_over(invitation=found, at=now)
        return redirect("refuse-hand-over", token=token)
    context = {"here": "", "found": found, "state": found and state_of(found, now)}
    page = render(request, "cohort/refuse_hand_over.html", context, status=200 if found else 404)
    page["Referrer-Policy"] = "strict-origin"  # as private links: the token goes nowhere
    page["X-Robots-Tag"] = "noindex"
    return page
