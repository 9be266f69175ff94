"""What is done to reports: made, once, from what was sent."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from django.conf import settings
from django.db import Error, transaction
from django.utils import translation

from questionnaire.assessment import actions as assessment_actions
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.bank.queries import edition_by_id
from questionnaire.report.intake import score_sheet, sheet_of_snapshot
from questionnaire.report.kept import keep_words
from questionnaire.report.models import Report, WordsDue
from questionnaire.report.summary import columns_of, summarise
from questionnaire.scoring.scorecard import Depth

log = logging.getLogger("fmassess.report")


@transaction.atomic
def submit_assessment(*, assessment: Assessment, at: dt.datetime) -> Report:
    """Send the answers, make their report and keep its words in the language that is on, all or
    nothing; in the others they are due. Raises NotOpen."""
    submission = assessment_actions.submit(assessment=assessment, at=at)
    report = make_report(submission=submission, at=at)
    keep_words(report, [translation.get_language() or settings.LANGUAGE_CODE])
    WordsDue.objects.create(report=report)
    return report


def keep_due_words() -> bool:
    """Keep the words that are due of one report; whether there was one."""
    pk = WordsDue.objects.order_by("report__created_at").values_list("pk", flat=True).first()
    if pk is None:
        return False
    try:
        _keep_due(pk)
    except Error:
        raise  # the database is away: they stay due
    except Exception:
        # Its page is written from the scorecard whenever it is read; the others are not to wait.
        log.exception("the words of report %s could not be kept", pk)
        WordsDue.objects.filter(pk=pk).delete()
    return True


@transaction.atomic
def _keep_due(pk: uuid.UUID) -> None:
    """Whoever takes the row away keeps the words: of two workers the second finds none."""
    gone, _rows = WordsDue.objects.filter(pk=pk).delete()
    report = Report.objects.filter(pk=pk).first()
    if gone and report is not None:
        kept = set(report.texts.values_list("language", flat=True))
        keep_words(report, [one for one, _name in settings.LANGUAGES if one not in kept])


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
