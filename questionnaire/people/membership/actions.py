"""Who belongs to a tenant, a venture or an accelerator: inviting, joining, roles, leaving; and
delegating in a venture. One verb each, atomic, time comes in. What somebody owns always keeps an
owner."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.erasure.actions import note_erased
from questionnaire.erasure.models import Erased
from questionnaire.people.actions import hash_token
from questionnaire.people.models import (
    Accelerator,
    AcceleratorInvitation,
    AcceleratorMember,
    Delegation,
    Invitation,
    User,
    Venture,
    VentureMember,
)
from questionnaire.people.querysets import MANAGERS
from questionnaire.vocabulary import AcceleratorRole, VentureRole

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

INVITATION_LASTS = dt.timedelta(days=14)
MOST_WAITING = 20
RANKS = {
    Venture: (VentureRole.VIEWER, VentureRole.EDITOR, VentureRole.OWNER),
    Accelerator: (
        AcceleratorRole.GUEST, AcceleratorRole.REVIEWER, AcceleratorRole.MANAGER,
        AcceleratorRole.OWNER,
    ),
}  # fmt: skip
"""The roles of each kind of tenant, the one that may least first."""
OWNER = "owner"
"""Of both kinds: who chooses the members."""

Tenant: TypeAlias = Venture | Accelerator
Member: TypeAlias = VentureMember | AcceleratorMember
AnyInvitation: TypeAlias = Invitation | AcceleratorInvitation
Role: TypeAlias = VentureRole | AcceleratorRole


class MembershipRefused(Exception):
    """Why somebody cannot be invited, join, leave or get a role, in words for them."""


@dataclass(frozen=True, slots=True)
class IssuedInvitation:
    """A new invitation: the token leaves the server once, only its hash stays."""

    invitation: AnyInvitation
    token: str


Tell = Callable[[IssuedInvitation], None]


def _lock(tenant: Tenant) -> None:
    type(tenant).objects.select_for_update().get(pk=tenant.pk)


def _locked(tenant: Tenant, by: Actor) -> Tenant:
    """The tenant, locked, for an owner; DoesNotExist for anybody else."""
    _lock(tenant)
    found: Tenant = type(tenant).objects.owned_by(by).get(pk=tenant.pk)
    return found


def hold_membership(by: Actor, **where: object) -> None:
    """Whoever acts for an accelerator is let go, or given another role, before or after and never
    meanwhile. The first lock after that of the accelerator itself, as for whoever lets go.
    where: which membership, by its accelerator."""
    if by.user_id is None:
        return  # a program or a link, which change nothing
    mine = AcceleratorMember.objects.filter(user_id=by.user_id, **where)
    list(mine.select_for_update(of=("self",), no_key=True).values_list("pk"))


@transaction.atomic
def invite(
    *,
    tenant: Tenant,
    role: Role,
    by: Actor,
    at: dt.datetime,
    email: str = "",
    tell: Tell | None = None,
) -> IssuedInvitation:
    """Make an invitation; tell: what mails it, in the same transaction. An earlier one that waits
    for the same address ends."""
    return issue(
        tenant=_locked(tenant, by), role=role, by=by.user_id, at=at, email=email, tell=tell
    )


def issue(
    *,
    tenant: Tenant,
    role: Role,
    by: int | None,
    at: dt.datetime,
    email: str = "",
    tell: Tell | None = None,
) -> IssuedInvitation:
    """As above by whoever may: also of an accelerator's first owner, whom an operator invites."""
    waiting = tenant.invitations.live(at)
    if email:
        waiting.filter(email__iexact=email).update(revoked_at=at)
        if tenant.members.filter(user__email__iexact=email).exists():
            raise MembershipRefused(_already(tenant) % {"email": email})
    if waiting.count() >= MOST_WAITING:
        raise MembershipRefused(
            _("%(number)s invitations wait already. Take one back first.")
            % {"number": MOST_WAITING}
        )
    token = secrets.token_urlsafe(32)
    issued = IssuedInvitation(
        tenant.invitations.create(
            role=role, email=email, token_hash=hash_token(token), invited_by_id=by, created_at=at,
            expires_at=at + INVITATION_LASTS,
        ),
        token,
    )  # fmt: skip
    if tell is not None:
        tell(issued)
    return issued


def _already(tenant: Tenant) -> str:
    if isinstance(tenant, Venture):
        return _("%(email)s belongs to the venture already.")
    return _("%(email)s belongs to the accelerator already.")


@transaction.atomic
def take_back(*, invitation: AnyInvitation, by: Actor, at: dt.datetime) -> bool:
    """End an invitation that waits; False where it was accepted or ended already."""
    return end_invitation(invitation=invitation, tenant=_locked(invitation.tenant, by), at=at)


def end_invitation(*, invitation: AnyInvitation, tenant: Tenant, at: dt.datetime) -> bool:
    """The same of a locked tenant by whoever may; no restored backup brings it back."""
    if not tenant.invitations.live(at).filter(pk=invitation.pk).update(revoked_at=at):
        return False
    note_erased(kind=Erased.LINK, keys=[invitation.pk], at=at)
    return True


def invitation_of(*, token: str, at: dt.datetime) -> Invitation | None:
    """The live invitation to a venture behind a token; None for any other token."""
    live = Invitation.objects.live(at).select_related("venture", "invited_by")
    found: Invitation | None = live.filter(token_hash=hash_token(token)).first()
    return found


def accelerator_invitation_of(*, token: str, at: dt.datetime) -> AcceleratorInvitation | None:
    """The same, to an accelerator."""
    live = AcceleratorInvitation.objects.live(at).select_related("accelerator", "invited_by")
    found: AcceleratorInvitation | None = live.filter(token_hash=hash_token(token)).first()
    return found


def is_for(invitation: AnyInvitation, user: User) -> bool:
    """Whether this account may accept: one that was mailed is for its own address only."""
    return not invitation.email or invitation.email.casefold() == user.email.casefold()


def accept(*, token: str, user: User, at: dt.datetime) -> VentureMember | None:
    """Become a member of a venture, or get the higher role of the two; None where the invitation
    ended."""
    member = _join(invitation_of(token=token, at=at), user, at)
    return member if isinstance(member, VentureMember) else None


def accept_accelerator(*, token: str, user: User, at: dt.datetime) -> AcceleratorMember | None:
    """The same, of an accelerator."""
    member = _join(accelerator_invitation_of(token=token, at=at), user, at)
    return member if isinstance(member, AcceleratorMember) else None


@transaction.atomic
def _join(found: AnyInvitation | None, user: User, at: dt.datetime) -> Member | None:
    if found is None:
        return None
    if not is_for(found, user):
        raise MembershipRefused(_("This invitation is for another address."))
    tenant: Tenant = found.tenant
    if isinstance(found, AcceleratorInvitation) and found.opens_later(at):
        raise MembershipRefused(_("It is too early to accept this invitation."))
    _lock(tenant)
    mine = tenant.invitations.live(at).filter(pk=found.pk)
    if not mine.update(accepted_at=at, accepted_by=user):
        return None  # somebody else was quicker
    member: Member
    member, new = tenant.members.get_or_create(
        user=user, defaults={"role": found.role, "joined_at": at}
    )
    ranks = [str(role) for role in RANKS[type(tenant)]]
    if not new and ranks.index(member.role) < ranks.index(found.role):
        member.role = found.role
        member.save(update_fields=["role"])
    return member


@transaction.atomic
def give_role(*, member: Member, role: Role, by: Actor, at: dt.datetime) -> None:
    """Give a member another role. Who is no owner any more has no invitations waiting either, and
    who is no manager no access tokens."""
    tenant = _locked(member.tenant, by)
    if role != OWNER:
        _must_leave_an_owner(tenant, member)
        _end_invitations_of(member, at)
    if role not in MANAGERS:
        _end_tokens_of(member, at)
    tenant.members.filter(pk=member.pk).update(role=role)


@transaction.atomic
def remove(*, member: Member, by: Actor, at: dt.datetime) -> None:
    """Let a member go: an owner lets anybody go, everybody may leave.

    The invitations that they made end, or one of them would let them in again, and so do their
    access tokens, or they would go on reading.
    DoesNotExist for whoever may do neither.
    """
    if member.user_id == by.user_id:
        _lock(member.tenant)
    else:
        _locked(member.tenant, by)
    _must_leave_an_owner(member.tenant, member)
    _end_invitations_of(member, at)
    _end_tokens_of(member, at)
    member.tenant.members.filter(pk=member.pk).delete()


def _end_invitations_of(member: Member, at: dt.datetime) -> None:
    made = member.tenant.invitations.live(at).filter(invited_by=member.user_id)
    made.update(revoked_at=at)


def _end_tokens_of(member: Member, at: dt.datetime) -> None:
    """For good: they stay ended should the member become a manager again."""
    if isinstance(member, AcceleratorMember):
        mine = member.accelerator.tokens.filter(by=member.user_id, revoked_at__isnull=True)
        mine.update(revoked_at=at)


def _must_leave_an_owner(tenant: Tenant, member: Member) -> None:
    """Unless this member is none (any more): a tenant may have lost its owner otherwise."""
    owners = tenant.members.filter(role=OWNER)
    if not owners.filter(pk=member.pk).exists():
        return
    if owners.exclude(pk=member.pk).exists():
        return
    if isinstance(tenant, Venture):
        raise MembershipRefused(_("A venture needs an owner. Make somebody else an owner first."))
    raise MembershipRefused(_("An accelerator needs an owner. Make somebody else an owner first."))


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
