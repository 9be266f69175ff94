"""The history of a venture's revisions, put together as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.walk import sheet_of_rows
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import Phrase
from questionnaire.people.actor import Actor
from questionnaire.report import charts
from questionnaire.report.charts import Caption, Course
from questionnaire.report.history.queries import (
    POSTURES,
    Revision,
    Stored,
    revisions_of,
    stored_now,
)
from questionnaire.report.intake import score_sheet
from questionnaire.report.narrative.changes import PathStood, margin_words
from questionnaire.report.narrative.standing import band_word, posture_name
from questionnaire.report.narrative.tongue import Tongue, path_name, path_place
from questionnaire.report.page import edges_of, lean_ends, tongue_of
from questionnaire.report.summary import columns_of
from questionnaire.scoring.scorecard import SCORING_VERSION, Depth

FEWEST_FOR_A_LINE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One revision in the table. before: the name of the one to compare it with, if any."""

    name: str
    called: str
    assessment: uuid.UUID
    sent_at: dt.datetime | None
    receipt: str
    report: uuid.UUID | None
    edition: Phrase
    other_rules: bool
    path: PathStood
    postures: tuple[tuple[str, str, str], ...]
    lean: str
    before: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Every revision, the newest first, and how the numbers moved."""

    venture: str
    lines: tuple[Line, ...]
    choices: tuple[tuple[str, str], ...]
    postures: SafeString | None
    lean: SafeString | None
    open_answers: bool


def read(actor: Actor, found: Assessment) -> tuple[list[Revision], Stored]:
    """The revisions with the open one scored, and its answers. Three queries."""
    revisions = revisions_of(actor, found)
    if not revisions or not revisions[-1].is_open:
        return revisions, {}
    stored = stored_now(revisions[-1].assessment)
    return [*revisions[:-1], _scored(revisions[-1], stored)], stored


def _scored(revision: Revision, stored: Stored) -> Revision:
    """The open revision with its numbers as they are now; nothing is stored."""
    edition = edition_by_id(revision.edition)
    rows = ((key, one["value"], one["claim"]) for key, one in stored.items())
    card = score_sheet(edition, sheet_of_rows(edition.rubric, rows), Depth.LIVE)
    columns = columns_of(card)
    return replace(
        revision,
        scoring_version=SCORING_VERSION,
        path=columns["path"],
        margin=columns["margin"],
        close=columns["close"],
        least_broken=card.recommendation.least_broken,
        lean=columns["lean"],
        postures={name: columns[name] for name in POSTURES},
    )


def history_page(venture: str, revisions: Sequence[Revision]) -> HistoryPage:
    """Everything the history shows."""
    before = [None, *revisions[:-1]]
    lines = [_line(one, was) for was, one in zip(before, revisions, strict=True)]
    drawn = len(revisions) >= FEWEST_FOR_A_LINE
    return HistoryPage(
        venture=venture,
        lines=tuple(reversed(lines)),
        choices=choices_of(revisions),
        postures=_postures_chart(revisions) if drawn else None,
        lean=_lean_chart(revisions) if drawn else None,
        open_answers=bool(revisions) and revisions[-1].is_open,
    )


def choices_of(revisions: Sequence[Revision]) -> tuple[tuple[str, str], ...]:
    """The revisions by name, as one chooses among them; the newest first."""
    return tuple((one.name, called(one)) for one in reversed(revisions))


def called(one: Revision) -> str:
    """A revision in words."""
    if one.sent_at is None:
        return _("Revision %(revision)s, not sent yet") % {"revision": one.number}
    return _("Revision %(revision)s, sent on %(date)s") % {
        "revision": one.number,
        "date": date_format(one.sent_at, "DATE_FORMAT"),
    }


def rules_of(one: Revision) -> tuple[Any, ...]:
    """What a revision was scored by; numbers of others are not compared."""
    return one.edition, one.scoring_version


def _line(one: Revision, before: Revision | None) -> Line:
    tongue = tongue_of(edition_by_id(one.edition))
    return Line(
        name=one.name,
        called=_("Revision %(revision)s") % {"revision": one.number},
        assessment=one.assessment,
        sent_at=one.sent_at,
        receipt="" if one.is_open else one.name,
        report=one.report,
        edition=tongue.texts.title,
        other_rules=before is not None and rules_of(before) != rules_of(one),
        path=_path(tongue, one),
        postures=tuple(
            (name, posture_name(tongue, name), figure_of(tongue, one, name)) for name in POSTURES
        ),
        lean=tongue.figure(one.lean, signed=True) if one.lean is not None else "",
        before=before.name if before else "",
    )


def _path(tongue: Tongue, one: Revision) -> PathStood:
    if not one.path:
        return PathStood(None, _("No direction yet"), "")
    note = margin_words(tongue, one.margin, close=one.close)
    if one.least_broken:
        note = _("breaks on a must-have, like every path")
    return PathStood(path_place(tongue, one.path), path_name(tongue, one.path), note)


def figure_of(tongue: Tongue, one: Revision, posture: str) -> str:
    """A posture as its report shows it."""
    value = (one.postures or {}).get(posture)
    return band_word(tongue, "withheld") if value is None else tongue.figure(value)


# ---------------------------------------------------------------- drawing


def _places(revisions: Sequence[Revision]) -> tuple[list[str], list[int]]:
    """What stands below each place, and before which places the rules changed."""
    breaks = [
        place
        for place, (was, now) in enumerate(pairwise(revisions), 1)
        if rules_of(was) != rules_of(now)
    ]
    return [_("now") if one.is_open else str(one.number) for one in revisions], breaks


def _postures_chart(revisions: Sequence[Revision]) -> SafeString:
    tongue = tongue_of(edition_by_id(revisions[-1].edition))
    places, breaks = _places(revisions)
    courses = [
        Course(name, tuple((one.postures or {}).get(name) for one in revisions))
        for name in POSTURES
    ]
    told = "; ".join(
        f"{posture_name(tongue, name)} "
        + ", ".join(figure_of(tongue, one, name) for one in revisions)
        for name in POSTURES
    )
    caption = Caption("chart-postures", _("The postures from revision to revision"), told)
    rules = [(value, tongue.figure(value)) for value in (0, *edges_of(tongue), 100)]
    return charts.course_chart(
        caption, courses, (0, 100), rules, places, breaks=breaks, open_end=revisions[-1].is_open
    )


def _lean_chart(revisions: Sequence[Revision]) -> SafeString:
    tongue = tongue_of(edition_by_id(revisions[-1].edition))
    places, breaks = _places(revisions)
    told = ", ".join(
        _("not known") if one.lean is None else tongue.figure(one.lean, signed=True)
        for one in revisions
    )
    closed, opened = lean_ends(tongue)
    caption = Caption("chart-lean", _("The lean from revision to revision"), told)
    rules = [(-100, tongue.figure(-100)), (0, "0"), (100, tongue.figure(100, signed=True))]
    return charts.course_chart(
        replace(caption, desc=f"{closed}, {opened}: {told}"),
        [Course("lean", tuple(one.lean for one in revisions))],
        (-100, 100), rules, places, breaks=breaks, open_end=revisions[-1].is_open,
    )  # fmt: skip
