"""DB-15: a clock that is set back an hour changes the order of nothing and opens nothing anew."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from questionnaire.assessment.actions import Content, Saved, reopen, save_answer
from questionnaire.assessment.models import AnswerRevision, Assessment
from questionnaire.people.actions import redeem_resume
from questionnaire.people.models import Grant
from questionnaire.report.actions import submit_assessment
from tests.access.world import holding
from tests.factories import NOW, make_assessment, make_edition, make_grant

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def save(assessment: Assessment, value: str, base: int, at: dt.datetime) -> Saved:
    saved = save_answer(
        assessment=assessment.pk, question="route", content=Content({"value": value}), base=base,
        mutation=uuid.uuid4(), by=None, at=at,
    )  # fmt: skip
    assert isinstance(saved, Saved)
    return saved


def test_db15_edits_and_what_was_sent_are_in_the_order_in_which_they_came() -> None:
    assessment = make_assessment(edition=make_edition())
    save(assessment, "open", 0, NOW)
    first = submit_assessment(assessment=assessment, at=NOW)
    assessment.refresh_from_db()
    reopen(assessment=assessment)
    assert save(assessment, "closed", 1, NOW - HOUR).version == 2
    assessment.refresh_from_db()
    second = submit_assessment(assessment=assessment, at=NOW - HOUR)
    answer = assessment.answers.get()
    assert (answer.value, answer.version) == ({"value": "closed"}, 2)
    assert [one.version for one in AnswerRevision.objects.order_by("version")] == [1, 2]
    assert [one.submission.revision for one in (first, second)] == [1, 2]
    assert first.submission.sent_at < second.submission.sent_at  # which tells what is newest
    client = holding(make_grant(venture=assessment.venture).grant)
    page = client.get(f"/a/{assessment.pk}/history/").content.decode()
    assert page.index(str(second.pk)) < page.index(str(first.pk))  # the newest first
    lines = client.get(f"/a/{assessment.pk}/answers/route/history/").content.decode()
    assert lines.index("Closed") < lines.index("Open")


def test_db15_a_link_that_was_ended_or_spent_stays_so() -> None:
    """What only its day ended is open again for as long as the clock says that it is before it."""
    issued = make_grant()
    Grant.objects.update(revoked_at=NOW)
    assert redeem_resume(token=issued.token, at=NOW - HOUR) is None
