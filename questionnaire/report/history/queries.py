"""The revisions of a venture as plain values, and the answers behind two of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from questionnaire.assessment.models import Answer, AnswerRevision, Assessment, Submission
from questionnaire.people.actor import Actor
from questionnaire.report.models import Report
from questionnaire.vocabulary import AssessmentStatus

OPEN = "now"
"""The name of the revision that is not sent yet; a sent one is named by its receipt."""
ASIDE = ("note", "evidence", "claim")


@dataclass(frozen=True, slots=True)
class Revision:
    """One revision of a venture's answers. sent_at is None while it is not sent."""

    name: str
    assessment: uuid.UUID
    edition: uuid.UUID
    number: int
    submission: uuid.UUID | None = None
    sent_at: dt.datetime | None = None
    report: uuid.UUID | None = None
    scoring_version: int | None = None
    path: str = ""
    margin: int | None = None
    close: bool = False
    least_broken: bool = False
    lean: int | None = None
    postures: Mapping[str, int | None] | None = None

    @property
    def is_open(self) -> bool:
        return self.sent_at is None


@dataclass(frozen=True, slots=True)
class Edited:
    """Who gave an answer its present form, and when. by is empty for who came by a link."""

    by: str
    at: dt.datetime


POSTURES = ("funding", "community", "safety")
_REPORT = ("id", "scoring_version", "path", "margin", "close", "lean", *POSTURES,
           "scorecard__recommendation__least_broken")  # fmt: skip
_COLUMNS = ("id", "assessment_id", "edition_id", "revision", "receipt", "sent_at",
            *(f"report__{name}" for name in _REPORT))  # fmt: skip


def revisions_of(actor: Actor, found: Assessment) -> list[Revision]:
    """Every revision of the assessment's venture, the first sent first, the open one last; over
    all its assessments, so whatever edition it moved on to. Two queries."""
    sent = Submission.objects.visible_to(actor).filter(
        assessment__venture_id=found.venture_id,
        report__isnull=False,  # the two are made together
    )
    rows = [_sent(row) for row in sent.order_by("sent_at", "revision").values(*_COLUMNS)]
    going = Assessment.objects.visible_to(actor).current()
    last = going.filter(venture_id=found.venture_id, status=AssessmentStatus.OPEN)
    return [*rows, *(_open(one) for one in _preferred(last, found))]


def _preferred(rows: QuerySet[Assessment], found: Assessment) -> list[Assessment]:
    """The open assessment that the page is of, else the one begun last."""
    begun = list(rows.order_by("-created_at"))
    return [one for one in begun if one.pk == found.pk] or begun[:1]


def _open(one: Assessment) -> Revision:
    return Revision(OPEN, one.pk, one.edition_id, one.revision)


def _sent(row: Mapping[str, Any]) -> Revision:
    return Revision(
        name=row["receipt"],
        assessment=row["assessment_id"],
        edition=row["edition_id"],
        number=row["revision"],
        submission=row["id"],
        sent_at=row["sent_at"],
        report=row["report__id"],
        scoring_version=row["report__scoring_version"],
        path=row["report__path"] or "",
        margin=row["report__margin"],
        close=bool(row["report__close"]),
        least_broken=bool(row["report__scorecard__recommendation__least_broken"]),
        lean=row["report__lean"],
        postures={name: row[f"report__{name}"] for name in POSTURES},
    )


# ---------------------------------------------------------------- behind a revision

Stored = Mapping[str, Mapping[str, Any]]
"""Question -> value, note, evidence, claim and version; only where there is an answer."""


def stored_now(assessment: uuid.UUID) -> Stored:
    """The answers that stand, in the form in which they are sent. One query."""
    rows = Answer.objects.filter(assessment_id=assessment, value__isnull=False)
    return {row.pop("question"): row for row in rows.values("question", "value", "version", *ASIDE)}


def reports_of(submissions: Iterable[uuid.UUID]) -> dict[uuid.UUID, Report]:
    """The reports of these submissions with what was sent, by submission. One query."""
    rows = Report.objects.filter(submission_id__in=list(submissions)).select_related("submission")
    return {row.submission_id: row for row in rows}


def report_before(submission: Submission) -> Report | None:
    """The report of what the same venture sent last before that, with its answers. One query."""
    earlier = Q(submission__sent_at__lt=submission.sent_at) | Q(
        submission__sent_at=submission.sent_at, submission__revision__lt=submission.revision
    )
    rows = Report.objects.filter(
        earlier, submission__assessment__venture_id=submission.assessment.venture_id
    )
    found: Report | None = (
        rows.select_related("submission")
        .defer("summary")
        .order_by("-submission__sent_at", "-submission__revision")
        .first()
    )
    return found


def edits_behind(revision: Revision, stored: Stored, questions: Iterable[str]) -> dict[str, Edited]:
    """Who brought these questions to where they stand in a revision, and when. One query."""
    rows = (
        AnswerRevision.objects.filter(
            answer__assessment_id=revision.assessment, answer__question__in=list(questions)
        )
        .order_by("version")
        .values_list("answer__question", "version", "at", "by__name", "by__email")
    )
    found = {}
    for question, version, at, name, email in rows:
        if _counts(revision, stored.get(question), version, at):
            found[question] = Edited(name or email or "", at)
    return found


def _counts(
    revision: Revision, answer: Mapping[str, Any] | None, version: int, at: dt.datetime
) -> bool:
    """Whether an edit came before the revision was sent: by its version, or, where the answer was
    taken back and the snapshot holds nothing, by its time."""
    if answer is not None:
        return bool(version <= answer["version"])
    return revision.sent_at is None or at <= revision.sent_at
