"""What founders do to their answers: start, save, send, reopen, move on. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from questionnaire.assessment.carrying import Carrying, Fit, carry
from questionnaire.assessment.models import Answer, AnswerRevision, Assessment, Submission
from questionnaire.bank.queries import edition_by_id
from questionnaire.people.actions import (
    IssuedGrant,
    open_venture_as_guest,
    open_venture_as_member,
)
from questionnaire.vocabulary import AssessmentStatus

RECEIPT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NAMESPACE = uuid.UUID("6f0b6a1e-6d0a-4a58-9a53-3f6a3f1f2f0b")


@dataclass(frozen=True, slots=True)
class Content:
    """What one save says: the stored value, and what stands beside it."""

    value: dict[str, Any] | None
    note: str = ""
    evidence: str = ""
    claim: str = ""

    def columns(self) -> dict[str, Any]:
        """As columns of an answer and of its revision."""
        return {
            "value": self.value,
            "note": self.note,
            "evidence": self.evidence,
            "claim": self.claim,
        }


@dataclass(frozen=True, slots=True)
class Saved:
    """The save stands as this version. replayed: it had arrived before."""

    version: int
    at: dt.datetime
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved before; this is what stands, and nothing was changed."""

    version: int
    content: Content
    at: dt.datetime


class MutationReused(Exception):
    """The browser's id of this edit belongs to another edit."""


class NotOpen(Exception):
    """The answers were sent; reopening comes first."""


def answer_id(assessment: uuid.UUID, question: str) -> uuid.UUID:
    """An answer's id follows from what it answers, so that a save need not look it up."""
    return uuid.uuid5(NAMESPACE, f"{assessment}/{question}")


@transaction.atomic
def start_assessment(
    *, venture_name: str, stage: str, edition_id: uuid.UUID, by: int | None, at: dt.datetime
) -> tuple[Assessment, IssuedGrant | None]:
    """Begin a venture and an assessment under this edition: with an account as its owner, without
    one as a guest, whose private link is the only key."""
    issued = None
    if by is None:
        issued = open_venture_as_guest(name=venture_name, stage=stage, at=at)
        venture = issued.grant.venture
    else:
        venture = open_venture_as_member(name=venture_name, stage=stage, user_id=by, at=at)
    assessment = Assessment.objects.create(venture=venture, edition_id=edition_id, created_at=at)
    return assessment, issued


def save_answer(
    *,
    assessment: uuid.UUID,
    question: str,
    content: Content,
    base: int,
    mutation: uuid.UUID,
    by: int | None,
    at: dt.datetime,
) -> Saved | Conflict:
    """Save one answer if nobody saved since the version that the browser saw.

    base: that version, 0 for a question without an answer. One short transaction without locks:
    compare-and-set on the version, then the revision with the browser's id of the edit. Only when
    that fails is the id looked up: a retry of an edit that had arrived is answered as it was then.
    The database itself refuses answers to what was sent (migrations/_guards.py). Raises NotOpen,
    MutationReused.
    """
    key = answer_id(assessment, question)
    try:
        with transaction.atomic():
            if _write(key, assessment, question, content, base, at):
                AnswerRevision.objects.create(
                    answer_id=key,
                    version=base + 1,
                    mutation=mutation,
                    by_id=by,
                    at=at,
                    **content.columns(),
                )
                return Saved(version=base + 1, at=at)
    except IntegrityError:
        pass  # the first answer was given meanwhile, this very edit had arrived, or all was sent
    return _settle(key, assessment, base, mutation)


def _write(
    key: uuid.UUID,
    assessment: uuid.UUID,
    question: str,
    content: Content,
    base: int,
    at: dt.datetime,
) -> bool:
    """Whether the current answer could be set from version base to the next."""
    if base == 0:
        Answer.objects.create(
            id=key,
            assessment_id=assessment,
            question=question,
            version=1,
            updated_at=at,
            **content.columns(),
        )
        return True
    rows = Answer.objects.filter(pk=key, version=base)
    return bool(rows.update(version=F("version") + 1, updated_at=at, **content.columns()))


def _settle(
    key: uuid.UUID, assessment: uuid.UUID, base: int, mutation: uuid.UUID
) -> Saved | Conflict:
    arrived = AnswerRevision.objects.filter(answer_id=key, mutation=mutation).first()
    if arrived is not None:
        return Saved(version=arrived.version, at=arrived.at, replayed=True)
    if not Assessment.objects.filter(pk=assessment, status=AssessmentStatus.OPEN).exists():
        raise NotOpen
    stands = Answer.objects.filter(pk=key).first()
    if stands is None or stands.version == base:
        raise MutationReused
    content = Content(stands.value, stands.note, stands.evidence, stands.claim)
    return Conflict(version=stands.version, content=content, at=stands.updated_at)


@transaction.atomic
def submit(*, assessment: Assessment, at: dt.datetime) -> Submission:
    """Send the answers as they stand: a snapshot with versions, a hash and a receipt.

    Raises NotOpen when they were sent already, or when the venture goes on with others; two at
    once make one submission.
    """
    sent = (
        Assessment.objects.current()
        .filter(pk=assessment.pk, status=AssessmentStatus.OPEN, revision=assessment.revision)
        .update(status=AssessmentStatus.SUBMITTED)
    )
    if not sent:
        raise NotOpen
    answers = {
        answer.question: {
            "value": answer.value,
            "note": answer.note,
            "evidence": answer.evidence,
            "claim": answer.claim,
            "version": answer.version,
        }
        for answer in Answer.objects.filter(assessment=assessment).order_by("question")
        if answer.value is not None
    }
    text = json.dumps(answers, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Submission.objects.create(
        assessment=assessment,
        edition_id=assessment.edition_id,
        revision=assessment.revision,
        receipt="AS-" + "".join(secrets.choice(RECEIPT_LETTERS) for _ in range(8)),
        answers=answers,
        answers_hash=hashlib.sha256(text.encode()).hexdigest(),
        sent_at=at,
    )


def reopen(*, assessment: Assessment) -> None:
    """Open the answers again as the next revision.

    Raises NotOpen when they are open already, or when the venture goes on with others.
    """
    opened = (
        Assessment.objects.current()
        .filter(pk=assessment.pk, status=AssessmentStatus.SUBMITTED, revision=assessment.revision)
        .update(status=AssessmentStatus.OPEN, revision=F("revision") + 1)
    )
    if not opened:
        raise NotOpen


# ---------------------------------------------------------------- moving on to another edition


class AlreadySent(Exception):
    """The answers to the newer edition were sent; there is no way back from there."""


@transaction.atomic
def move_on(
    *, assessment: Assessment, edition_id: uuid.UUID, by: int | None, at: dt.datetime
) -> Assessment:
    """Go on under this edition: what still fits is carried over, and these answers stay.

    A second time it finds what the first made, and carries what was answered here since, where
    nothing was answered there: the newer edition's own answers win. The rows are locked, the older
    first, so that two at once do it once.
    """
    source = Assessment.objects.select_for_update().get(pk=assessment.pk)
    target = Assessment.objects.select_for_update().filter(carried_from=source).first()
    if target is None:
        target = Assessment.objects.create(
            venture_id=source.venture_id,
            edition_id=edition_id,
            carried_from=source,
            created_at=at,
        )
        _carry_all(source, target, by, at)
    elif target.status == AssessmentStatus.OPEN:
        _carry_what_followed(source, target, by, at)
    if source.left_for_id is None:
        sent = source.status == AssessmentStatus.SUBMITTED
        target.revision = max(target.revision, source.revision + sent)
        _go(source, target)
    return target


def _carry_all(source: Assessment, target: Assessment, by: int | None, at: dt.datetime) -> None:
    rows = [
        (row, answer_id(target.pk, row.question), content)
        for row, content in carried_over(source, target.edition_id)
    ]
    Answer.objects.bulk_create(
        Answer(
            id=key,
            assessment=target,
            question=row.question,
            version=1,
            updated_at=at,
            **content.columns(),
        )
        for row, key, content in rows
    )
    AnswerRevision.objects.bulk_create(
        AnswerRevision(
            answer_id=key,
            version=1,
            mutation=carry_id(row.pk, row.version),
            by_id=by,
            at=at,
            **content.columns(),
        )
        for row, key, content in rows
    )


def _carry_what_followed(
    source: Assessment, target: Assessment, by: int | None, at: dt.datetime
) -> None:
    for row, content, base in what_followed(source, target):
        save_answer(
            assessment=target.pk,
            question=row.question,
            content=content,
            base=base,
            mutation=carry_id(row.pk, row.version),
            by=by,
            at=at,
        )


def carried_over(source: Assessment, edition_id: uuid.UUID) -> list[tuple[Answer, Content]]:
    """Each answer with what it says under the other edition: all of it where it still fits, else
    the note and the evidence beside it, where there is a question to put them to."""
    answers = list(Answer.objects.filter(assessment_id=source.pk).order_by("question"))
    found = fits_of(source.edition_id, edition_id, {one.question: one.value for one in answers})
    said = []
    for row in answers:
        if found.fits[row.question] is Fit.FITS:
            said.append((row, Content(row.value, row.note, row.evidence, row.claim)))
        elif found.fits[row.question] is not Fit.GONE and (row.note or row.evidence):
            said.append((row, Content(None, row.note, row.evidence)))
    return said


def what_followed(source: Assessment, target: Assessment) -> list[tuple[Answer, Content, int]]:
    """What was answered here after it was carried and still stands there as it was carried, with
    the version that stands there; what is empty there counts as carried. Two queries."""
    stands = {
        question: (version, mutation)
        for question, version, mutation in AnswerRevision.objects.filter(
            answer__assessment_id=target.pk
        )
        .order_by("version")
        .values_list("answer__question", "version", "mutation")
    }
    followed = []
    for row, content in carried_over(source, target.edition_id):
        version, mutation = stands.get(row.question, (0, None))
        earlier = {carry_id(row.pk, one) for one in range(1, row.version)}
        if content.value == row.value and (version == 0 or mutation in earlier):
            followed.append((row, content, version))
    return followed


def fits_of(
    before: uuid.UUID, now: uuid.UUID, values: Mapping[str, dict[str, Any] | None]
) -> Carrying:
    """How stored values fit another edition, told in the language that edition was written in."""
    edition = edition_by_id(now)
    return carry(edition_by_id(before).wording(edition.main.language), edition.main, values)


def carry_id(answer: uuid.UUID, version: int) -> uuid.UUID:
    """The id of the edit that carries this version of an answer; the same one every time."""
    return uuid.uuid5(NAMESPACE, f"carry/{answer}/{version}")


@transaction.atomic
def go_back(*, assessment: Assessment) -> Assessment:
    """Go on with the answers to the earlier edition as they stood; what was answered here stays.

    Raises AlreadySent. A second time changes nothing.
    """
    source = Assessment.objects.select_for_update().get(pk=assessment.carried_from_id)
    target = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if target.status != AssessmentStatus.OPEN or target.submissions.exists():
        raise AlreadySent
    if target.left_for_id is None:
        _go(target, source)
    return source


def _go(left: Assessment, on: Assessment) -> None:
    """The venture goes on with the second of the two."""
    left.left_for, on.left_for = on, None
    left.save(update_fields=["left_for"])
    on.save(update_fields=["left_for", "revision"])
