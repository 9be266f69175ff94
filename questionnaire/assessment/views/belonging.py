"""What the pages of members do alike, of a venture and of an accelerator: inviting, changing a
member, taking an invitation back, and accepting one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import may, spend
from questionnaire.people.membership.actions import (
    AnyInvitation,
    IssuedInvitation,
    Member,
    MembershipRefused,
    Role,
    Tell,
    Tenant,
    give_role,
    invite,
    is_for,
    remove,
    take_back,
)
from questionnaire.people.models import User

SLOWED = "slowed"


def invite_from(
    request: ActorRequest, form: Form, tenant: Tenant, role: Role, mail: Tell
) -> IssuedInvitation | None:
    """The invitation that a valid form asks for, and how it is told; None where the form says why
    there is none.

    What others have sent to an address today is neither told nor felt: then no mail leaves, and
    the words are the same, or whoever invites would learn whom others write to.
    """
    email = form.cleaned_data["email"]
    if email and not _may_write(request, tenant, email):
        form.add_error("email", ValidationError(
            _("Too many invitations were mailed. Leave the address empty, and hand the link over "
              "yourself."), code=SLOWED,
        ))  # fmt: skip
        return None
    mailed = email and may(request, "mailbox", email.casefold())
    try:
        issued = invite(
            tenant=tenant, role=role, by=request.actor, at=timezone.now(), email=email,
            tell=mail if mailed else None,
        )  # fmt: skip
    except type(tenant).DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    except MembershipRefused as refused:
        form.add_error("email", str(refused))
        return None
    if email:
        messages.success(
            request,
            _("The invitation of %(email)s is made. A mail goes there, unless that address got "
              "many today; the link below works either way.") % {"email": email},
        )  # fmt: skip
    return issued


def status_of(form: Form | None) -> int:
    """Of a page that made no invitation: 429 where there were too many mails."""
    return 429 if form is not None and form.has_error("email", SLOWED) else 200


def _may_write(request: ActorRequest, tenant: Tenant, email: str) -> bool:
    """Whether this tenant may mail one more invitation, and one more to this address."""
    to = f"{tenant.pk}/{email.casefold()}"
    return may(request, "invitation", tenant.pk) and may(request, "invited", to)


def change_member(request: ActorRequest, member: Member, roles: Callable[[str], Role]) -> None:
    """Let a member go, or give another role, as the form asks. Raises MembershipRefused."""
    try:
        if request.POST.get("do") == "go":
            remove(member=member, by=request.actor, at=timezone.now())
            return
        try:
            role = roles(request.POST.get("role", ""))
        except ValueError:
            raise Http404 from None
        give_role(member=member, role=role, by=request.actor, at=timezone.now())
    except type(member.tenant).DoesNotExist:  # no owner any more
        raise PermissionDenied from None


def end_invitation(request: ActorRequest, invitation: AnyInvitation) -> None:
    """Take an invitation back, and say so."""
    try:
        ended = take_back(invitation=invitation, by=request.actor, at=timezone.now())
    except type(invitation.tenant).DoesNotExist:  # no owner any more
        raise PermissionDenied from None
    if ended:
        messages.success(request, _("The invitation ended; its link works no more."))
    else:
        messages.info(request, _("This invitation had ended already."))


def invitation_page(
    request: ActorRequest,
    found: AnyInvitation | None,
    accepted: Callable[[User], HttpResponse | None],
    *,
    who: str,
    roles: dict[str, str],
    of_venture: bool,
    opens: dt.datetime | None = None,
) -> HttpResponse:
    """An invitation: looking spends nothing; who is signed in may accept. accepted: joins, and says
    where to go on; None where it ended meanwhile. opens: where it is too early, when it is not."""
    if found is None:
        spend(request, "unknown_link")
    user = request.user if isinstance(request.user, User) else None
    may_accept = found is not None and user is not None and opens is None and is_for(found, user)
    if may_accept and user is not None and request.method == "POST":
        went = accepted(user)
        if went is not None:
            return went
        found = None
    context: dict[str, Any] = {"here": "", "invitation": found}
    if found is not None:
        context |= {
            "into": found.tenant.name,
            "who": who,
            "role": roles[found.role],
            "signed_in_as": user.email if user else "",
            "fits": user is not None and is_for(found, user),
            "meant_for": hinted(found.email),
            "of_venture": of_venture,
            "opens": opens,
        }
    status = 200 if found is not None else 404
    page = render(request, "assessment/join.html", context, status=status)
    page["Referrer-Policy"] = "strict-origin"  # as private links: the token goes nowhere
    page["X-Robots-Tag"] = "noindex"
    return page


def hinted(email: str) -> str:
    """An address that its owner recognises and nobody else learns."""
    name, _at, host = email.partition("@")
    return f"{name[:1]}…@{host}" if email else ""
