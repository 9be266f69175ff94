"""What is done to reports: made, once, from what was sent."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from questionnaire.assessment import actions as assessment_actions
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.bank.figures import half_up
from questionnaire.bank.queries import edition_by_id
from questionnaire.report.intake import score_sheet, sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.summary import summarise
from questionnaire.scoring.scorecard import Depth, PostureScore
from questionnaire.vocabulary import Band


@transaction.atomic
def submit_assessment(*, assessment: Assessment, at: dt.datetime) -> Report:
    """Send the answers and make their report, both or neither. Raises NotOpen."""
    submission = assessment_actions.submit(assessment=assessment, at=at)
    return make_report(submission=submission, at=at)


def make_report(*, submission: Submission, at: dt.datetime) -> Report:
    """Score what was sent at full depth and freeze it; a trigger keeps the row as it is."""
    edition = edition_by_id(submission.edition_id)
    category_of = {one.key: one.category for one in edition.rubric.questions}
    card = score_sheet(edition, sheet_of_snapshot(edition.rubric, submission.answers), Depth.FULL)
    shown = {str(one.posture): _column(one) for one in card.postures}
    told = card.recommendation
    return Report.objects.create(
        submission=submission,
        scoring_version=card.scoring_version,
        scorecard=card.as_json(),
        summary=summarise(card, category_of),
        path=told.path or "",
        margin=_whole(told.margin),
        close=told.close,
        lean=_whole(card.lean.value),
        created_at=at,
        **shown,
    )


def _column(one: PostureScore) -> int | None:
    """The score as a cohort may sort by it; null while it is withheld."""
    return None if one.band is Band.WITHHELD else _whole(one.score)


def _whole(value: float | None) -> int | None:
    return None if value is None else int(half_up(value))
