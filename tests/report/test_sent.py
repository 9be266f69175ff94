"""A report that tests are given a second time is the one that sending makes."""

from __future__ import annotations

import pytest

from questionnaire.report.actions import submit_assessment
from questionnaire.report.models import Report
from tests.factories import NOW
from tests.report.sent import answered, reported

pytestmark = pytest.mark.django_db


def told(report: Report) -> tuple[object, ...]:
    """What stands in it and hangs on it, but for ids."""
    found = Report.objects.filter(pk=report.pk)
    [row] = found.values(*(one.name for one in Report._meta.concrete_fields if one.name != "id"))
    del row["submission"]
    sent = report.submission
    words = [(one.language, bytes(one.body)) for one in report.texts.all()]
    return row, sent.answers, sent.sent_at, sent.assessment.status, words, found.get().words_due.pk


def test_made_again_it_is_the_same() -> None:
    first, again = reported(), reported()
    *expected, _due = told(submit_assessment(assessment=answered(), at=NOW))
    for one in (first, again):
        assert told(one) == (*expected, one.pk)
