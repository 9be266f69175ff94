"""A venture of the shipped edition with answers in the database, as a founder left them."""

from __future__ import annotations

from django.test import Client

from questionnaire.assessment.models import Answer, Assessment
from questionnaire.bank.models import Edition
from questionnaire.people.models import User, Venture
from questionnaire.report.actions import submit_assessment
from questionnaire.report.models import Report
from questionnaire.report.sample import stored_rows
from tests.bank.banks import shipped
from tests.factories import (
    NOW,
    make_answer,
    make_assessment,
    make_shipped_edition,
    make_user,
    make_venture,
    make_venture_member,
)
from tests.harness.signing_in import just_signed_in


def answered(persona: str = "almendra-speech", edition: Edition | None = None) -> Assessment:
    """An open assessment with a persona's answers."""
    found = next(one for one in shipped().personas if one.key == persona)
    assessment = make_assessment(
        venture=make_venture(name=found.venture), edition=edition or make_shipped_edition()
    )
    answers = found.model_dump(mode="json")["answers"]
    for key, value, claim in stored_rows(answers):
        make_answer(
            assessment=assessment, question=key, value=value, claim=claim, note=f"CNRY-{key}"
        )
    return assessment


def reported(persona: str = "almendra-speech", edition: Edition | None = None) -> Report:
    """A report made from a persona's answers."""
    return submit_assessment(assessment=answered(persona, edition), at=NOW)


def signed_in(user: User) -> Client:
    return just_signed_in(user)


def founder_of(venture: Venture) -> Client:
    """A signed-in owner of the venture."""
    user = make_user()
    make_venture_member(venture=venture, user=user)
    return signed_in(user)


def answers_of(assessment: Assessment) -> int:
    return Answer.objects.filter(assessment=assessment).count()
