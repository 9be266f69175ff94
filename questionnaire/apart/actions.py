"""What is done apart: begin, lay open, stop, end the round, settle. One verb each, atomic, time
comes in. Only for members with an account: a private link is nobody in particular."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from questionnaire.apart.models import Settlement
from questionnaire.apart.telling import tell_writers
from questionnaire.assessment.actions import (
    NAMESPACE,
    Conflict,
    Content,
    MutationReused,
    NotOpen,
    Saved,
    answer_id,
    save_answer,
)
from questionnaire.assessment.models import AnswerRevision, ApartRound, Assessment
from questionnaire.people.actor import Actor
from questionnaire.people.models import User, Venture, VentureMember
from questionnaire.people.querysets import WRITERS
from questionnaire.vocabulary import AssessmentStatus, Settled, VentureRole


class NotYours(Exception):
    """Whoever asks may not do this in this venture; nothing was changed."""


class NotNow(Exception):
    """The round ended, is waited for, or its answers were left; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What one question is settled to. base: the version of the shared answer that was seen.

    mutation: the id of this very edit, so that what arrives twice settles once.
    """

    question: str
    content: Content
    base: int
    mutation: uuid.UUID
    how: Settled
    picked: int | None = None
    why: str = ""


def _must_be(by: Actor, venture: uuid.UUID, *roles: VentureRole) -> None:
    """NotYours for anybody else. Under the venture's lock, as roles change; always the first lock,
    as of whoever sends or moves on, so that no two wait for each other."""
    list(Venture.objects.select_for_update().filter(pk=venture).values_list("pk"))
    members = VentureMember.objects.filter(venture=venture, user=by.user_id, role__in=roles)
    if by.user_id is None or not members.exists():
        raise NotYours


@transaction.atomic
def begin_apart(*, assessment: Assessment, by: Actor, at: dt.datetime) -> Assessment:
    """One's own sheet, in the round that goes on or a new one, of which those who may answer are
    told. A second time it is the same.

    Raises NotYours, and NotNow where the venture goes on with other answers.
    """
    _must_be(by, assessment.venture_id, *WRITERS)
    shared = Assessment.objects.current().select_for_update().filter(pk=assessment.pk).first()
    if shared is None:
        raise NotNow
    going, new = ApartRound.objects.select_for_update().get_or_create(  # it is not ended meanwhile
        assessment=shared,
        closed_at=None,
        defaults={"begun_at": at, "begun_by_id": by.user_id},
    )
    sheet, _ = Assessment.apart_sheets.get_or_create(
        apart=going,
        apart_by_id=by.user_id,
        defaults={
            "venture_id": shared.venture_id,
            "edition_id": shared.edition_id,
            "created_at": at,
        },
    )
    if new:
        tell_writers(shared, User.objects.get(pk=sheet.apart_by_id))
    return sheet


@transaction.atomic
def lay_open(*, sheet: Assessment, by: Actor, at: dt.datetime) -> None:
    """Show one's sheet to all who show theirs; it never changes again (a trigger sees to that).

    A second time changes nothing. Raises NotYours, and NotNow once the round ended.
    """
    own = _own(sheet, by)
    _must_be(by, own.venture_id, *WRITERS)
    going = ApartRound.objects.select_for_update().filter(closed_at=None)
    if going.filter(pk__in=[own.apart_id]).first() is None:
        raise NotNow
    Assessment.apart_sheets.filter(pk=own.pk, status=AssessmentStatus.OPEN).update(
        status=AssessmentStatus.LAID_OPEN, laid_open_at=at
    )


@transaction.atomic
def stop_apart(*, sheet: Assessment, by: Actor) -> None:
    """Delete one's own sheet with everything on it; pressed twice at once it is deleted once.

    Raises NotYours, and NotNow once it is open: others have read it, and what they settled stands
    on it.
    """
    own = _own(sheet, by)
    locked = Assessment.apart_sheets.select_for_update().filter(pk=own.pk).first()
    if locked is None:
        return
    if locked.status != AssessmentStatus.OPEN:
        raise NotNow
    locked.delete()


def _own(sheet: Assessment, by: Actor) -> Assessment:
    own: Assessment | None = Assessment.apart_sheets.own_of(by).filter(pk=sheet.pk).first()
    if own is None:
        raise NotYours
    return own


@transaction.atomic
def close_round(*, going: ApartRound, by: Actor, at: dt.datetime) -> None:
    """End a round: nobody begins, changes or lays open a sheet in it any more. What was not laid
    open stays its writer's alone. A second time changes nothing. Raises NotYours."""
    _must_be(by, going.assessment.venture_id, VentureRole.OWNER)
    locked = ApartRound.objects.select_for_update().get(pk=going.pk)
    if locked.closed_at is None:
        locked.closed_at, locked.closed_by_id = at, by.user_id
        locked.save(update_fields=["closed_at", "closed_by"])


# ---------------------------------------------------------------- settling


@transaction.atomic
def settle(*, going: ApartRound, choice: Choice, by: Actor, at: dt.datetime) -> Saved | Conflict:
    """Make one answer the venture's own, through the one save, with who settled it and why.

    Raises NotYours where the sheets are not open to whoever asks, NotNow while somebody is waited
    for, NotOpen once all was sent, and MutationReused for the id of an edit that settled nothing.
    """
    return _settle(_settling(going, by), choice, by, at)


@transaction.atomic
def take_over(
    *, going: ApartRound, choices: Iterable[Choice], by: Actor, at: dt.datetime
) -> tuple[str, ...]:
    """Make answers that nobody disputes the venture's own; the questions that somebody changed
    meanwhile, or of which nothing was seen, stay as they are and are returned. Raises NotYours,
    NotNow and NotOpen as ``settle``."""
    found = _settling(going, by)
    return tuple(one.question for one in choices if not _taken(found, one, by, at))


def _taken(going: ApartRound, choice: Choice, by: Actor, at: dt.datetime) -> bool:
    try:
        return isinstance(_settle(going, choice, by, at), Saved)
    except MutationReused:
        return False


def agreed_id(going: uuid.UUID, question: str, base: int) -> uuid.UUID:
    """The id of the edit that takes over what is agreed; the same one every time."""
    return uuid.uuid5(NAMESPACE, f"agreed/{going}/{question}/{base}")


def _settling(going: ApartRound, by: Actor) -> ApartRound:
    _must_be(by, going.assessment.venture_id, *WRITERS)  # whoever begins now waits for this
    rounds = ApartRound.objects.open_to(by).with_over().select_related("assessment")
    found: ApartRound | None = rounds.filter(pk=going.pk).first()
    if found is None:
        raise NotYours
    if not found.over or found.assessment.left_for_id is not None:
        raise NotNow
    if found.assessment.status != AssessmentStatus.OPEN:
        raise NotOpen
    return found


def _settle(going: ApartRound, choice: Choice, by: Actor, at: dt.datetime) -> Saved | Conflict:
    result = save_answer(
        assessment=going.assessment_id,
        question=choice.question,
        content=choice.content,
        base=choice.base,
        mutation=choice.mutation,
        by=by.user_id,
        at=at,
    )
    if isinstance(result, Saved):
        _record(going, choice, result, by, at)
    return result


def _record(going: ApartRound, choice: Choice, saved: Saved, by: Actor, at: dt.datetime) -> None:
    """Who settled it and why; once. An edit that was saved otherwise is never told as settled: its
    id would put anybody's name to words that are not theirs."""
    answer = answer_id(going.assessment_id, choice.question)
    revision = AnswerRevision.objects.get(answer=answer, version=saved.version)
    if saved.replayed:
        if not Settlement.objects.filter(revision=revision, round=going).exists():
            raise MutationReused
        return
    Settlement.objects.create(
        revision=revision,
        round=going,
        question=choice.question,
        how=choice.how,
        picked_id=choice.picked,
        why=choice.why,
        by_id=by.user_id,
        at=at,
    )
