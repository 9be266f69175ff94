"""What editors have computed about drafts: one verb each, bounded, time comes in."""

from __future__ import annotations

import copy
import datetime as dt
import logging
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, transaction

from questionnaire.assessment.carrying import carry
from questionnaire.bank.actions import EditionRefused
from questionnaire.bank.models import Edition
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.bank.records import EffectRun
from questionnaire.people.models import STAGE_WORDS
from questionnaire.report.intake import score_sheet, sheet_of_snapshot
from questionnaire.scoring.scorecard import SCORING_VERSION, Depth
from questionnaire.vocabulary import RunState
from questionnaire.workshop.movements import Tally, add, movement
from questionnaire.workshop.queries import (
    Sent,
    comparable,
    opened,
    scorable,
    sent_after,
    sent_count,
)

if TYPE_CHECKING:
    from questionnaire.people.models import User

log = logging.getLogger("fmassess.work")
STEP = 200
"""Submissions in one step; a step takes about a second."""


@transaction.atomic
def ask_for_effect(*, edition: Edition, by: User | None, at: dt.datetime) -> EffectRun:
    """Begin to count what a draft changes. EditionRefused with what prevents scoring.

    What was asked before and is not done yet is given up: one count for one draft.
    """
    draft = opened(edition, scorable(edition))
    EffectRun.objects.filter(edition=edition, state=RunState.WAITING).delete()
    return EffectRun.objects.create(
        edition=edition,
        content_hash=draft.content_hash,
        scoring_version=SCORING_VERSION,
        asked_by=by,
        asked_at=at,
        planned=sent_count(comparable(edition, draft)),
    )


def take_step(*, run: EffectRun, at: dt.datetime, most: int = STEP) -> bool:
    """Count the next submissions in; whether there is more to do.

    Two at once do no harm: the first to end a step wins, the other's is thrown away. The count
    stops when the draft became another.
    """
    try:
        draft = opened(run.edition, scorable(run.edition))
    except EditionRefused:
        draft = None
    if draft is None or draft.content_hash != run.content_hash:
        return _save(run, at, state=RunState.STOPPED)
    scored_by = comparable(run.edition, draft)
    rows = sent_after(scored_by, run.cursor, most)
    tally = copy.deepcopy(run.result)
    paths = bands = 0
    for row in rows:
        other_path, other_band = _count(tally, edition_by_id(scored_by[row.edition_id]), draft, row)
        paths, bands = paths + other_path, bands + other_band
    return _save(
        run,
        at,
        state=RunState.WAITING if len(rows) == most else RunState.DONE,
        cursor=rows[-1].pk if rows else run.cursor,
        seen=run.seen + len(rows),
        changed_path=run.changed_path + paths,
        changed_band=run.changed_band + bands,
        result=tally,
    )


def _count(tally: Tally, before: OpenEdition, draft: OpenEdition, row: Sent) -> tuple[bool, bool]:
    """Score one submission by the edition before and by the draft, and count it in."""
    there, here = _fitting(before, row), _fitting(draft, row)
    cards = [
        score_sheet(edition, sheet_of_snapshot(edition.rubric, answers), Depth.LIVE)
        for edition, answers in ((before, there), (draft, here))
    ]
    found = movement(*cards)
    stage = row.stage if row.stage in STAGE_WORDS else ""  # nobody's own words
    gone = (key for key, one in there.items() if key not in here and one.get("value"))
    add(tally, found, stage, tuple(gone))
    return found.other_path, bool(found.bands)


def _fitting(edition: OpenEdition, row: Sent) -> dict[str, Any]:
    """The answers of a submission that fit an edition; under its own, all of them."""
    if edition.id == row.edition_id:
        return row.answers
    stored = {key: one.get("value") for key, one in row.answers.items()}
    carried = carry(edition_by_id(row.edition_id).main, edition.main, stored).carried
    return {key: row.answers[key] for key in carried}


def _save(run: EffectRun, at: dt.datetime, **values: object) -> bool:
    """Save a step, unless somebody else took it meanwhile."""
    mine = EffectRun.objects.filter(pk=run.pk, state=RunState.WAITING, seen=run.seen)
    mine.update(worked_at=at, **values)
    try:
        run.refresh_from_db()
    except EffectRun.DoesNotExist:  # asked anew meanwhile
        return False
    return run.state == RunState.WAITING


def work(*, at: dt.datetime) -> bool:
    """Take one step of what was asked first and is not done; whether there was any."""
    run = EffectRun.objects.filter(state=RunState.WAITING).order_by("asked_at", "pk").first()
    if run is None:
        return False
    try:
        take_step(run=run, at=at)
    except DatabaseError:  # it is away: try again later
        raise
    except Exception:  # this one cannot be counted; the next may
        log.exception("an effect could not be counted")
        _save(run, at, state=RunState.STOPPED)
    return True
