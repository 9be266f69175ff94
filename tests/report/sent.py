"""A venture of the shipped edition with answers in the database, as a founder left them."""

from __future__ import annotations

import copy
import uuid

from django.db import transaction
from django.test import Client
from django.utils import translation

from questionnaire.assessment.actions import submit
from questionnaire.assessment.models import Answer, Assessment
from questionnaire.bank.models import Edition
from questionnaire.people.models import User, Venture
from questionnaire.report.actions import submit_assessment
from questionnaire.report.models import Report, ReportText, WordsDue
from questionnaire.report.sample import stored_rows
from tests.bank.banks import shipped
from tests.factories import (
    NOW,
    make_assessment,
    make_shipped_edition,
    make_user,
    make_venture,
    make_venture_member,
    unsaved_answer,
)
from tests.harness.signing_in import just_signed_in


def answered(persona: str = "almendra-speech", edition: Edition | None = None) -> Assessment:
    """An open assessment with a persona's answers."""
    found = next(one for one in shipped().personas if one.key == persona)
    assessment = make_assessment(
        venture=make_venture(name=found.venture), edition=edition or make_shipped_edition()
    )
    answers = found.model_dump(mode="json")["answers"]
    Answer.objects.bulk_create(
        unsaved_answer(assessment=assessment, question=key, value=value, claim=claim, note=f"CNRY-{key}")
        for key, value, claim in stored_rows(answers)
    )
    return assessment


def reported(persona: str = "almendra-speech", edition: Edition | None = None) -> Report:
    """A report made from a persona's answers; what it says is worked out once in a run."""
    assessment = answered(persona, edition)
    made_from = (persona, assessment.edition_id, translation.get_language())
    if made_from not in _kept:
        report = submit_assessment(assessment=assessment, at=NOW)
        _kept[made_from] = report, list(report.texts.all())
        return report
    return made_again(assessment, *_kept[made_from])


_kept: dict[tuple[str, uuid.UUID, str | None], tuple[Report, list[ReportText]]] = {}


@transaction.atomic
def made_again(assessment: Assessment, report: Report, texts: list[ReportText]) -> Report:
    """The same answers are sent, and the same is found and said of them: a third of the time that
    tests took went by over that."""
    said = {
        field.attname: copy.deepcopy(getattr(report, field.attname))
        for field in Report._meta.concrete_fields
        if field.attname not in ("id", "submission_id")
    }
    made = Report.objects.create(submission=submit(assessment=assessment, at=NOW), **said)
    for text in texts:
        ReportText.objects.create(report=made, language=text.language, body=text.body)
    WordsDue.objects.create(report=made)
    return made


def signed_in(user: User) -> Client:
    return just_signed_in(user)


def founder_of(venture: Venture) -> Client:
    """A signed-in owner of the venture."""
    user = make_user()
    make_venture_member(venture=venture, user=user)
    return signed_in(user)


def answers_of(assessment: Assessment) -> int:
    return Answer.objects.filter(assessment=assessment).count()
