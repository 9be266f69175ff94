"""What is done to mail: queue it, let it leave, look after what was left lying. Time comes in."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import smtplib
import uuid
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.policy import default as modern
from email.utils import make_msgid
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend as Smtp
from django.core.mail.message import sanitize_address
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from questionnaire.keeping import MAIL_DAYS
from questionnaire.post.models import Mail
from questionnaire.vocabulary import MailState

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger("fmassess.post")
WAITS = (60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
"""Seconds until the next try; after the last, a mail has failed: about a day in all."""
LOST = dt.timedelta(minutes=2)
"""After so long, a mail has lost its worker: no answer of a mail server is waited for as long."""
KEPT = dt.timedelta(days=MAIL_DAYS)
"""How long it stays on record that a mail was sent, to nobody named and without its words; and how
long one that failed can be sent again, for its words may hold a secret link."""
DONE = (MailState.SENT, MailState.KEPT, MailState.FAILED, MailState.UNCERTAIN)
WAITS_ON = (MailState.WAITING,)
STUCK = (MailState.FAILED, MailState.UNCERTAIN)
RESTORED = "it waited in a backup that was restored"
IN_HAND = (MailState.LEAVING, MailState.UNCERTAIN)
"""Uncertain too: another worker gave this one up for lost, and it was not."""


@transaction.atomic
def queue(*, messages: Sequence[EmailMessage], at: dt.datetime) -> list[Mail]:
    """Put messages into the queue, in the transaction of what caused them: with it they go.

    An address that cannot be written on an envelope reaches nobody, as one that does not exist:
    whoever typed it waits for a mail, and is told nothing else than for any other address.
    """
    made = []
    for message in messages:
        to = message.recipients()
        if not to:
            continue
        if not all(map(_can_be_written, to)):
            log.warning("a mail to an address that cannot be written was not queued")
            continue
        # The site's own name: Django's would be that of the machine, often localhost.
        message.extra_headers.setdefault("Message-ID", make_msgid(domain=_host()))
        mail = Mail.objects.create(
            about=getattr(message, "about", None),
            sender=message.from_email,
            to=to,
            subject=str(message.subject),
            message=message.message().as_bytes().decode(),
            queued_at=at,
            due_at=at,
        )
        deliver.enqueue(str(mail.pk))
        made.append(mail)
    return made


@transaction.atomic
def forget(*, about: Iterable[uuid.UUID] = (), address: str = "") -> int:
    """Erase what is about these ventures or accelerators, or goes to this address, and has not left
    or could not; how many mails. What has left keeps neither words nor reader."""
    gone, _rows = Mail.objects.filter(about__in=list(about)).delete()
    if address:
        theirs = [
            mail.pk
            for mail in Mail.objects.exclude(to=[]).only("to").iterator()
            if address.casefold() in (one.casefold() for one in mail.to)
        ]
        more, _rows = Mail.objects.filter(pk__in=theirs).delete()
        gone += more
    return gone


@task()
def deliver(pk: str) -> str:
    """What the worker is asked: let one mail leave, if it is still due."""
    return str(let_leave(pk=uuid.UUID(pk), at=timezone.now()) or "")


def let_leave(*, pk: uuid.UUID, at: dt.datetime) -> MailState | None:
    """Hand a mail that is due to the mail server; its state afterwards, None where it is not due.

    It is marked as leaving just before its words are handed over, so that a worker killed before
    has sent nothing, and one killed after leaves a mail that nobody sends a second time.
    """
    mail = Mail.objects.filter(pk=pk, state=MailState.WAITING, due_at__lte=at).first()
    if mail is None:
        return None
    if not settings.MAIL_LEAVES:
        return _end(mail, MailState.KEPT, at=at, was=WAITS_ON)
    try:
        with _server() as server:
            server.ehlo_or_helo_if_needed()
            _accepted(*server.mail(_address(mail.sender)))
            for one in mail.to:
                _accepted(*server.rcpt(_address(one)))
            if not Mail.objects.filter(pk=pk, state=MailState.WAITING).update(
                state=MailState.LEAVING, due_at=at
            ):
                return None  # another worker was quicker
            return _hand_over(mail, server, at)
    except _Refused as refused:
        return _later(mail, refused.code, at=at, was=WAITS_ON)
    except (OSError, smtplib.SMTPException) as error:
        return _later(mail, getattr(error, "smtp_code", 0), at=at, was=WAITS_ON)


def _hand_over(mail: Mail, server: smtplib.SMTP, at: dt.datetime) -> MailState | None:
    try:
        _accepted(*server.data(mail.message.encode()))
    except _Refused as refused:
        return _later(mail, refused.code, at=at, was=IN_HAND)
    except smtplib.SMTPDataError as error:
        return _later(mail, error.smtp_code, at=at, was=IN_HAND)
    except (OSError, smtplib.SMTPException):
        return _end(mail, MailState.UNCERTAIN, at=at, was=IN_HAND, reason="connection lost")
    return _end(mail, MailState.SENT, at=at, was=IN_HAND)


class _Refused(Exception):
    """What the mail server answered instead of yes."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def _accepted(code: int, _answer: bytes) -> None:
    if not 200 <= code < 300:
        raise _Refused(code)


@contextlib.contextmanager
def _server() -> Iterator[smtplib.SMTP]:
    """An open connection with the project's settings, by Django's own backend."""
    backend: Any = Smtp()
    backend.open()
    try:
        yield backend.connection
    finally:
        backend.close()


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _can_be_written(address: str) -> bool:
    try:
        return bool(_address(address))
    except ValueError:  # a part of its domain that is too long once it is spelled in ASCII
        return False


def _address(text: str) -> str:
    """The bare address, in the form that goes over the wire."""
    return sanitize_address(text, "ascii").rpartition("<")[2].rstrip(">")


def _later(mail: Mail, code: int, *, at: dt.datetime, was: tuple[str, ...]) -> MailState | None:
    """Again after a while; a refusal for good, or one try too many, ends it. None where it is no
    longer in one of the states ``was``: another worker had it meanwhile, and what that one found
    out stands."""
    reason = f"the mail server answered {code}" if code else "the mail server was not reached"
    if 500 <= code < 600 or mail.tries >= len(WAITS):
        return _end(mail, MailState.FAILED, at=at, was=was, reason=reason)
    due = at + dt.timedelta(seconds=WAITS[mail.tries])
    with transaction.atomic():
        changed = Mail.objects.filter(pk=mail.pk, state__in=was).update(
            state=MailState.WAITING, tries=mail.tries + 1, due_at=due, reason=reason
        )
        if not changed:
            return None
        deliver.using(run_after=due).enqueue(str(mail.pk))
    log.warning("mail %s waits: %s; tried again in %d s", mail.pk, reason, WAITS[mail.tries])
    return MailState.WAITING


def _end(
    mail: Mail, state: MailState, *, at: dt.datetime, was: tuple[str, ...], reason: str = ""
) -> MailState | None:
    """The mail's last state; None where another worker had it meanwhile. What was sent keeps
    neither words nor whom it went to."""
    left = state == MailState.SENT
    gone: dict[str, Any] = {"to": [], "subject": "", "message": ""} if left else {}
    row = Mail.objects.filter(pk=mail.pk, state__in=was)
    if not row.update(state=state, done_at=at, reason=reason, **gone):
        return None
    if state in STUCK:
        log.error("mail %s is %s: %s", mail.pk, state, reason)
    return state


@transaction.atomic
def look_after(*, at: dt.datetime) -> int:
    """What the worker does now and then: how many mails it woke, gave up or forgot.

    A mail whose task was lost with its worker is woken; one that was leaving is uncertain.
    """
    lost = Mail.objects.filter(state=MailState.LEAVING, due_at__lt=at - LOST)
    found = lost.update(state=MailState.UNCERTAIN, done_at=at, reason="the worker was stopped")
    waiting = Mail.objects.select_for_update().filter(state=MailState.WAITING, due_at__lt=at - LOST)
    for mail in waiting:
        mail.due_at = at
        mail.save(update_fields=["due_at"])
        deliver.enqueue(str(mail.pk))
        found += 1
    old, _rows = Mail.objects.filter(state__in=DONE, done_at__lt=at - KEPT).delete()
    return found + old


@transaction.atomic
def hold(*, at: dt.datetime) -> int:
    """Of a restored backup, what waited or was leaving when it was made: most of that has left
    since, so it is for a person to say whether it leaves again. How many mails."""
    return Mail.objects.filter(state__in=(MailState.WAITING, MailState.LEAVING)).update(
        state=MailState.UNCERTAIN, done_at=at, reason=RESTORED
    )


def send_all_again(*, at: dt.datetime, only: Iterable[uuid.UUID] = ()) -> int:
    """Try once more everything that failed or is uncertain, or of that only these; how many mails
    there are of that."""
    stuck = Mail.objects.filter(state__in=STUCK)
    if only:
        stuck = stuck.filter(pk__in=only)
    return sum(send_again(mail=mail, at=at) for mail in stuck.only("pk"))


def send_again(*, mail: Mail, at: dt.datetime) -> bool:
    """Try once more what failed or is uncertain, as somebody asked for; False where it is not."""
    with transaction.atomic():
        found = Mail.objects.filter(pk=mail.pk, state__in=STUCK).update(
            state=MailState.WAITING, tries=0, due_at=at, done_at=None, reason=""
        )
        if found:
            deliver.enqueue(str(mail.pk))
    return bool(found)


def words_of(mail: Mail) -> str:
    """The text of a mail as its reader sees it."""
    body = message_from_bytes(mail.message.encode(), policy=modern).get_body(("plain",))
    return str(body.get_content()) if body is not None else ""
