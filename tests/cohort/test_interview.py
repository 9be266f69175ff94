"""The interview sheet asks about what is shared, and about nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.disclosure import NOTHING
from questionnaire.cohort.models import Cohort, Enrolment, Opening
from questionnaire.cohort.sharing.actions import share
from questionnaire.people.actor import Actor
from questionnaire.report.actions import submit_assessment
from tests.cohort.rooms import ALL, room
from tests.factories import NOW, make_enrolment, make_venture_member
from tests.report.sent import answered

pytestmark = pytest.mark.django_db
THIN = {"funding-revenue": {"unknown": True}, "team-roles": {"other": "we borrow people"},
        "ethics-red-team": {"unknown": True}}  # fmt: skip


def thin(cohort: Cohort, categories: list[str]) -> Enrolment:
    """A venture that does not know some things, and guesses one."""
    assessment = answered("delta-soil", cohort.edition)
    for key, value in THIN.items():
        assessment.answers.filter(question=key).update(value=value)
    assessment.answers.filter(question="loyalty-contributors").update(claim="guess")
    submit_assessment(assessment=assessment, at=NOW)
    return make_enrolment(cohort=cohort, venture=assessment.venture, categories=categories)


def asked(page: Any) -> dict[str, str]:
    return {one.ask: one.why for topic in page.context["topics"] for one in topic.answers}


def test_thin_answers_are_asked_about_where_their_category_is_shared() -> None:
    cohort, client = room()
    whole = thin(cohort, ALL)
    texts = edition_by_id(cohort.edition_id).main
    address = f"/cohorts/{cohort.pk}/{whole.pk}/interview/"
    found = asked(client.get(address))
    assert found[texts.question("funding-revenue").ask] == "it does not know yet"
    assert found[texts.question("ethics-red-team").ask] == "it does not know yet"
    assert "no option fitted" in found[texts.question("team-roles").ask]
    assert Opening.objects.get().enrolment == whole
    part = thin(cohort, [one for one in ALL if one != "ethics"])
    page = client.get(f"/cohorts/{cohort.pk}/{part.pk}/interview/")
    assert set(asked(page)) == {
        ask for ask in found if texts.questions[_key(texts, ask)].category != "ethics"
    }
    assert "Not shared, so not asked about here: Ethics and education." in page.content.decode()
    report = client.get(f"/cohorts/{cohort.pk}/{part.pk}/").context["tensions"]
    assert [one.key for one in page.context["tensions"]] == [one.key for one in report]
    assert "CNRY-" not in page.content.decode()


def _key(texts: Any, ask: str) -> str:
    return next(key for key, one in texts.questions.items() if one.ask == ask)


def test_scores_alone_and_a_consent_taken_back_leave_nothing_to_ask() -> None:
    cohort, client = room()
    enrolment = thin(cohort, ALL)
    enrolment.answers = []
    enrolment.save()
    address = f"/cohorts/{cohort.pk}/{enrolment.pk}/interview/"
    page = client.get(address)
    assert (page.context["topics"], page.context["tensions"]) == ([], ())
    owner = make_venture_member(venture=enrolment.venture)
    share(enrolment=enrolment, shared=NOTHING, by=Actor(user_id=owner.user_id), at=NOW)
    assert client.get(address).status_code == 404
    _, stranger = room(cohort.edition)
    assert stranger.get(address).status_code == 404
