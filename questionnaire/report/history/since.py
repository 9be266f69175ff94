"""What changed since the revision before, short and exact, as a report keeps it in its words."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from questionnaire.assessment.carrying import carry
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.bank.wording import Phrase
from questionnaire.report.history.queries import report_before
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.narrative import changes
from questionnaire.report.narrative.changes import PathStood
from questionnaire.report.narrative.moved import Moved, Mover, Named, ends_of, tell_parted
from questionnaire.report.narrative.musts import tell_knocked
from questionnaire.report.narrative.tongue import Tongue, answer_words
from questionnaire.report.page import tongue_of
from questionnaire.report.parting import Parted, Result, part
from questionnaire.scoring.sheet import Sheet

MOST_KNOWN = 500
_known: OrderedDict[tuple[uuid.UUID, uuid.UUID], Parted] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that is answered otherwise than before."""

    key: str
    ask: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Since:
    """What changed. before, after: the numbers of each column of moved. knocked: what a must-have
    did to the order of the paths.

    editions, scoring: from which to which, where they differ.
    """

    revision: int
    sent_at: dt.datetime
    headline: str
    path: PathStood
    editions: tuple[Phrase, Phrase] | None
    scoring: tuple[int, int] | None
    answers: tuple[Answered, ...]
    knocked: tuple[str, ...]
    moved: Moved
    before: Named
    after: Named

    @property
    def said(self) -> dict[str, Answered]:
        return {one.key: one for one in self.answers}

    @property
    def rows(self) -> list[tuple[Mover, Answered | None]]:
        """What moved something, each answer with what it was and what it is."""
        return [(row, self.said.get(row.key)) for row in self.moved.rows]

    @property
    def still(self) -> list[Answered]:
        """The changed answers that moved nothing."""
        moving = {row.key for row in self.moved.rows}
        return [one for one in self.answers if one.key not in moving]


def since_entry() -> tuple[str, str]:
    """Its place in the list "on this page"."""
    return "since", _("Since last time")


def since_before(report: Report) -> Since | None:
    """What changed since the venture's revision before; None for its first. At most one query."""
    submission = report.submission
    if submission.revision == 1 and submission.assessment.carried_from_id is None:
        return None
    found = report_before(submission)
    return _since(found, report) if found is not None else None


def _since(before: Report, after: Report) -> Since:
    editions = [edition_by_id(one.submission.edition_id) for one in (before, after)]
    tongues = [tongue_of(one) for one in editions]
    sheets = [
        sheet_of_snapshot(edition.rubric, one.submission.answers)
        for edition, one in zip(editions, (before, after), strict=True)
    ]
    parted = _parted(before, after, editions, sheets)
    sides = (tongues[0], before.scorecard), (tongues[1], after.scorecard)
    ends = ends_of(tongues[1], parted)
    versions = before.scoring_version, after.scoring_version
    return Since(
        revision=before.submission.revision,
        sent_at=before.submission.sent_at,
        headline=changes.tell_headline(*sides),
        path=changes.tell_path(tongues[0], before.scorecard),
        editions=(tongues[0].texts.title, tongues[1].texts.title)
        if editions[0].id != editions[1].id
        else None,
        scoring=versions if versions[0] != versions[1] else None,
        answers=tuple(_answers(tongues, sheets, parted)),
        knocked=tell_knocked(*sides, parted.ahead, parted.behind) if parted.behind else (),
        moved=tell_parted(tongues[1], parted),
        before=ends[0],
        after=ends[1],
    )


def _parted(
    before: Report, after: Report, editions: list[OpenEdition], sheets: list[Sheet]
) -> Parted:
    """Worked out once per process: both are frozen, and it holds numbers only."""
    pair = before.pk, after.pk
    if pair not in _known:
        was, now = (
            Result(edition.rubric, sheet, one.scorecard)
            for edition, sheet, one in zip(editions, sheets, (before, after), strict=True)
        )
        _known[pair] = part(was, now, _carried(before, editions, sheets))
        while len(_known) > MOST_KNOWN:
            _known.popitem(last=False)
    return _known[pair]


def _carried(before: Report, editions: list[OpenEdition], sheets: list[Sheet]) -> Sheet:
    """The earlier answers as far as the later edition's questions take them."""
    if editions[0].id == editions[1].id:
        return sheets[0]
    stored = {key: one["value"] for key, one in before.submission.answers.items()}
    language = editions[0].main.language
    fits = carry(editions[0].main, editions[1].wording(language), stored)
    kept = {key: before.submission.answers[key] for key in fits.carried}
    return sheet_of_snapshot(editions[1].rubric, kept)


def _answers(tongues: list[Tongue], sheets: list[Sheet], parted: Parted) -> Iterator[Answered]:
    for key in parted.changed:
        asked = [key in tongue.texts.questions for tongue in tongues]
        words = [
            answer_words(tongue, key, sheet.get(key)) if there else _("not asked")
            for tongue, sheet, there in zip(tongues, sheets, asked, strict=True)
        ]
        yield Answered(key, tongues[1].texts.question(key).ask, *words)
