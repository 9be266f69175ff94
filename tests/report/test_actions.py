"""Making reports: scored like everything else, both or neither, frozen for good."""

from __future__ import annotations

import json

import pytest
from django.db import DatabaseError, transaction

from questionnaire.assessment.actions import NotOpen
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.bank.actions import load_edition
from questionnaire.bank.content import Content
from questionnaire.bank.models import Edition
from questionnaire.bank.queries import current_edition
from questionnaire.report.actions import submit_assessment
from questionnaire.report.models import Report
from questionnaire.report.narrative.tongue import half_up
from tests.bank.banks import shipped
from tests.factories import NOW, make_draft
from tests.report import told
from tests.report.sent import answered, founder_of, reported

pytestmark = pytest.mark.django_db


def test_a_report_says_what_scoring_says_of_the_same_sheet() -> None:
    report = reported("harbour-health")
    direct = told.card("harbour-health")
    assert report.scorecard == json.loads(json.dumps(direct))
    assert (report.path, report.close) == (
        direct["recommendation"]["path"], direct["recommendation"]["close"],
    )  # fmt: skip


def test_the_small_columns_are_the_scorecards_numbers() -> None:
    report = reported()
    scores = {one["posture"]: half_up(one["score"]) for one in report.scorecard["postures"]}
    assert {name: getattr(report, name) for name in scores} == scores
    assert report.lean == half_up(report.scorecard["lean"]["value"])
    for one in report.scorecard["postures"]:
        points = [by.get(one["posture"], [0, 0]) for by in report.summary["points"].values()]
        assert sum(pair[0] for pair in points) == pytest.approx(10 * one["score"], abs=3)
        assert sum(pair[1] for pair in points) == pytest.approx(1000, abs=3)


def test_sending_twice_makes_one_report() -> None:
    assessment = answered()
    submit_assessment(assessment=assessment, at=NOW)
    with pytest.raises(NotOpen):
        submit_assessment(assessment=assessment, at=NOW)
    assert (Submission.objects.count(), Report.objects.count()) == (1, 1)


def test_an_edition_that_cannot_be_scored_leaves_nothing_sent() -> None:
    assessment = answered()
    Edition.objects.filter(pk=assessment.edition_id).update(status="retired")
    draft = make_draft()
    Assessment.objects.filter(pk=assessment.pk).update(edition=draft)
    assessment.refresh_from_db()
    with pytest.raises(Edition.DoesNotExist):
        submit_assessment(assessment=assessment, at=NOW)
    assessment.refresh_from_db()
    assert (assessment.status, Submission.objects.count()) == ("open", 0)


def test_a_report_refuses_every_change() -> None:
    report = reported()
    with pytest.raises(DatabaseError), transaction.atomic():
        Report.objects.filter(pk=report.pk).update(path="closed")


def test_an_old_report_reads_the_same_after_a_new_edition_with_other_weights() -> None:
    report = reported()
    client = founder_of(report.submission.assessment.venture)
    before = [client.get(f"/reports/{report.pk}{end}").content for end in ("/", ".json")]
    raw = shipped().model_dump(mode="json", by_alias=True)
    raw["key"] = "2027-01"
    raw["rules"] |= {"pull": 0.59, "readiness": 0.41}
    raw["categories"][0]["questions"][0]["ask"]["en"] = "Asked in other words?"
    load_edition(content=Content.model_validate(raw), at=NOW.replace(year=2027))
    assert current_edition().key == "2027-01"  # type: ignore[union-attr]
    after = [client.get(f"/reports/{report.pk}{end}").content for end in ("/", ".json")]
    assert after[1] == before[1]
    assert report_in(after[0]) == report_in(before[0])
    assert [b"The questions were revised" in page for page in (before[0], after[0])] == [
        False,
        True,
    ]


def report_in(page: bytes) -> bytes:
    """The report itself, below what may stand over it about a newer edition."""
    return without_token(page[page.index(b'class="verdict') :])


def without_token(page: bytes) -> bytes:
    """A page without the token that every answer makes anew."""
    head, *rest = page.split(b'name="csrfmiddlewaretoken" value="')
    return head + b"".join(part[part.index(b'"') :] for part in rest)


def test_sending_keeps_the_answers() -> None:
    assessment = answered()
    report = submit_assessment(assessment=assessment, at=NOW)
    assert len(report.submission.answers) == assessment.answers.count()
    assert Assessment.objects.get(pk=assessment.pk).status == "submitted"
