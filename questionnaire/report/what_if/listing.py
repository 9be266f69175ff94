"""The list of a venture's scenarios, each beside the result that it was tried on."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questionnaire.bank.queries import edition_by_id
from questionnaire.report.intake import score_sheet, sheet_of_snapshot
from questionnaire.report.narrative.changes import PathStood
from questionnaire.report.page import tongue_of
from questionnaire.report.what_if.models import Scenario
from questionnaire.report.what_if.outcome import tell_stands
from questionnaire.scoring.scorecard import Scorecard
from questionnaire.scoring.sheet import Sheet


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
    """A scenario with the recommended path, really and with its changes. changed: the answers."""

    kept: Kept
    changed: tuple[str, ...]
    before: PathStood
    after: PathStood


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
    """Every scenario scored again beside its real answers, once for all scenarios of them; nothing
    is stored. What each change moved is worked out on a scenario's own page only: it takes many
    scorings more."""
    real: dict[uuid.UUID, tuple[Sheet, Scorecard]] = {}
    for one in rows:
        edition = edition_by_id(one.submission.edition_id)
        sent, tongue = one.submission.answers, tongue_of(edition)
        if one.submission_id not in real:
            sheet = sheet_of_snapshot(edition.rubric, sent)
            real[one.submission_id] = sheet, score_sheet(edition, sheet)
        before, card = real[one.submission_id]
        after = sheet_of_snapshot(edition.rubric, {**sent, **one.changes})
        yield Listed(
            kept=kept_of(one, newest),
            changed=tuple(
                key.key for key in edition.rubric.questions
                if before.get(key.key) != after.get(key.key)
            ),
            before=tell_stands(tongue, card),
            after=tell_stands(tongue, score_sheet(edition, after)),
        )  # fmt: skip
