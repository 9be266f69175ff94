"""What founders do to their answers: start, save one, send, reopen. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from questionnaire.assessment.models import Answer, AnswerRevision, Assessment, Submission
from questionnaire.people.actions import (
    IssuedGrant,
    open_venture_as_guest,
    open_venture_as_member,
)
from questionnaire.vocabulary import AssessmentStatus

RECEIPT_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
TICK = dt.timedelta(microseconds=1)
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


def carry_id(answer: uuid.UUID, version: int) -> uuid.UUID:
    """The id of the edit that carries this version of an answer; the same one every time."""
    return uuid.uuid5(NAMESPACE, f"carry/{answer}/{version}")


@transaction.atomic
def start_assessment(
    *,
    venture_name: str,
    stage: str,
    edition_id: uuid.UUID,
    by: int | None,
    at: dt.datetime,
    tell: Callable[[IssuedGrant], None] | None = None,
) -> tuple[Assessment, IssuedGrant | None]:
    """Begin a venture and an assessment under this edition: with an account as its owner, without
    one as a guest, whose private link is the only key.

    tell: what mails that link, in the same transaction.
    """
    issued = None
    if by is None:
        issued = open_venture_as_guest(name=venture_name, stage=stage, at=at)
        venture = issued.grant.venture
        if tell is not None:
            tell(issued)
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
    return _settle(key, assessment, content, base, mutation)


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
    key: uuid.UUID, assessment: uuid.UUID, content: Content, base: int, mutation: uuid.UUID
) -> Saved | Conflict:
    arrived = AnswerRevision.objects.filter(answer_id=key, mutation=mutation).first()
    if arrived is not None:
        if _content(arrived) != content:  # or it would be told that this is saved
            raise MutationReused
        return Saved(version=arrived.version, at=arrived.at, replayed=True)
    if not Assessment.every.filter(pk=assessment, status=AssessmentStatus.OPEN).exists():
        raise NotOpen
    stands = Answer.objects.filter(pk=key).first()
    if stands is None or stands.version == base:
        raise MutationReused
    return Conflict(version=stands.version, content=_content(stands), at=stands.updated_at)


def _content(row: Answer | AnswerRevision) -> Content:
    return Content(row.value, row.note, row.evidence, row.claim)


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
        sent_at=_after_the_last(assessment, at),
    )


def _after_the_last(assessment: Assessment, at: dt.datetime) -> dt.datetime:
    """The moment; or just after what this venture sent last, where a clock was set back since: what
    is newest is told by it everywhere."""
    sent = Submission.objects.filter(assessment__venture=assessment.venture_id)
    last: dt.datetime | None = sent.aggregate(last=Max("sent_at"))["last"]
    return at if last is None or last <= at else last + TICK


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


@transaction.atomic
def flag_question(*, assessment: Assessment, question: str, on: bool) -> None:
    """Mark a question to come back to, or take the mark off; the order of marking is kept."""
    locked = Assessment.every.select_for_update().only("flagged").get(pk=assessment.pk)
    kept = [key for key in locked.flagged if key != question]
    locked.flagged = [*kept, question] if on else kept
    locked.save(update_fields=["flagged"])
