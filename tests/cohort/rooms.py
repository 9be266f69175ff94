"""Cohorts with reported ventures, and somebody who may look at them."""

from __future__ import annotations

from django.test import Client

from questionnaire.bank.models import Edition
from questionnaire.cohort.models import Cohort, Enrolment
from tests.factories import (
    make_accelerator_member,
    make_cohort,
    make_enrolment,
    make_shipped_edition,
    make_user,
)
from tests.report.sent import reported, signed_in

ALL = ["funding", "team", "experimentation", "loyalty", "ethics"]


def room(edition: Edition | None = None) -> tuple[Cohort, Client]:
    """An empty cohort of the shipped edition and a signed-in member of its accelerator."""
    cohort = make_cohort(edition=edition or make_shipped_edition())
    user = make_user()
    make_accelerator_member(accelerator=cohort.accelerator, user=user)
    return cohort, signed_in(user)


def enrol(cohort: Cohort, persona: str, categories: list[str] | None = None) -> Enrolment:
    """A persona's venture, reported and enrolled."""
    report = reported(persona, cohort.edition)
    return make_enrolment(
        cohort=cohort,
        venture=report.submission.assessment.venture,
        categories=ALL if categories is None else categories,
    )
