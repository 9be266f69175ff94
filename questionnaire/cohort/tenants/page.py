"""The page of an accelerator's members, put together as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from questionnaire.assessment.team.page import (
    InvitationRow,
    MemberRow,
    invitation_rows,
    state_of,
)
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.people.models import (
    Accelerator,
    AcceleratorInvitation,
    AcceleratorMember,
)
from questionnaire.people.querysets import factors_of
from questionnaire.vocabulary import AcceleratorRole


def role_words() -> dict[str, str]:
    """What each role is called."""
    return {
        str(AcceleratorRole.OWNER): _("owner"),
        str(AcceleratorRole.MANAGER): _("manager"),
        str(AcceleratorRole.REVIEWER): _("reviewer"),
        str(AcceleratorRole.GUEST): _("guest"),
    }


def doing_of_owner(found: Accelerator, email: str) -> str:
    """What making somebody an owner is called, while whoever does so shows that it is them."""
    said = (
        _("Make %(email)s an owner of %(accelerator)s.")
        if email
        else _("Make a link that lets somebody in as an owner of %(accelerator)s.")
    )
    return said % {"email": email, "accelerator": found.name}


@dataclass(frozen=True, slots=True)
class HandOverRow:
    """That somebody was asked to own the accelerator beside its owner, and what became of it."""

    id: uuid.UUID
    email: str
    asked_at: dt.datetime
    opens_at: dt.datetime
    state: str


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Members, invitations, and whether a second factor is demanded. without_factor: the addresses
    of those who have none, for owners, who would shut them out; handed_over: for every member."""

    accelerator: str
    owner: bool
    demands: bool
    members: tuple[MemberRow, ...]
    invitations: tuple[InvitationRow, ...]
    without_factor: tuple[str, ...]
    handed_over: tuple[HandOverRow, ...]


def members_page(found: Accelerator, actor: Actor, at: dt.datetime) -> MembersPage:
    """Four queries: rights, members, hand-overs, invitations."""
    owner = Accelerator.objects.owned_by(actor).filter(pk=found.pk).exists()
    known = AcceleratorMember.objects.visible_to(actor).filter(accelerator=found)
    rows = list(
        known.select_related("user")
        .annotate(factor=Exists(factors_of(OuterRef("user_id"))))
        .order_by("pk")
    )
    invited = AcceleratorInvitation.objects.owned_by(actor).filter(accelerator=found)
    invited = invited.filter(opens_at__isnull=True)
    handed = AcceleratorInvitation.objects.visible_to(actor).filter(
        accelerator=found, opens_at__isnull=False
    )
    return MembersPage(
        accelerator=found.name,
        owner=owner,
        demands=found.second_factor,
        members=tuple(_members(rows, actor)),
        invitations=tuple(invitation_rows(invited, role_words(), at)) if owner else (),
        without_factor=tuple(one.user.email for one in rows if not one.factor) if owner else (),
        handed_over=tuple(
            HandOverRow(one.pk, one.email, one.created_at, one.opens_at, state_of(one, at))
            for one in handed.order_by("-created_at", "pk")
        ),
    )


def _members(rows: list[AcceleratorMember], actor: Actor) -> Iterator[MemberRow]:
    words = role_words()
    for one in rows:
        yield MemberRow(
            one.pk, one.user.name, one.user.email, one.role, words[one.role], one.joined_at,
            one.user_id == actor.user_id,
        )  # fmt: skip


def what_goes_along(found: Accelerator, actor: Actor) -> dict[str, int]:
    """How much is deleted with an accelerator. Two queries."""
    own = Cohort.objects.managed_by(actor).filter(accelerator=found)
    shared = own.filter(enrolments__consented_at__isnull=False)
    ventures = shared.values("enrolments__venture").distinct().count()
    return {"cohorts": own.count(), "ventures": ventures}
