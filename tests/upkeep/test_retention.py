"""Every table says how long its rows stay, and the sweeps keep to it: on the day, and once."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.management import call_command
from django.db import connection

from questionnaire.assessment.models import Answer
from questionnaire.cohort.inviting.models import CohortInvitation
from questionnaire.cohort.models import Opening
from questionnaire.erasure.models import Erased
from questionnaire.keeping import BESIDES, TABLES
from questionnaire.people.models import Grant, Invitation, Session, User, Venture
from questionnaire.report.models import LinkOpening, ReportLink
from questionnaire.upkeep import actions as upkeep
from questionnaire.upkeep.actions import SWEEPS, retain, retain_daily
from questionnaire.upkeep.beats import ages, beat
from questionnaire.upkeep.models import Beat
from tests.factories import (
    NOW,
    make_answer,
    make_assessment,
    make_enrolment,
    make_grant,
    make_submission,
    make_user,
    make_venture,
    make_venture_member,
)
from tests.report.sent import founder_of
from tests.report.sharing.test_links import Shown

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def erasures(settings: Any, tmp_path: Path) -> Path:
    settings.ERASURE_LIST = tmp_path / "erasures.jsonl"
    return settings.ERASURE_LIST


def test_what_is_kept_for_a_time_is_swept_and_every_sweep_is_named() -> None:
    lines = (*TABLES.values(), *BESIDES.values())
    assert {kept.sweep for kept in lines if kept.sweep} == set(SWEEPS)
    assert [kept for kept in lines if kept.days and not kept.sweep] == []


def test_the_periods_can_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("retain", "--list")
    told = capsys.readouterr().out.splitlines()
    assert "account.EmailConfirmation: account; 1 days after created" in told
    assert "questionnaire.Answer: answers; as long as the person or the venture" in told
    assert len(told) == len(TABLES) + len(BESIDES)


@pytest.mark.django_db
def test_every_table_of_the_database_is_declared() -> None:
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    tables = set(connection.introspection.table_names())
    assert tables - ours - set(BESIDES) == {"django_migrations"}


@pytest.mark.django_db
def test_a_guests_draft_goes_on_its_ninetieth_day_and_nobody_elses() -> None:
    """Each of the others differs in one thing from the one that goes."""
    gone = make_answer(assessment=make_assessment()).assessment.venture
    make_grant(venture=gone)
    owned = make_venture_member().venture
    claimed = make_venture(claimed_at=NOW)
    sent = make_submission().assessment.venture
    changed = make_answer(updated_at=NOW + DAY).assessment.venture
    linked = make_grant(at=NOW + DAY).grant.venture
    assert retain(at=NOW + 90 * DAY)["drafts"] == 0
    assert retain(at=NOW + 90 * DAY + dt.timedelta(seconds=1))["drafts"] == 1
    stayed = set(Venture.objects.values_list("pk", flat=True))
    assert stayed == {one.pk for one in (owned, claimed, sent, changed, linked)}
    assert not Answer.objects.filter(assessment__venture=gone.pk).exists()
    assert not Grant.objects.filter(venture=gone.pk).exists()
    assert retain(at=NOW + 90 * DAY + dt.timedelta(seconds=1))["drafts"] == 0


@pytest.mark.django_db
def test_where_an_address_is_known_a_draft_is_warned_of_once_and_stays_a_month_more() -> None:
    enrolment = make_enrolment(cohort=None)
    CohortInvitation.objects.create(
        cohort=enrolment.cohort, email="canary@example.org", language="de", enrolment=enrolment,
        created_at=NOW, expires_at=NOW + DAY,
    )  # fmt: skip
    retain(at=NOW + 60 * DAY)
    assert mail.outbox == []
    late = NOW + 85 * DAY  # retention did not run for a while
    retain(at=late)
    retain(at=late + DAY)
    (told,) = mail.outbox
    assert told.to == ["canary@example.org"]
    assert enrolment.venture.name not in told.body
    assert "gelöscht" in told.subject
    assert retain(at=late + 30 * DAY - DAY)["drafts"] == 0
    assert retain(at=late + 30 * DAY)["drafts"] == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_who_comes_back_after_the_warning_is_warned_again_later() -> None:
    enrolment = make_enrolment()
    venture = enrolment.venture
    CohortInvitation.objects.create(
        cohort=enrolment.cohort, email="canary@example.org", enrolment=enrolment, created_at=NOW,
        expires_at=NOW + DAY,
    )  # fmt: skip
    retain(at=NOW + 61 * DAY)
    make_answer(assessment=make_assessment(venture=venture), updated_at=NOW + 70 * DAY)
    assert retain(at=NOW + 100 * DAY)["drafts"] == 0
    assert len(mail.outbox) == 1
    retain(at=NOW + 131 * DAY)
    assert len(mail.outbox) == 2
    assert retain(at=NOW + 162 * DAY)["drafts"] == 1


@pytest.mark.django_db
def test_sessions_of_nobody_go_after_a_day_and_of_accounts_when_they_end(settings: Any) -> None:
    lasts = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    user = make_user()
    for key, owner, saved in (
        ("code-old", None, NOW - 2 * DAY),
        ("code-new", None, NOW),
        ("signed-in", user, NOW - 20 * DAY),
        ("ended", user, NOW - 31 * DAY),
    ):
        data = SessionStore().encode({"login": {"code": "ABC123"}})
        Session.objects.create(
            session_key=key, user=owner, session_data=data, expire_date=saved + lasts
        )
    assert retain(at=NOW)["sessions"] == 2
    left = Session.objects.order_by("session_key").values_list("session_key", flat=True)
    assert list(left) == ["code-new", "signed-in"]


@pytest.mark.django_db
def test_an_account_that_never_confirmed_goes_and_its_end_is_remembered(erasures: Path) -> None:
    old = NOW - 31 * DAY
    gone = make_user(date_joined=old)
    confirmed = make_user(date_joined=old)
    EmailAddress.objects.create(user=confirmed, email=confirmed.email, verified=True)
    make_user(date_joined=old, last_login=NOW)
    make_user(date_joined=old, is_staff=True)
    make_user(date_joined=NOW)
    make_venture_member(user=make_user(date_joined=old))
    number = gone.pk
    assert retain(at=NOW)["accounts"] == 1
    assert not User.objects.filter(pk=number).exists()
    assert Erased.objects.values_list("kind", "key").get() == ("account", str(number))


@pytest.mark.django_db
def test_an_invitation_goes_ninety_days_after_it_ended_unused() -> None:
    venture = make_venture()
    for number, fields in enumerate(
        (
            {"expires_at": NOW - 91 * DAY},
            {"expires_at": NOW + DAY, "revoked_at": NOW - 91 * DAY},
            {"expires_at": NOW - 89 * DAY},
            {"expires_at": NOW - 91 * DAY, "accepted_at": NOW - 100 * DAY},
        )
    ):
        Invitation.objects.create(
            venture=venture, role="editor", token_hash=str(number), created_at=NOW, **fields
        )
    assert retain(at=NOW)["invitations"] == 2
    assert sorted(Invitation.objects.values_list("token_hash", flat=True)) == ["2", "3"]


@pytest.mark.django_db
def test_whoever_was_invited_into_a_cohort_and_never_came_is_forgotten_after_ninety_days() -> None:
    enrolment = make_enrolment()
    for email, ended, joined in (
        ("gone@example.org", NOW - 91 * DAY, None), ("stays@example.org", NOW - 89 * DAY, None),
        ("came@example.org", NOW - 91 * DAY, enrolment),
    ):  # fmt: skip
        CohortInvitation.objects.create(
            cohort=enrolment.cohort, email=email, created_at=NOW - 100 * DAY, expires_at=ended,
            enrolment=joined,
        )  # fmt: skip
    assert retain(at=NOW)["invitations"] == 1
    left = CohortInvitation.objects.order_by("email").values_list("email", flat=True)
    assert list(left) == ["came@example.org", "stays@example.org"]


@pytest.mark.django_db
def test_a_look_goes_after_four_hundred_days_and_a_links_openings_with_its_last_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In pieces, however many; a link's stay together, so that how often it was opened is true."""
    monkeypatch.setattr(upkeep, "MOST", 2)
    one = Shown()
    one.opens(one.makes(days="180"))
    cohort, link = make_enrolment().cohort, ReportLink.objects.get()
    ends = link.grant.expires_at
    LinkOpening.objects.create(link=link, at=ends - DAY)
    rows = [Opening(cohort=cohort, at=ends + n * DAY) for n in (0, 0, 0, 0, 1)]
    Opening.objects.bulk_create(rows)
    assert retain(at=ends + 400 * DAY)["looks"] == 0
    assert retain(at=ends + 400 * DAY + dt.timedelta(seconds=1))["looks"] == 4 + 2
    assert (LinkOpening.objects.count(), Opening.objects.get().at) == (0, ends + DAY)
    one.founder = founder_of(one.venture)  # the session of before is over as well
    told = one.told()
    assert ([link.opened for link in told.links], told.openings) == ([0], ())


@pytest.mark.django_db
def test_counts_by_address_go_when_they_ended() -> None:
    """The table of production's cache; the tests' own is in memory."""
    adapt = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        for key, expires in (("192.0.2.7", NOW - DAY), ("192.0.2.8", NOW + DAY)):
            cursor.execute(
                "INSERT INTO fmassess_cache (cache_key, value, expires) VALUES (%s, '', %s)",
                [key, adapt(expires)],
            )
        assert retain(at=NOW)["counts"] == 1
        cursor.execute("SELECT cache_key FROM fmassess_cache")
        assert cursor.fetchall() == [("192.0.2.8",)]


@pytest.mark.django_db
def test_it_runs_once_a_day_and_says_when_it_did() -> None:
    assert retain_daily(at=NOW)
    assert not retain_daily(at=NOW + DAY - dt.timedelta(minutes=1))
    assert retain_daily(at=NOW + DAY)
    beat(name=Beat.WORKER, at=NOW)
    assert ages(at=NOW + DAY) == {"retention": 0.0, "worker": 86400.0}
