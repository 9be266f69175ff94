"""Mail leaves once, waits while it cannot, and never with a change that was taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from django.core.mail import EmailMessage, send_mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from questionnaire.post.actions import LOST, WAITS, let_leave, look_after, queue, send_again
from questionnaire.post.models import Mail
from questionnaire.vocabulary import MailState
from tests.factories import NOW, make_user
from tests.post.servers import mail_server
from tests.post.servers import port as port

pytestmark = pytest.mark.django_db
worked = pytest.mark.django_db(transaction=True)  # the worker opens transactions of its own
SECOND = dt.timedelta(seconds=1)


def queued(at: dt.datetime = NOW, to: Sequence[str] = ("ana@example.org",)) -> Mail:
    message = EmailMessage(
        "Grüße", "Hallo Ana,\nÑandú.\n.\n", "FMAssess <fm@example.org>", list(to)
    )
    [mail] = queue(messages=[message], at=at)
    return mail


def state(mail: Mail) -> tuple[str, int, str]:
    mail.refresh_from_db()
    return mail.state, mail.tries, mail.reason


@worked
def test_a_mail_goes_to_the_queue_at_once_and_leaves_with_its_words(port: int) -> None:
    assert send_mail("Grüße", "Ñandú.\n", "FMAssess <fm@example.org>", ["ana@example.org"]) == 1
    mail = Mail.objects.get()
    assert (mail.to, mail.subject, mail.state) == (["ana@example.org"], "Grüße", "waiting")
    with mail_server(port) as server:
        call_command("work", "--once")
    [(sender, to, message)] = server.got
    assert (sender, to) == ("fm@example.org", ("ana@example.org",))
    assert (message["Subject"], message.get_content().strip()) == ("Grüße", "Ñandú.")
    assert message["Message-ID"]


def test_once_sent_neither_words_nor_reader_stay(port: int) -> None:
    mail = queued()
    with mail_server(port):
        assert let_leave(pk=mail.pk, at=NOW) == MailState.SENT
    mail.refresh_from_db()
    assert (mail.to, mail.subject, mail.message, mail.done_at) == ([], "", "", NOW)


def test_a_mail_leaves_once_however_often_it_is_asked_to(port: int) -> None:
    mail = queued()
    with mail_server(port) as server:
        answers = [let_leave(pk=mail.pk, at=NOW) for _ in range(3)]
    assert (answers, len(server.got)) == ([MailState.SENT, None, None], 1)


def test_every_recipient_is_named_once(port: int) -> None:
    mail = queued(to=["ana@example.org", "Bo <bo@example.org>"])
    with mail_server(port) as server:
        let_leave(pk=mail.pk, at=NOW)
    [(_, to, _)] = server.got
    assert to == ("ana@example.org", "bo@example.org")


def test_while_the_server_is_away_a_mail_waits_longer_and_longer(port: int) -> None:
    mail, at = queued(), NOW
    for tries, wait in enumerate(WAITS, start=1):
        assert let_leave(pk=mail.pk, at=at) == MailState.WAITING
        assert state(mail) == ("waiting", tries, "the mail server was not reached")
        assert mail.due_at == at + dt.timedelta(seconds=wait)
        assert let_leave(pk=mail.pk, at=mail.due_at - SECOND) is None
        at = mail.due_at
    with mail_server(port) as server:
        assert let_leave(pk=mail.pk, at=at) == MailState.SENT
    assert len(server.got) == 1


def test_after_the_last_try_it_has_failed_and_keeps_its_words(port: int) -> None:
    mail, at = queued(), NOW
    for _ in range(len(WAITS) + 1):
        let_leave(pk=mail.pk, at=at)
        mail.refresh_from_db()
        at = mail.due_at
    assert (mail.state, mail.to) == ("failed", ["ana@example.org"])
    assert send_again(mail=mail, at=at)
    with mail_server(port) as server:
        assert let_leave(pk=mail.pk, at=at) == MailState.SENT
    assert len(server.got) == 1
    assert not send_again(mail=mail, at=at)


@pytest.mark.parametrize("where", ["to_recipients", "to_words"])
@pytest.mark.parametrize(
    ("answer", "after"),
    [
        ("451 try later", ("waiting", 1, "the mail server answered 451")),
        ("550 nobody here", ("failed", 0, "the mail server answered 550")),
    ],
)
def test_what_the_server_answers_decides(
    port: int, where: str, answer: str, after: tuple[str, int, str]
) -> None:
    mail = queued()
    with mail_server(port) as server:
        getattr(server, where).append(answer)
        let_leave(pk=mail.pk, at=NOW)
        assert (state(mail), server.got) == (after, [])


@worked
def test_a_connection_lost_after_the_words_is_not_repeated(port: int) -> None:
    mail = queued()
    with mail_server(port) as server:
        server.to_words.append("hang up")
        assert let_leave(pk=mail.pk, at=NOW) == MailState.UNCERTAIN
        look_after(at=NOW + 10 * LOST)
        call_command("work", "--once")
    assert state(mail) == ("uncertain", 0, "connection lost")
    assert server.got == []


def test_a_change_that_was_taken_back_sends_nothing(port: int) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        queued()
        raise RuntimeError
    assert (Mail.objects.count(), DBTaskResult.objects.count()) == (0, 0)


@worked
def test_a_mail_whose_worker_was_killed_before_is_woken_and_after_is_uncertain(port: int) -> None:
    asleep, leaving = queued(), queued()
    DBTaskResult.objects.update(status="RUNNING")
    Mail.objects.filter(pk=leaving.pk).update(state=MailState.LEAVING)
    assert look_after(at=NOW + LOST) == 0
    assert look_after(at=NOW + LOST + SECOND) == 2
    assert state(leaving) == ("uncertain", 0, "the worker was stopped")
    with mail_server(port) as server:
        call_command("work", "--once")
    assert (state(asleep)[0], len(server.got)) == ("sent", 1)


def test_what_was_sent_is_forgotten_after_a_month(port: int) -> None:
    with mail_server(port):
        let_leave(pk=queued().pk, at=NOW)
    look_after(at=NOW + dt.timedelta(days=29))
    assert Mail.objects.count() == 1
    look_after(at=NOW + dt.timedelta(days=31))
    assert Mail.objects.count() == 0


# ---------------------------------------------------------------- signing in


@worked
def test_from_the_form_over_the_mail_server_to_being_signed_in(port: int) -> None:
    from allauth.account.models import EmailAddress

    user = make_user(email="ana@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client()
    client.post("/account/login/", {"login": "ana@example.org"})
    with mail_server(port) as server:
        call_command("work", "--once")
    [(_, _, message)] = server.got
    words = message.get_content().split()
    code = next(word for word in words if len(word) >= 6 and word.isupper())
    assert (
        client.post("/account/login/code/confirm/", {"code": code}).headers["Location"] == "/home/"
    )


def test_with_the_mail_server_away_a_code_is_asked_for_as_usual(port: int) -> None:
    client = Client()
    went = client.post("/account/login/", {"login": "ana@example.org"})
    assert went.headers["Location"] == "/account/login/code/confirm/"
    assert Mail.objects.count() == 1


# ---------------------------------------------------------------- the outbox


@pytest.fixture
def outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"


@worked
def test_on_ones_own_machine_mail_is_kept_and_shown(outbox: None, client: Client) -> None:
    mail = queued(at=timezone.now())
    call_command("work", "--once")
    page = client.get("/outbox/")
    assert [(one.subject, one.state) for one in page.context["mails"]] == [("Grüße", "kept")]
    assert client.get(f"/outbox/{mail.pk}/").context["words"] == "Hallo Ana,\nÑandú.\n.\n"


@pytest.mark.parametrize(
    "elsewhere", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}]
)
def test_nobody_reads_it_from_elsewhere(
    outbox: None, client: Client, elsewhere: dict[str, str]
) -> None:
    mail = queued()
    assert client.get("/outbox/", **elsewhere).status_code == 404
    assert client.get(f"/outbox/{mail.pk}/", **elsewhere).status_code == 404


def test_a_name_of_elsewhere_that_leads_here_opens_nothing(
    outbox: None, client: Client, settings: Any
) -> None:
    """A page of that name would be of one origin with the outbox, and could read it (rebinding)."""
    mail, settings.ALLOWED_HOSTS = queued(), ["*"]

    def asked(host: str) -> set[int]:
        pages = ("/outbox/", f"/outbox/{mail.pk}/")
        return {client.get(page, headers={"Host": host}).status_code for page in pages}

    for host in ("evil.example", "127.0.0.1.evil.example:8000", "localhost.evil.example", "0x7f.1"):
        assert asked(host) == {404}, host
    for host in ("localhost:8000", "LOCALHOST", "demo.localhost", "127.0.0.1:8123", "[::1]:8000"):
        assert asked(host) == {200}, host
    settings.ALLOWED_HOSTS = ["fmassess.test"]
    assert (asked("fmassess.test"), asked("localhost")) == ({200}, {400})


def test_a_mail_in_words_of_somebody_runs_nothing(outbox: None, client: Client) -> None:
    words = "<script>alert(1)</script> {{ settings.SECRET_KEY }} %(x)s"
    [mail] = queue(messages=[EmailMessage(words, words, "fm@example.org", ["a@b.c"])], at=NOW)
    page = client.get(f"/outbox/{mail.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "{{ settings.SECRET_KEY }} %(x)s" in page


def test_what_failed_is_sent_again_by_a_command_and_forgotten_after_a_month(port: int) -> None:
    failed, old = queued(), queued()
    Mail.objects.filter(pk=failed.pk).update(state=MailState.FAILED, done_at=NOW)
    before = NOW - dt.timedelta(days=31)
    Mail.objects.filter(pk=old.pk).update(state=MailState.UNCERTAIN, done_at=before)
    look_after(at=NOW)
    assert list(Mail.objects.all()) == [failed]  # its words may have held a secret link
    call_command("resend_mail")
    assert state(failed)[:2] == (MailState.WAITING, 0)
    with mail_server(port) as server:
        assert let_leave(pk=failed.pk, at=timezone.now()) == MailState.SENT
    assert len(server.got) == 1


def test_what_did_not_leave_is_listed_logged_and_sent_again_one_by_one(
    port: int, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    failed, uncertain = queued(), queued()
    assert let_leave(pk=failed.pk, at=NOW) == MailState.WAITING
    assert f"mail {failed.pk} waits: the mail server was not reached" in caplog.text
    for mail, end in ((failed, MailState.FAILED), (uncertain, MailState.UNCERTAIN)):
        Mail.objects.filter(pk=mail.pk).update(state=end, done_at=NOW)
    call_command("resend_mail", "--list")
    told = capsys.readouterr().out
    assert [line.split()[:2] for line in told.splitlines()] == [
        [str(failed.pk), "failed"], [str(uncertain.pk), "uncertain"],
    ]  # fmt: skip
    assert "not reached" in told
    assert "@" not in told + caplog.text
    call_command("resend_mail", str(failed.pk))
    assert (state(failed)[0], state(uncertain)[0]) == ("waiting", "uncertain")


@pytest.mark.parametrize("meanwhile", [MailState.SENT, MailState.LEAVING, MailState.FAILED])
def test_a_late_worker_changes_nothing_of_what_another_found_out(
    port: int, meanwhile: MailState, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = queued()

    def overtaken(_text: str) -> str:
        Mail.objects.filter(pk=mail.pk).update(state=meanwhile)
        raise OSError

    monkeypatch.setattr("questionnaire.post.actions._address", overtaken)
    with mail_server(port) as server:
        assert let_leave(pk=mail.pk, at=NOW) is None
    assert (state(mail)[0], len(server.got)) == (meanwhile, 0)
