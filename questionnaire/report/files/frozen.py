"""A report as its files need it: what was frozen, over its own edition, in the reader's language.

No bank, no weight and no score of today comes in; the sentences around them are today's code's.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import date_format

from questionnaire.bank.queries import edition_by_id
from questionnaire.report.history.since import Since, since_before
from questionnaire.report.intake import notes_of_snapshot, sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Frozen:
    """A report opened for its files. notes: (note, evidence) by question, for those who may read
    them. since: what changed since the revision before, for the venture's own readers. tongue knows
    which questions were asked."""

    venture: str
    id: uuid.UUID
    receipt: str
    revision: int
    sent_at: dt.datetime
    answers_hash: str
    card: Mapping[str, Any]
    sheet: Sheet
    notes: Mapping[str, tuple[str, str]]
    tongue: Tongue
    since: Since | None = None

    @property
    def date(self) -> str:
        """The day it was sent, as the reader's language writes it."""
        return str(date_format(self.sent_at, "DATE_FORMAT"))


def frozen(report: Report, *, notes: bool = True, since: bool = False) -> Frozen:
    """The report of a row read with its submission and its venture. notes: whether the reader may
    see what was written beside the answers; since: what changed since the revision before."""
    submission, card = report.submission, report.scorecard
    edition = edition_by_id(submission.edition_id)
    tongue = replace(tongue_of(edition), asked=frozenset(card["reachable"]))
    return Frozen(
        venture=submission.assessment.venture.name,
        id=report.pk,
        receipt=submission.receipt,
        revision=submission.revision,
        sent_at=submission.sent_at,
        answers_hash=submission.answers_hash,
        card=card,
        sheet=sheet_of_snapshot(edition.rubric, submission.answers),
        notes=notes_of_snapshot(submission.answers) if notes else {},
        tongue=tongue,
        since=since_before(report) if since else None,
    )
