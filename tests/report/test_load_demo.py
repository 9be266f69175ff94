"""The demonstration: loaded once, scored by the engine, never in production."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from questionnaire.assessment.models import Answer, AnswerRevision
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink, Reminder
from questionnaire.cohort.models import Enrolment
from questionnaire.people.models import User, Venture
from questionnaire.report.models import Report
from questionnaire.vocabulary import InvitationState
from tests.bench import demo
from tests.factories import make_shipped_edition
from tests.report import told
from tests.report.sent import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demonstration, for all tests of this module; gone with the last of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_shipped_edition()
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demonstration(db: None, loaded_once: None) -> None:
    """What a test does to it is rolled back with the test."""


# First, while there is none yet.


def test_production_refuses_it(settings: object) -> None:
    settings.FMASSESS_ENV = "production"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="never loaded in production"):
        call_command("load_demo")


def test_without_an_edition_it_names_the_mend() -> None:
    with pytest.raises(CommandError, match="load_bank"):
        call_command("load_demo")


def counts() -> list[int]:
    models = (
        User, Venture, Enrolment, Answer, AnswerRevision, Report, CohortInvitation, JoinLink,
        Reminder,
    )  # fmt: skip
    return [model.objects.count() for model in models]


def test_it_loads_twelve_ventures_once(demonstration: None) -> None:
    first = counts()
    call_command("load_demo", verbosity=0)
    assert counts() == first
    assert (first[0], first[1], first[2], first[5]) == (17, 12, 12, 11)
    states = CohortInvitation.objects.with_state(timezone.now()).values_list("state", flat=True)
    assert set(states) == set(InvitationState)


def test_the_bench_finds_its_people_in_it(
    demonstration: None, capsys: pytest.CaptureFixture[str]
) -> None:
    demo.tell()
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    for address, session in (("report", "founder"), ("cohort", "reviewer"), ("review", "reviewer")):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = found[session]
        assert client.get(found[address]).status_code == 200, address


def test_its_reports_are_the_engines(demonstration: None) -> None:
    found = {
        one.submission.assessment.venture.name: one.path
        for one in Report.objects.select_related("submission__assessment__venture")
    }
    direct = told.card("kestrel-code")["recommendation"]["path"]
    assert found["Kestrel Code"] == direct


def test_its_founder_reads_a_benchmark_and_one_round_is_open(demonstration: None) -> None:
    founder = User.objects.get(email="founder@almendra.example")
    enrolment = Enrolment.objects.get(venture__members__user=founder)
    assessment = enrolment.venture.assessments.get()
    where = f"/a/{assessment.pk}/cohorts/{enrolment.pk}/benchmark/"
    page = signed_in(founder).get(where).content.decode()
    assert "The middle half of" in page
    today = timezone.now().date()
    every = enrolment.cohort.rounds.all()
    rounds = [(one.opens_on <= today, one.closes_on < today) for one in every]
    assert rounds == [(True, True), (True, False), (False, False)]


def test_the_printed_sign_ins_work(demonstration: None) -> None:
    said = StringIO()
    call_command("load_demo", "--print", stdout=said)
    lines = [line.split() for line in said.getvalue().strip().splitlines()]
    assert [line[0] for line in lines] == [
        "manager", "reviewer", "co-reviewer", "editor", "co-editor", "founder",
    ]  # fmt: skip
    for _, email, password in lines:
        assert User.objects.get(email=email).check_password(password)
