"""Links to a report: make one, end it, open it. One verb each; time comes in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F, Q

from questionnaire.erasure.actions import note_erased
from questionnaire.erasure.models import Erased
from questionnaire.people.actions import hash_token, issue_grant
from questionnaire.people.actor import Actor
from questionnaire.people.models import Grant, Venture
from questionnaire.report.models import LinkOpening, Report, ReportLink
from questionnaire.vocabulary import GrantPurpose

MOST_LIVE = 50
MOST_WRONG = 10
TRIES_LAST = dt.timedelta(hours=1)


class TooManyLinks(Exception):
    """Enough links of this venture are open already; one has to end first."""


class WrongPassphrase(Exception):
    """The link has a passphrase, and this is not it."""


class TooManyTries(Exception):
    """The passphrase was wrong too often; it is not looked at again before the hour is over."""


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A new link: the token leaves the server once, only its hash stays."""

    link: ReportLink
    token: str


def make_link(
    *,
    report: Report,
    label: str,
    lasts: dt.timedelta,
    passphrase: str,
    with_notes: bool,
    by: Actor,
    at: dt.datetime,
) -> IssuedLink:
    """Make a link to one report. Raises TooManyLinks; Venture.DoesNotExist for whoever may not."""
    hashed = make_password(passphrase) if passphrase else ""  # slow by design: before the lock
    venture_id = report.submission.assessment.venture_id
    with transaction.atomic():
        Venture.objects.select_for_update().get(pk=venture_id)
        venture = Venture.objects.writable_by(by).get(pk=venture_id)
        live = Grant.objects.live(at).filter(venture=venture, purpose=GrantPurpose.SHARE)
        if live.count() >= MOST_LIVE:
            raise TooManyLinks
        issued = issue_grant(venture=venture, purpose=GrantPurpose.SHARE, at=at, lasts=lasts)
        link = ReportLink.objects.create(
            grant=issued.grant,
            report=report,
            label=label,
            passphrase=hashed,
            with_notes=with_notes,
            by_id=by.user_id,
        )
    return IssuedLink(link, issued.token)


@transaction.atomic
def end_link(*, link: ReportLink, by: Actor, at: dt.datetime) -> None:
    """End a link: its next request finds nothing. ReportLink.DoesNotExist for whoever may not."""
    grant = Grant.objects.select_for_update().get(pk=link.grant_id)
    ReportLink.objects.writable_by(by).get(pk=link.pk)
    if grant.revoked_at is None:
        note_erased(kind=Erased.LINK, keys=[grant.pk], at=at)
        grant.revoked_at = at
        grant.save(update_fields=["revoked_at"])


def link_of(*, token: str, at: dt.datetime) -> ReportLink | None:
    """The link behind a token while it holds; looking counts nothing."""
    live = Grant.objects.live(at).filter(token_hash=hash_token(token), purpose=GrantPurpose.SHARE)
    return ReportLink.objects.filter(grant__in=live).first()


def open_link(*, token: str, passphrase: str, at: dt.datetime) -> ReportLink | None:
    """Open a link and record that; None for a token of no live link.

    Raises WrongPassphrase or TooManyTries. A try is counted before the passphrase is looked at and
    given back when it is right, so that many at once try no more often than one after another; the
    slow comparison holds no lock.
    """
    link = link_of(token=token, at=at)
    if link is None:
        return None
    if link.passphrase:
        _count_try(link, at)
        if not check_password(passphrase, link.passphrase):
            raise WrongPassphrase
        ReportLink.objects.filter(pk=link.pk, wrong_tries__gt=0).update(
            wrong_tries=F("wrong_tries") - 1
        )
    return _record(link, at)


@transaction.atomic
def _record(link: ReportLink, at: dt.datetime) -> ReportLink | None:
    """Record an opening, unless the link was ended while its passphrase was compared."""
    if not Grant.objects.live(at).select_for_update().filter(pk=link.grant_id).exists():
        return None
    LinkOpening.objects.create(link=link, at=at)
    return link


def record_taken(*, link: ReportLink, file: str, at: dt.datetime) -> None:
    """Record that the report of an open link is taken along as a file: that stays with whoever took
    it when the link ends. Written before the file is made."""
    LinkOpening.objects.create(link=link, file=file, at=at)


def _count_try(link: ReportLink, at: dt.datetime) -> None:
    """Take one of the hour's tries, each in one statement: workers share them."""
    mine = ReportLink.objects.filter(pk=link.pk)
    over = Q(tries_from__isnull=True) | Q(tries_from__lte=at - TRIES_LAST)
    if mine.filter(over).update(wrong_tries=1, tries_from=at):
        return
    if not mine.filter(wrong_tries__lt=MOST_WRONG).update(wrong_tries=F("wrong_tries") + 1):
        raise TooManyTries
