"""Report pages: who may read, how many queries, what is stored."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from questionnaire.assessment.models import Answer, Submission
from questionnaire.bank.queries import current_edition
from questionnaire.report.models import Report
from questionnaire.report.sample import sample_venture
from questionnaire.vocabulary import VentureRole
from tests.factories import make_shipped_edition, make_user, make_venture_member
from tests.report.sent import answered, founder_of, reported, signed_in

pytestmark = pytest.mark.django_db


def warm(client: Client, address: str) -> None:
    """The first reading loads the edition into memory."""
    assert client.get(address).status_code == 200


def test_report_takes_seven_queries(django_assert_num_queries: Any) -> None:
    report = reported()
    client = founder_of(report.submission.assessment.venture)
    warm(client, f"/reports/{report.pk}/")
    # session, report, assessment with what concerns it, the kept words, the plan, the decision,
    # the release plan
    with django_assert_num_queries(7):
        client.get(f"/reports/{report.pk}/")


def test_partial_result_takes_three_queries_and_stores_nothing(
    django_assert_num_queries: Any,
) -> None:
    assessment = answered()
    client = founder_of(assessment.venture)
    warm(client, f"/a/{assessment.pk}/result/")
    with django_assert_num_queries(3):
        page = client.get(f"/a/{assessment.pk}/result/").content.decode()
    assert ("Preview" in page, "Partial result" in page) == (True, False)
    assert (Submission.objects.count(), Report.objects.count()) == (0, 0)


def test_once_the_answers_are_sent_the_result_is_their_report() -> None:
    report = reported()
    assessment = report.submission.assessment
    answer = founder_of(assessment.venture).get(f"/a/{assessment.pk}/result/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/reports/{report.pk}/")


def test_the_head_of_the_report_offers_few_things_and_one_first() -> None:
    report = reported()
    page = founder_of(report.submission.assessment.venture).get(f"/reports/{report.pk}/")
    head = page.content.decode().split('class="actions')[1].split("</div>")[0]
    assert (head.count("<a "), head.count("btn-primary")) == (4, 1)


def test_every_figure_beside_the_verdict_leads_to_its_sum() -> None:
    report = reported()
    page = founder_of(report.submission.assessment.venture).get(f"/reports/{report.pk}/")
    text = page.content.decode()
    leads = re.findall(r'<dt><a href="#([a-z-]+)"', text)
    assert leads == ["lead", "robustness", "answers"]
    sums = re.findall(r'class="fit"><a href="#([a-z-]+)"', text)
    assert len(sums) == 6
    for where in (*leads, *sums):
        assert text.count(f'id="{where}"') == 1, where


def test_a_result_with_open_questions_is_called_partial() -> None:
    assessment = answered()
    Answer.objects.filter(assessment=assessment, question="funding-runway").delete()
    page = founder_of(assessment.venture).get(f"/a/{assessment.pk}/result/").content.decode()
    assert ("Preview" in page, "Partial result" in page) == (False, True)


def test_live_strip_takes_three_queries_and_is_only_a_fragment(
    django_assert_num_queries: Any,
) -> None:
    assessment = answered()
    client = founder_of(assessment.venture)
    address = f"/a/{assessment.pk}/live/"
    client.get(address, headers={"HX-Request": "true"})
    with django_assert_num_queries(3):  # assessment, user, answers; none was saved twice
        page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert page.count('role="img"') == 4
    assert client.get(address).url == f"/a/{assessment.pk}/result/"


def test_sample_and_method_are_open_to_everybody(client: Client) -> None:
    make_shipped_edition()
    assert "really scored" in client.get("/sample/").content.decode()
    assert "How the numbers are made" in client.get("/method/").content.decode()


def test_the_sample_is_scored_once_however_often_anybody_asks() -> None:
    make_shipped_edition()
    edition = current_edition()
    assert edition is not None
    first, again = sample_venture(edition), sample_venture(edition)
    assert first is not None and again is not None
    assert first.card is again.card


@pytest.mark.parametrize("end", ["/", ".json"])
def test_others_see_the_same_404_as_for_no_report(end: str) -> None:
    report = reported()
    other = signed_in(make_user())
    hidden = other.get(f"/reports/{report.pk}{end}")
    absent = other.get(f"/reports/{uuid.uuid4()}{end}")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert Client().get(f"/reports/{report.pk}{end}").status_code == 404


@pytest.mark.parametrize("part", ["live", "result", "send"])
def test_others_see_no_assessment(part: str) -> None:
    assessment = answered()
    assert signed_in(make_user()).get(f"/a/{assessment.pk}/{part}/").status_code == 404


def test_a_viewer_may_look_but_not_send() -> None:
    assessment, viewer = answered(), make_user()
    make_venture_member(venture=assessment.venture, user=viewer, role=VentureRole.VIEWER)
    client = signed_in(viewer)
    assert client.get(f"/a/{assessment.pk}/send/").status_code == 200
    assert client.post(f"/a/{assessment.pk}/send/").status_code == 403
    assert Submission.objects.count() == 0


def test_sending_leads_to_the_receipt_and_a_second_time_too() -> None:
    assessment = answered()
    client = founder_of(assessment.venture)
    for _ in range(2):
        answer = client.post(f"/a/{assessment.pk}/send/")
        assert (answer.status_code, answer.url) == (302, f"/a/{assessment.pk}/receipt/")
    assert Report.objects.count() == 1


def test_looking_at_the_confirm_page_sends_nothing() -> None:
    assessment = answered()
    founder_of(assessment.venture).get(f"/a/{assessment.pk}/send/")
    assert Submission.objects.count() == 0


def test_the_json_is_the_frozen_scorecard() -> None:
    report = reported()
    client = founder_of(report.submission.assessment.venture)
    answer = client.get(f"/reports/{report.pk}.json")
    assert json.loads(answer.content)["scorecard"] == report.scorecard
    assert answer["Content-Disposition"].startswith('attachment; filename="report-')


def test_a_hostile_name_and_note_stay_text() -> None:
    assessment = answered()
    assessment.venture.name = '<script>alert("x")</script>'
    assessment.venture.save()
    client = founder_of(assessment.venture)
    page = client.get(f"/a/{assessment.pk}/result/").content.decode()
    assert "<script>alert" not in page


def test_an_unanswered_assessment_has_a_result_without_numbers() -> None:
    assessment = answered()
    assessment.answers.all().update(value=None)
    client = founder_of(assessment.venture)
    page = client.get(f"/a/{assessment.pk}/result/").content.decode()
    assert "No direction yet" in page
    assert page.count("not shown yet") == 3


def test_after_reopening_the_task_list_says_what_was_sent() -> None:
    report = reported()
    assessment = report.submission.assessment
    client = founder_of(assessment.venture)
    assert "You sent before" not in client.get(f"/a/{assessment.pk}/").content.decode()
    client.post(f"/a/{assessment.pk}/reopen/")
    page = client.get(f"/a/{assessment.pk}/").content.decode()
    assert report.submission.receipt in page
    assert f"/reports/{report.pk}/" in page
    assert "You sent before" in page


def test_every_revision_that_was_sent_keeps_its_way_to_its_report() -> None:
    first = reported()
    assessment = first.submission.assessment
    client = founder_of(assessment.venture)
    client.post(f"/a/{assessment.pk}/reopen/")
    client.post(f"/a/{assessment.pk}/send/")
    second = Report.objects.exclude(pk=first.pk).get()
    page = client.get(f"/a/{assessment.pk}/")
    assert [one["report__id"] for one in page.context["earlier"]] == [first.pk]
    for report in (first, second):
        assert f"/reports/{report.pk}/" in page.content.decode()
    told = [client.get(f"/reports/{one.pk}.json").json() for one in (first, second)]
    assert [(one["revision"], one["edition"]) for one in told] == [(1, "2026-11"), (2, "2026-11")]
