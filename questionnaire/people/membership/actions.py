"""Who belongs to a venture: inviting, joining, roles, leaving, delegating. One verb each, atomic,
time comes in. A venture that somebody owns always keeps an owner."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.people.actions import hash_token
from questionnaire.people.models import Delegation, Invitation, User, Venture, VentureMember
from questionnaire.vocabulary import VentureRole

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

INVITATION_LASTS = dt.timedelta(days=14)
MOST_WAITING = 20
RANK = {VentureRole.VIEWER: 0, VentureRole.EDITOR: 1, VentureRole.OWNER: 2}


class MembershipRefused(Exception):
    """Why somebody cannot be invited, join, leave or get a role, in words for a founder."""


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """A new invitation: the token leaves the server once, only its hash stays."""

    invitation: Invitation
    token: str


Tell = Callable[[IssuedInvitation], None]


def _locked(venture: Venture, by: Actor) -> Venture:
    """The venture, locked, for an owner; Venture.DoesNotExist for anybody else."""
    Venture.objects.select_for_update().get(pk=venture.pk)
    found: Venture = Venture.objects.owned_by(by).get(pk=venture.pk)
    return found


@transaction.atomic
def invite(
    *,
    venture: Venture,
    role: VentureRole,
    by: Actor,
    at: dt.datetime,
    email: str = "",
    tell: Tell | None = None,
) -> IssuedInvitation:
    """Make an invitation; tell: what mails it, in the same transaction.

    An earlier one that waits for the same address ends.
    """
    found = _locked(venture, by)
    waiting = Invitation.objects.live(at).filter(venture=found)
    if email:
        waiting.filter(email__iexact=email).update(revoked_at=at)
        if found.members.filter(user__email__iexact=email).exists():
            raise MembershipRefused(
                _("%(email)s belongs to the venture already.") % {"email": email}
            )
    if waiting.count() >= MOST_WAITING:
        raise MembershipRefused(
            _("%(number)s invitations wait already. Take one back first.")
            % {"number": MOST_WAITING}
        )
    token = secrets.token_urlsafe(32)
    issued = IssuedInvitation(
        Invitation.objects.create(
            venture=found, role=role, email=email, token_hash=hash_token(token),
            invited_by_id=by.user_id, created_at=at, expires_at=at + INVITATION_LASTS,
        ),
        token,
    )  # fmt: skip
    if tell is not None:
        tell(issued)
    return issued


@transaction.atomic
def take_back(*, invitation: Invitation, by: Actor, at: dt.datetime) -> bool:
    """End an invitation that waits; False where it was accepted or ended already."""
    found = _locked(invitation.venture, by)
    live = Invitation.objects.live(at).filter(pk=invitation.pk, venture=found)
    return bool(live.update(revoked_at=at))


def invitation_of(*, token: str, at: dt.datetime) -> Invitation | None:
    """The live invitation behind a token; None for any other token."""
    live = Invitation.objects.live(at).select_related("venture", "invited_by")
    found: Invitation | None = live.filter(token_hash=hash_token(token)).first()
    return found


def is_for(invitation: Invitation, user: User) -> bool:
    """Whether this account may accept: one that was mailed is for its own address only."""
    return not invitation.email or invitation.email.casefold() == user.email.casefold()


@transaction.atomic
def accept(*, token: str, user: User, at: dt.datetime) -> VentureMember | None:
    """Become a member, or get the higher role of the two; None where the invitation ended."""
    found = invitation_of(token=token, at=at)
    if found is None:
        return None
    if not is_for(found, user):
        raise MembershipRefused(_("This invitation is for another address."))
    Venture.objects.select_for_update().get(pk=found.venture_id)
    mine = Invitation.objects.live(at).filter(pk=found.pk)
    if not mine.update(accepted_at=at, accepted_by=user):
        return None  # somebody else was quicker
    member, new = VentureMember.objects.get_or_create(
        venture=found.venture, user=user, defaults={"role": found.role, "joined_at": at}
    )
    if not new and RANK[VentureRole(member.role)] < RANK[VentureRole(found.role)]:
        member.role = found.role
        member.save(update_fields=["role"])
    return member


@transaction.atomic
def give_role(*, member: VentureMember, role: VentureRole, by: Actor, at: dt.datetime) -> None:
    """Give a member another role. Who is no owner any more has no invitations waiting either."""
    venture = _locked(member.venture, by)
    if role != VentureRole.OWNER:
        _must_leave_an_owner(venture, member)
        _end_invitations_of(member, at)
    VentureMember.objects.filter(pk=member.pk, venture=venture).update(role=role)


@transaction.atomic
def remove(*, member: VentureMember, by: Actor, at: dt.datetime) -> None:
    """Let a member go: an owner lets anybody go, everybody may leave.

    The invitations that they made end, or one of them would let them in again.
    Venture.DoesNotExist for whoever may do neither.
    """
    if member.user_id == by.user_id:
        Venture.objects.select_for_update().get(pk=member.venture_id)
    else:
        _locked(member.venture, by)
    _must_leave_an_owner(member.venture, member)
    _end_invitations_of(member, at)
    VentureMember.objects.filter(pk=member.pk).delete()


def _end_invitations_of(member: VentureMember, at: dt.datetime) -> None:
    made = Invitation.objects.live(at).filter(venture=member.venture_id, invited_by=member.user_id)
    made.update(revoked_at=at)


def _must_leave_an_owner(venture: Venture, member: VentureMember) -> None:
    """Unless this member is none (any more): a venture may have lost its owner otherwise."""
    if not venture.members.filter(pk=member.pk, role=VentureRole.OWNER).exists():
        return
    others = venture.members.filter(role=VentureRole.OWNER).exclude(pk=member.pk)
    if not others.exists():
        raise MembershipRefused(_("A venture needs an owner. Make somebody else an owner first."))


@transaction.atomic
def delegate(
    *,
    venture: Venture,
    chosen: Mapping[str, int | None],
    by: Actor,
    at: dt.datetime,
    tell: Callable[[str, User], None] | None = None,
) -> None:
    """Say who looks after which category: a member's id, or None for nobody.

    Categories that are not named stay as they are, and so does one given to somebody who belongs
    to the venture no more. tell: what mails a category to its new member, in the same transaction;
    nobody is told of what they chose themselves. Venture.DoesNotExist for whoever may not write.
    """
    Venture.objects.select_for_update().get(pk=venture.pk)
    own = Venture.objects.writable_by(by).get(pk=venture.pk)
    members = {one.pk: one for one in own.members.select_related("user")}
    here = Delegation.objects.filter(venture=own)
    before = dict(here.values_list("category", "member_id"))
    for category, member in chosen.items():
        if before.get(category) == member or (member is not None and member not in members):
            continue
        here.filter(category=category).delete()
        if member is None:
            continue
        Delegation.objects.create(venture=own, category=category, member_id=member, at=at)
        if tell is not None and members[member].user_id != by.user_id:
            tell(category, members[member].user)
