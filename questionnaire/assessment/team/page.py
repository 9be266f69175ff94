"""The page of members, and the history of one answer, put together as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from questionnaire.assessment.actions import carry_id
from questionnaire.assessment.desk import said_in
from questionnaire.assessment.models import AnswerRevision, Assessment
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition, LocalQuestion, Phrase
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import AnyInvitation
from questionnaire.people.models import Delegation, Invitation, Venture, VentureMember
from questionnaire.vocabulary import VentureRole


def role_words() -> dict[str, str]:
    """What each role is called."""
    return {
        str(VentureRole.OWNER): _("owner"),
        str(VentureRole.EDITOR): _("editor"),
        str(VentureRole.VIEWER): _("reader"),
    }


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member. mine: of the one who reads the page."""

    id: int
    name: str
    email: str
    role: str
    role_word: str
    since: dt.datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """An invitation and its true state: waiting, accepted, ended or expired."""

    id: uuid.UUID
    email: str
    role_word: str
    state: str
    created_at: dt.datetime
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A category and who looks after it."""

    key: str
    name: Phrase
    member: int | None


@dataclass(frozen=True, slots=True)
class TeamPage:
    """Members, invitations and categories. owner: whether the reader may choose who belongs."""

    venture: str
    owner: bool
    guest: bool
    claimed: bool
    members: tuple[MemberRow, ...]
    invitations: tuple[InvitationRow, ...]
    categories: tuple[CategoryRow, ...]


def team_page(found: Assessment, wording: LocalEdition, actor: Actor) -> TeamPage:
    """Four queries: rights, members, invitations, categories."""
    venture = found.venture
    owner = Venture.objects.owned_by(actor).filter(pk=venture.pk).exists()
    members = tuple(_members(venture, actor))
    invited = Invitation.objects.owned_by(actor).filter(venture=venture)
    after = dict(
        Delegation.objects.visible_to(actor)
        .filter(venture=venture)
        .values_list("category", "member_id")
    )
    return TeamPage(
        venture=venture.name,
        owner=owner,
        guest=not any(one.mine for one in members),
        claimed=venture.claimed_at is not None,
        members=members,
        invitations=tuple(invitation_rows(invited, role_words(), actor.at)) if owner else (),
        categories=tuple(
            CategoryRow(one.key, one.name, after.get(one.key)) for one in wording.categories
        ),
    )


def _members(venture: Venture, actor: Actor) -> Iterator[MemberRow]:
    words = role_words()
    known = VentureMember.objects.visible_to(actor).filter(venture=venture)
    for one in known.select_related("user").order_by("pk"):
        yield MemberRow(
            one.pk, one.user.name, one.user.email, one.role, words[one.role], one.joined_at,
            one.user_id == actor.user_id,
        )  # fmt: skip


def invitation_rows(
    known: QuerySet[Any], words: Mapping[str, str], at: dt.datetime
) -> Iterator[InvitationRow]:
    """The last invitations to a venture or an accelerator. words: what its roles are called."""
    for one in known.order_by("-created_at", "pk")[:50]:
        yield InvitationRow(
            one.pk, one.email, words[one.role], state_of(one, at), one.created_at, one.expires_at
        )


def state_of(invitation: AnyInvitation, at: dt.datetime) -> str:
    """Where an invitation stands."""
    if invitation.accepted_at is not None:
        return "accepted"
    if invitation.revoked_at is not None:
        return "ended"
    return "expired" if invitation.expires_at <= at else "waiting"


def looked_after(venture_id: uuid.UUID, actor: Actor) -> dict[str, tuple[str, int]]:
    """Category -> the name of who looks after it, and that user's id. One query."""
    rows = (
        Delegation.objects.visible_to(actor)
        .filter(venture_id=venture_id)
        .select_related("member__user")
    )
    return {one.category: (str(one.member.user), one.member.user_id) for one in rows}


# ---------------------------------------------------------------- who answered what


@dataclass(frozen=True, slots=True)
class Told:
    """One accepted save of an answer. who: empty for whoever held the private link. given_at: when
    what was carried over from earlier questions was answered there; None for what was not."""

    version: int
    said: str
    note: str
    evidence: str
    claim: str
    who: str
    at: dt.datetime
    given_at: dt.datetime | None = None


def told_of(found: Assessment, question: LocalQuestion, actor: Actor) -> tuple[Told, ...]:
    """Every save of one answer, the newest first. One query, and two more for each edition that it
    was carried over from."""
    wording = edition_by_id(found.edition_id).wording(get_language() or "en")
    given = _given(found, question.key, actor)
    rows = (
        AnswerRevision.objects.visible_to(actor)
        .filter(answer__assessment=found, answer__question=question.key)
        .select_related("by")
    )
    return tuple(
        Told(
            version=one.version,
            said=said_in(wording, question, one.value) if one.value else "",
            note=one.note,
            evidence=one.evidence,
            claim=one.claim,
            who=str(one.by) if one.by else "",
            at=one.at,
            given_at=given.get(one.mutation),
        )
        for one in rows.order_by("-version")
    )


def _given(found: Assessment, question: str, actor: Actor) -> dict[uuid.UUID, dt.datetime]:
    """When the saves that were carried over were really made, by the id of the carrying edit."""
    if found.carried_from_id is None:
        return {}
    source = Assessment.objects.visible_to(actor).filter(pk=found.carried_from_id).first()
    if source is None:
        return {}
    earlier = _given(source, question, actor)
    rows = AnswerRevision.objects.visible_to(actor).filter(
        answer__assessment=source, answer__question=question
    )
    return {carry_id(one.answer_id, one.version): earlier.get(one.mutation, one.at) for one in rows}
