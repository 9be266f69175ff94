"""An accelerator whose only owner cannot be reached any more gets another one beside them.

Whoever runs the machine asks for it (``manage.py hand_over``), never the workshop. Nobody's account
or address is touched: somebody is invited as an owner, whoever manages the accelerator is told, and
for two weeks the owner may refuse, on the site or by the link in their mail, before anybody can
accept. One verb each, atomic, time comes in.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.db.models import Q

from questionnaire.people.actions import hash_token
from questionnaire.people.membership.actions import (
    INVITATION_LASTS,
    accelerator_invitation_of,
    accept_accelerator,
    end_invitation,
)
from questionnaire.people.models import (
    Accelerator,
    AcceleratorInvitation,
    AcceleratorMember,
    User,
)
from questionnaire.people.querysets import MANAGERS
from questionnaire.vocabulary import AcceleratorRole

WAITS = dt.timedelta(days=14)
SALT = "questionnaire.hand-over.refuse"


class NotHandedOver(Exception):
    """Why an accelerator is not handed over, in words for whoever runs the machine."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """What was begun: the invitation with its token, the owner, and the others who manage."""

    invitation: AcceleratorInvitation
    token: str
    opens: dt.datetime
    owner: User
    managers: tuple[User, ...]


@transaction.atomic
def hand_over(
    *, accelerator: Accelerator, email: str, at: dt.datetime, tell: Callable[[HandOver], None]
) -> HandOver:
    """Invite a second owner, who can accept after two weeks and for two more; tell: what mails it,
    in the same transaction. What waited for this address, and a hand-over that waited, ends.

    Raises NotHandedOver where the accelerator can help itself, or the address is its owner's own.
    """
    Accelerator.objects.select_for_update().get(pk=accelerator.pk)
    people = managing(accelerator)
    owners = [one.user for one in people if one.role == AcceleratorRole.OWNER]
    if len(owners) > 1:
        raise NotHandedOver("it has another owner, who invites on the site")
    if not owners:
        raise NotHandedOver("it has no owner: invite one in the workshop, on its own page")
    if owners[0].email.casefold() == email.casefold():
        raise NotHandedOver("this is the address of its owner")
    _end(accelerator, Q(email__iexact=email) | Q(opens_at__isnull=False), at)
    token, opens = secrets.token_urlsafe(32), at + WAITS
    invitation = accelerator.invitations.create(
        role=AcceleratorRole.OWNER, email=email, token_hash=hash_token(token), created_at=at,
        opens_at=opens, expires_at=opens + INVITATION_LASTS,
    )  # fmt: skip
    others = tuple(one.user for one in people if one.user_id != owners[0].pk)
    begun = HandOver(invitation, token, opens, owners[0], others)
    tell(begun)
    return begun


@transaction.atomic
def accept_and_tell(
    *,
    token: str,
    user: User,
    at: dt.datetime,
    tell: Callable[[AcceleratorInvitation, list[User]], None],
) -> AcceleratorMember | None:
    """Accept an invitation to an accelerator; where that hands it over, tell who manages it, in
    the same transaction."""
    found = accelerator_invitation_of(token=token, at=at)
    joined = accept_accelerator(token=token, user=user, at=at)
    if joined is not None and found is not None and found.opens_at is not None:
        tell(found, [one.user for one in managing(found.accelerator)])
    return joined


@transaction.atomic
def stop_hand_over(*, accelerator: Accelerator, at: dt.datetime) -> int:
    """End what waits, by whoever began it; how many."""
    Accelerator.objects.select_for_update().get(pk=accelerator.pk)
    return _end(accelerator, Q(opens_at__isnull=False), at)


def _end(accelerator: Accelerator, which: Q, at: dt.datetime) -> int:
    waiting = accelerator.invitations.live(at).filter(which)
    ended = [end_invitation(invitation=one, tenant=accelerator, at=at) for one in waiting]
    return sum(ended)


def managing(accelerator: Accelerator) -> list[AcceleratorMember]:
    """Its owners and managers, who are told."""
    rows = accelerator.members.filter(role__in=MANAGERS)
    return list(rows.select_related("user").order_by("pk"))


def refusal_token(invitation: AcceleratorInvitation) -> str:
    """What stands in the owner's mail: signed, and good for refusing alone."""
    return signing.dumps(invitation.pk.hex, salt=SALT)


def read_refusal(token: str) -> AcceleratorInvitation | None:
    """The hand-over behind such a token, whatever became of it; None where it is none of ours."""
    try:
        key = uuid.UUID(hex=signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    rows = AcceleratorInvitation.objects.select_related("accelerator")
    return rows.filter(pk=key, opens_at__isnull=False).first()


@transaction.atomic
def refuse_hand_over(*, invitation: AcceleratorInvitation, at: dt.datetime) -> bool:
    """End it, by whoever has the owner's mail; False where it was accepted or had ended."""
    tenant = Accelerator.objects.select_for_update().get(pk=invitation.accelerator_id)
    return end_invitation(invitation=invitation, tenant=tenant, at=at)
