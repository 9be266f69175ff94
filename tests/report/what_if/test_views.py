"""The what-if's pages: what is shown, how many queries, and that nothing is stored unasked."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.assessment.models import Answer, AnswerRevision, Submission
from questionnaire.people.models import User
from questionnaire.report.models import Report
from questionnaire.report.what_if.models import Scenario
from questionnaire.vocabulary import VentureRole
from tests.factories import NOW, make_user, make_venture_member
from tests.report.revised import DAY, Revised
from tests.report.sent import answered, founder_of, reported, signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
CLOSED = {"shown": ["funding-route"], "funding-route": ["closed"]}


def stored() -> list[int]:
    return [model.objects.count() for model in (Answer, AnswerRevision, Submission, Report,
                                                Scenario)]  # fmt: skip


class Sent:
    """A report, its owner's browser, and the address of its what-if."""

    def __init__(self, persona: str = "almendra-speech") -> None:
        self.report = reported(persona)
        self.assessment = self.report.submission.assessment
        self.user: User = make_user(name="Ada Bell")
        make_venture_member(venture=self.assessment.venture, user=self.user)
        self.client: Client = signed_in(self.user)
        self.address = reverse("what-if", args=[self.report.pk])

    def post(self, data: dict[str, Any], **more: Any) -> Any:
        return self.client.post(self.address, data, **more)

    def keep(self, name: str = "Closed after all", **data: Any) -> Any:
        address = reverse("keep-scenario", args=[self.report.pk])
        return self.client.post(address, {**CLOSED, "name": name, **data})

    def kept(self) -> Scenario:
        self.keep()
        found: Scenario = Scenario.objects.get()
        return found


def test_before_anything_is_changed_the_real_result_stands_alone() -> None:
    sent = Sent()
    answer = sent.client.get(sent.address)
    assert answer.status_code == 200
    page = answer.context["page"]
    assert (page.differs, page.chosen, page.outcome.changed) == (False, (), ())
    assert "Nothing is changed yet" in answer.content.decode()


def test_a_changed_answer_moves_the_result_and_stores_nothing() -> None:
    sent = Sent()
    before = stored()
    answer = sent.post(CLOSED)
    outcome = answer.context["page"].outcome
    assert [one.key for one in outcome.changed] == ["funding-route"]
    assert outcome.before != outcome.after or outcome.numbers
    assert "With 1 changed answer" in answer.content.decode()
    assert stored() == before


def test_it_takes_three_queries_with_script_and_without(django_assert_num_queries: Any) -> None:
    sent = Sent()
    sent.client.get(sent.address)
    # session, report, assessment with what concerns it
    with django_assert_num_queries(3):
        sent.client.get(sent.address)
    with django_assert_num_queries(3):
        sent.post(CLOSED)
    with django_assert_num_queries(3):
        sent.post(CLOSED, headers=HTMX)


def test_a_change_answers_a_fragment_to_script_and_the_page_to_everybody_else() -> None:
    sent = Sent()
    fragment = sent.post(CLOSED, headers=HTMX).content.decode()
    assert "<html" not in fragment
    assert 'id="outcome"' in fragment
    assert 'name="add"' not in fragment  # what can be chosen stays as it is
    assert "<html" in sent.post(CLOSED).content.decode()
