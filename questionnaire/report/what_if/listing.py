"""The list of a venture's scenarios, each beside the result that it was tried on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questionnaire.bank.queries import edition_by_id
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.page import tongue_of
from questionnaire.report.what_if.models import Scenario
from questionnaire.report.what_if.outcome import Outcome, tell_outcome, try_sheet


@dataclass(frozen=True, slots=True)
class Kept:
    """A scenario: by whom, when, over what was sent when. newer: other answers were sent since."""

    id: uuid.UUID
    name: str
    by: str
    at: dt.datetime
    revision: int
    sent_at: dt.datetime
    newer: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A scenario with what it comes to."""

    kept: Kept
    outcome: Outcome


def kept_of(one: Scenario, newest: uuid.UUID | None) -> Kept:
    """A scenario as its pages call it. newest: the submission that was sent last."""
    return Kept(
        id=one.pk,
        name=one.name,
        by=str(one.by) if one.by else "",
        at=one.at,
        revision=one.submission.revision,
        sent_at=one.submission.sent_at,
        newer=newest is not None and newest != one.submission_id,
    )


def listed(rows: Iterable[Scenario], newest: uuid.UUID | None) -> Iterator[Listed]:
    """Every scenario scored again beside its real answers; nothing is stored."""
    for one in rows:
        edition = edition_by_id(one.submission.edition_id)
        real = one.submission.answers
        before = sheet_of_snapshot(edition.rubric, real)
        after = sheet_of_snapshot(edition.rubric, {**real, **one.changes})
        found = try_sheet(edition.rubric, before, after)
        yield Listed(kept_of(one, newest), tell_outcome(tongue_of(edition), found, before, after))
