"""Reminders: who gets one, in which language, once, and no more of them."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
from email import message_from_string
from email.policy import default
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from questionnaire.cohort.inviting.actions import InvitingRefused, close_cohort
from questionnaire.cohort.inviting.joining.actions import hash_address, way_in
from questionnaire.cohort.inviting.models import CohortInvitation, OptOut, Reminded, Reminder
from questionnaire.cohort.inviting.reminding.actions import set_reminder, stop_reminder
from questionnaire.cohort.models import Round
from questionnaire.post.models import Mail
from tests.cohort.inviting.rooms import DAY, Room, mails, room, token_to, work
from tests.factories import (
    NOW,
    make_assessment,
    make_enrolment,
    make_submission,
    make_venture_member,
)

pytestmark = pytest.mark.django_db
STOP = re.compile(r"(/no-reminders/\S+)")


def midterm(here: Room, *, opens: int = -5, closes: int = 10) -> Round:
    return Round.objects.create(
        cohort=here.cohort, kind="midterm", opens_on=NOW.date() + opens * DAY,
        closes_on=NOW.date() + closes * DAY,
    )  # fmt: skip


def remind(here: Room, at: dt.datetime = NOW, round: Round | None = None, **said: Any) -> Reminder:
    given = {"days_before": None, "language": "en", **said}
    return set_reminder(cohort=here.cohort, round=round, by=here.by, at=at, **given)


def invited_earlier(here: Room, *names: str, days: int = 3) -> None:
    """Those whose mail has gone out so many days ago."""
    at = NOW - days * DAY
    here.invite("\n".join(f"{name}@example.org" for name in names), at=at, mail=False)
    CohortInvitation.objects.filter(created_at=at, sent_at=None).update(sent_at=at)


def reminded() -> list[str]:
    return sorted(to.partition("@")[0] for to, _ in mails())


def joined(here: Room, name: str, *, sent: dt.datetime | None = None) -> None:
    member = make_venture_member(user=None)
    member.user.email = f"{name}@example.org"
    member.user.save()
    make_enrolment(cohort=here.cohort, venture=member.venture)
    begun = make_assessment(venture=member.venture, edition=here.cohort.edition)
    if sent is not None:
        make_submission(assessment=begun, sent_at=sent)


def test_those_who_are_not_done_get_one_mail_and_nobody_else() -> None:
    here = room()
    invited_earlier(here, "waits", "withdrawn")
    CohortInvitation.objects.filter(email="withdrawn@example.org").update(withdrawn_at=NOW)
    invited_earlier(here, "new", days=0)  # on the heels of the invitation
    joined(here, "answers")
    joined(here, "sent", sent=NOW - DAY)
    gone = make_enrolment(cohort=here.cohort, revoked_at=NOW)
    make_venture_member(venture=gone.venture)
    reminder = remind(here)
    work()
    assert reminded() == ["answers", "waits"]
    assert Reminder.objects.get().done_at == NOW
    assert way_in(token=token_to("waits@example.org"), at=NOW) is not None
    work()
    Reminder.objects.update(done_at=None)  # as after a worker that was lost before it said so
    work()
    assert len(mails()) == 2
    outcomes = Reminded.objects.filter(reminder=reminder).values_list("outcome", flat=True)
    assert sorted(outcomes) == ["lately", "mailed", "mailed"]


def test_a_manager_reads_first_whom_it_goes_to_and_nobody_else_is_mailed() -> None:
    here, now = room(), timezone.now()
    names = ("waits", "refused", "bounced", "late", "new", "hand")
    here.invite("\n".join(f"{name}@example.org" for name in names), at=now - 3 * DAY, mail=False)
    changes: dict[str, dict[str, Any]] = {
        "refused": {}, "bounced": {"sent_at": None, "failed": "answered 550"}, "waits": {},
        "late": {"expires_at": now - DAY}, "new": {"created_at": now},
    }  # fmt: skip
    for name, change in changes.items():  # and "hand" was never mailed: its link is handed over
        rows = CohortInvitation.objects.filter(email=f"{name}@example.org")
        rows.update(**{"sent_at": now - 3 * DAY, **change})
    joined(here, "answers")
    hashed = hash_address("refused@example.org")
    OptOut.objects.create(cohort=here.cohort, email_hash=hashed, at=now)
    where = reverse("reminders", args=[here.cohort.pk])
    before = here.client.post(where, {"now": ""})
    assert Reminder.objects.count() == 0
    told = before.context["told"]
    assert (told.mailed, told.lately, told.opted_out) == (1, 1, 1)
    assert (told.by_hand, told.undelivered, told.expired) == (1, 1, 1)
    words = before.content.decode()
    assert "It goes to 1 invited person who has not joined." in words
    assert "because you hand the link over yourself" in words
    here.client.post(where, {"now": "", "sure": "1"})
    work(timezone.now())
    assert reminded() == ["answers", "waits"]
    other = reverse("reminders", args=[room().cohort.pk])
    assert here.client.post(other, {"now": ""}).status_code == 404
    assert here.client.post(where, {"now": "no round of it"}).status_code == 404


def test_a_round_is_done_by_sending_since_it_opened() -> None:
    here = room()
    one = midterm(here)
    joined(here, "before", sent=NOW - 9 * DAY)
    joined(here, "since", sent=NOW - DAY)
    remind(here, round=one)
    work()
    assert reminded() == ["before"]


def test_a_reminder_goes_out_on_its_day_and_a_day_gone_by_sends_nothing() -> None:
    here = room()
    one = midterm(here)
    invited_earlier(here, "waits")
    remind(here, round=one, days_before=3)
    with pytest.raises(InvitingRefused):
        remind(here, round=one, days_before=3)  # the same twice
    with pytest.raises(InvitingRefused):
        remind(here, round=one, days_before=11)  # gone by
    work(NOW + 6 * DAY)
    assert reminded() == []
    one.closes_on += 5 * DAY  # a manager moves the round: the reminder goes with it
    one.save()
    work(NOW + 7 * DAY)
    assert reminded() == []
    work(NOW + 12 * DAY)
    assert reminded() == ["waits"]
    remind(here, round=one, days_before=0)
    work(NOW + 20 * DAY)  # the worker was away for the whole day
    assert reminded() == ["waits"]
    assert Reminder.objects.get(days_before=0).stopped_at == NOW + 20 * DAY


def test_nobody_is_reminded_twice_in_a_while_and_a_reminder_can_be_taken_back() -> None:
    here = room()
    invited_earlier(here, "waits")
    joined(here, "answers")
    remind(here)
    work()
    remind(here, NOW + DAY / 2)
    work(NOW + DAY / 2)
    assert len(mails()) == 2
    third = remind(here, NOW + 2 * DAY)
    assert stop_reminder(reminder=third, by=here.by, at=NOW) is True
    work(NOW + 2 * DAY)
    assert len(mails()) == 2
    remind(here, NOW + 2 * DAY)
    work(NOW + 2 * DAY)
    assert len(mails()) == 4
    remind(here, NOW + 4 * DAY)
    close_cohort(cohort=here.cohort, by=here.by, at=NOW)
    work(NOW + 4 * DAY)
    assert len(mails()) == 4


def test_one_press_ends_reminders_of_one_cohort_to_one_address_signed_in_or_not() -> None:
    here, other = room(), room()
    for one in (here, other):
        invited_earlier(one, "waits")
    remind(here)
    work()
    [(_, words)] = mails()
    found = STOP.search(words)
    assert found is not None
    browser = Client()
    assert browser.get(found[1]).status_code == 200
    assert OptOut.objects.count() == 0  # looking changes nothing: mail programs look too
    browser.post(found[1], {"do": "stop"})
    browser.post(found[1], {"do": "stop"})
    assert OptOut.objects.count() == 1
    assert "waits" not in str(list(OptOut.objects.values()))
    for one in (here, other):
        remind(one, NOW + 2 * DAY)
    work(NOW + 2 * DAY)
    assert [to for to, words in mails() if here.cohort.name in words] == ["waits@example.org"]
    assert [to for to, words in mails() if other.cohort.name in words] == ["waits@example.org"]
    browser.post(found[1], {"do": "again"})
    assert OptOut.objects.count() == 0
    assert browser.post(found[1][:-3] + "x/", {"do": "stop"}).status_code == 404


def test_each_mail_speaks_the_language_of_its_invitation() -> None:
    here = room()
    invited_earlier(here, "es", "de", "en")
    for language in ("es", "de"):
        CohortInvitation.objects.filter(email=f"{language}@example.org").update(language=language)
    CohortInvitation.objects.update(wanted=True)
    work()
    first = {to[:2]: words.split()[0] for to, words in mails()}
    assert first == {"en": "Hello,", "es": "Hola:", "de": "Guten"}


def test_a_manager_sends_few_in_a_day_and_learns_nothing_of_ventures() -> None:
    here = room()
    invited_earlier(here, "waits")
    joined(here, "answers")
    client, where = here.client, reverse("reminders", args=[here.cohort.pk])
    for number in range(4):
        client.post(where, {"now": "", "sure": "1"})
        assert Reminder.objects.count() == min(number + 1, 3)
        Reminder.objects.update(done_at=NOW)
    Reminder.objects.all().delete()
    remind(here)
    work()
    page = client.get(where)
    assert [line.mailed for line in page.context["lines"]] == [1]  # the invited person alone


def test_a_mail_program_unsubscribes_by_its_own_button_and_loading_changes_nothing() -> None:
    """RFC 8058: both heads on the mail; a POST without cookie or form's token is enough."""
    here = room()
    invited_earlier(here, "ada")
    remind(here)
    work()
    raw = message_from_string(Mail.objects.get().message, policy=default)
    assert raw["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    where = re.fullmatch(r"<https?://[^/]+(/no-reminders/[^>]+)>", raw["List-Unsubscribe"].strip())
    assert where is not None
    program = Client(enforce_csrf_checks=True)
    assert (program.get(where[1]).status_code, program.head(where[1]).status_code) == (200, 200)
    assert OptOut.objects.count() == 0
    pressed = program.post(where[1], {"List-Unsubscribe": "One-Click"})
    assert (pressed.status_code, OptOut.objects.count()) == (200, 1)
    assert program.post(f"{where[1]}x", {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert program.post(where[1], {"do": "again"}).status_code == 200  # its reader's own form
    assert OptOut.objects.count() == 0


def test_what_is_in_a_reminders_last_line_names_nobody_and_earlier_ones_still_stop() -> None:
    """An address is found by trying, unless its hash was made with a key of ours."""
    here = room()
    invited_earlier(here, "ada", "bo", "cy")
    remind(here)
    work()
    plain = {
        name: hashlib.sha256(f"{name}@example.org".encode()).hexdigest() for name in ("ada", "bo")
    }
    stop = STOP.search(dict(mails())["ada@example.org"])
    assert stop is not None
    payload = stop[1].split("/")[2].partition(":")[0]
    assert plain["ada"] not in str(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    earlier = signing.dumps([here.cohort.pk.hex, plain["ada"]], salt="questionnaire.no-reminders")
    Client().post(reverse("no-reminders", args=[earlier]), {"do": "stop"})
    kept = OptOut.objects.get()
    assert kept.email_hash != plain["ada"]
    kept.delete()
    OptOut.objects.bulk_create(
        OptOut(cohort=here.cohort, email_hash=one, at=NOW) for one in plain.values()
    )
    import_module("questionnaire.migrations.0080_keyed_opt_outs").give_key(apps, None)
    assert OptOut.objects.filter(email_hash=kept.email_hash).count() == 1
    Mail.objects.all().delete()
    remind(here, NOW + 2 * DAY)
    work(NOW + 2 * DAY)
    assert reminded() == ["cy"]
