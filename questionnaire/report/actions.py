"""What is done to reports: made, once, from what was sent."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from questionnaire.assessment import actions as assessment_actions
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.bank.queries import edition_by_id
from questionnaire.report.intake import score_sheet, sheet_of_snapshot
from questionnaire.report.kept import write_texts
from questionnaire.report.models import Report
from questionnaire.report.summary import columns_of, summarise
from questionnaire.scoring.scorecard import Depth


@transaction.atomic
def submit_assessment(*, assessment: Assessment, at: dt.datetime) -> Report:
    """Send the answers, make their report and keep its words, all or nothing. Raises NotOpen."""
    submission = assessment_actions.submit(assessment=assessment, at=at)
    report = make_report(submission=submission, at=at)
    write_texts(report)
    return report


def make_report(*, submission: Submission, at: dt.datetime) -> Report:
    """Score what was sent at full depth and freeze it; a trigger keeps the row as it is."""
    edition = edition_by_id(submission.edition_id)
    category_of = {one.key: one.category for one in edition.rubric.questions}
    card = score_sheet(edition, sheet_of_snapshot(edition.rubric, submission.answers), Depth.FULL)
    return Report.objects.create(
        submission=submission,
        scoring_version=card.scoring_version,
        scorecard=card.as_json(),
        summary=summarise(card, category_of),
        created_at=at,
        **columns_of(card),
    )
