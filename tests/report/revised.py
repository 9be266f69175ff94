"""A venture that sent twice and is answering again, with who changed what."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.test import Client

from questionnaire.assessment.actions import Content, reopen, save_answer
from questionnaire.assessment.models import Answer, Assessment
from questionnaire.people.models import User
from questionnaire.report.actions import submit_assessment
from questionnaire.report.models import Report
from questionnaire.report.sample import stored_rows
from tests.bank.banks import shipped
from tests.factories import (
    NOW,
    make_assessment,
    make_shipped_edition,
    make_user,
    make_venture,
    make_venture_member,
)
from tests.report.sent import signed_in

DAY = dt.timedelta(days=1)


def change(
    assessment: Assessment, question: str, content: Content, by: User | None, at: dt.datetime
) -> None:
    """Save one answer as its page does."""
    last = Answer.objects.filter(assessment=assessment, question=question).first()
    save_answer(
        assessment=assessment.pk,
        question=question,
        content=content,
        base=last.version if last else 0,
        mutation=uuid.uuid4(),
        by=by.pk if by else None,
        at=at,
    )


def begin(persona: str = "almendra-speech", by: User | None = None) -> Assessment:
    """An open assessment with a persona's answers, each saved as it is on the site."""
    found = next(one for one in shipped().personas if one.key == persona)
    assessment = make_assessment(
        venture=make_venture(name=found.venture), edition=make_shipped_edition()
    )
    for key, value, claim in stored_rows(found.model_dump(mode="json")["answers"]):
        change(assessment, key, Content(value, claim=claim), by, NOW)
    return assessment


def send(assessment: Assessment, at: dt.datetime) -> Report:
    return submit_assessment(assessment=Assessment.objects.get(pk=assessment.pk), at=at)


def open_again(assessment: Assessment) -> None:
    reopen(assessment=Assessment.objects.get(pk=assessment.pk))


class Revised:
    """Two revisions sent and a third begun: in the second two answers were changed by Ada and one
    taken back by a guest, in the third one note."""

    def __init__(self) -> None:
        self.ada = make_user(name="Ada Bell")
        self.assessment = begin(by=self.ada)
        make_venture_member(venture=self.assessment.venture, user=self.ada)
        self.client: Client = signed_in(self.ada)
        self.first = send(self.assessment, NOW + DAY)
        open_again(self.assessment)
        for question, value in CHANGES.items():
            change(self.assessment, question, Content(value), self.ada, NOW + 2 * DAY)
        change(self.assessment, TAKEN_BACK, Content(None), None, NOW + 2 * DAY)
        self.second = send(self.assessment, NOW + 3 * DAY)
        open_again(self.assessment)
        last = Answer.objects.get(assessment=self.assessment, question="funding-route")
        change(
            self.assessment, "funding-route", Content(last.value, note="As agreed"), self.ada,
            NOW + 4 * DAY,
        )  # fmt: skip

    @property
    def base(self) -> str:
        return f"/a/{self.assessment.pk}/"

    def get(self, path: str) -> Any:
        return self.client.get(self.base + path)


CHANGES = {
    "funding-route": {"value": "closed"},
    "funding-runway": {"value": 4},
}
TAKEN_BACK = "funding-secured"
