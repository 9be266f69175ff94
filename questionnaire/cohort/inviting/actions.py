"""What managers do to a cohort and its invitations: one verb each, atomic, time comes in."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from questionnaire.bank.models import Edition
from questionnaire.cohort.disclosure import NOTHING, Disclosure, columns_of
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink, Reminder
from questionnaire.cohort.inviting.pasted import Line
from questionnaire.cohort.models import Cohort, Round
from questionnaire.cohort.standing.actions import stand_cohort_soon
from questionnaire.erasure.actions import note_erased
from questionnaire.erasure.models import Erased
from questionnaire.people.actions import hash_token
from questionnaire.people.membership.actions import hold_membership
from questionnaire.people.models import Accelerator
from questionnaire.vocabulary import EditionStatus, RoundKind

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

MOST_A_DAY = 2000
"""Invitations of one accelerator in a day; each is a mail."""
MOST_TO_ONE = 3
"""To one address in a day, by one accelerator. What others do is neither told nor felt here: the
worker keeps to what one address gets from all of them (``to_write``)."""
MOST_JOINING = 10_000
DAY = dt.timedelta(days=1)


class InvitingRefused(Exception):
    """Why something of a cohort cannot be done, in words for a manager."""


@dataclass(frozen=True, slots=True)
class CohortSettings:
    """What a manager says about a cohort. rounds: their days, by kind; what is not named is no
    round of it."""

    name: str
    edition_id: uuid.UUID
    starts_on: dt.date
    ends_on: dt.date
    required: Sequence[str] = ()
    asks: Disclosure = NOTHING
    why: str = ""
    rounds: Mapping[RoundKind, tuple[dt.date, dt.date]] = field(default_factory=dict)


# ---------------------------------------------------------------- a cohort


@transaction.atomic
def make_cohort(
    *, accelerator: Accelerator, settings: CohortSettings, by: Actor, at: dt.datetime
) -> Cohort:
    """Begin a cohort. Accelerator.DoesNotExist for whoever may not."""
    Accelerator.objects.select_for_update().get(pk=accelerator.pk)
    own = Accelerator.objects.managed_by(by).get(pk=accelerator.pk)
    cohort = Cohort(accelerator=own, created_at=at)
    return _keep(cohort, settings)


@transaction.atomic
def change_cohort(*, cohort: Cohort, settings: CohortSettings, by: Actor) -> Cohort:
    """Say it anew; what is seen of its ventures follows the rounds.

    Ventures agreed to these questions and not to others, so the edition stays once one is in it:
    InvitingRefused. Cohort.DoesNotExist for whoever may not.
    """
    row = held(cohort, by)
    if settings.edition_id != row.edition_id and row.enrolments.exists():
        raise InvitingRefused(_("The edition stays: ventures are in this cohort already."))
    changed = _keep(row, settings)
    stand_cohort_soon(cohort=changed.pk)
    return changed


def held(cohort: Cohort, by: Actor) -> Cohort:
    """The cohort, locked, for a manager, who stays one for as long; Cohort.DoesNotExist for anybody
    else."""
    hold_membership(by, accelerator=cohort.accelerator_id)
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    found: Cohort = Cohort.objects.managed_by(by).get(pk=cohort.pk)
    return found


def _keep(cohort: Cohort, settings: CohortSettings) -> Cohort:
    published = Edition.objects.filter(status=EditionStatus.PUBLISHED, pk=settings.edition_id)
    if settings.edition_id != cohort.edition_id and not published.exists():
        raise InvitingRefused(_("Choose an edition that is published."))
    cohort.name, cohort.edition_id = settings.name, settings.edition_id
    cohort.starts_on, cohort.ends_on = settings.starts_on, settings.ends_on
    cohort.required, cohort.why = list(settings.required), settings.why
    cohort.asks = columns_of(settings.asks) if settings.asks else {}
    cohort.save()
    _must_keep_what_was_compared(cohort, settings)
    cohort.rounds.exclude(kind__in=list(settings.rounds)).delete()
    for kind, (opens_on, closes_on) in settings.rounds.items():
        Round.objects.update_or_create(
            cohort=cohort, kind=kind, defaults={"opens_on": opens_on, "closes_on": closes_on}
        )
    return cohort


def _must_keep_what_was_compared(cohort: Cohort, settings: CohortSettings) -> None:
    """A round whose ventures were compared stays with its days: told once more of other ones, what
    differs would be that of a few."""
    for one in cohort.rounds.filter(benchmark__isnull=False):
        if settings.rounds.get(RoundKind(one.kind)) != (one.opens_on, one.closes_on):
            raise InvitingRefused(
                _("A round that has closed and was compared stays with its days.")
            )


@transaction.atomic
def close_cohort(*, cohort: Cohort, by: Actor, at: dt.datetime) -> None:
    """From now on nobody joins it and nobody is reminded; what is in it stays."""
    row = held(cohort, by)
    if row.closed_at is None:
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        CohortInvitation.objects.filter(cohort=row, wanted=True).update(wanted=False)
        Reminder.objects.filter(cohort=row).pending().update(stopped_at=at)


@transaction.atomic
def open_cohort_again(*, cohort: Cohort, by: Actor) -> None:
    """Let ventures join again; reminders that closing stopped stay stopped."""
    row = held(cohort, by)
    row.closed_at = None
    row.save(update_fields=["closed_at"])


# ---------------------------------------------------------------- invitations


@transaction.atomic
def invite_addresses(
    *,
    cohort: Cohort,
    lines: Sequence[Line],
    language: str,
    lasts: dt.timedelta,
    by: Actor,
    at: dt.datetime,
    mail: bool = True,
) -> int:
    """Invite each address once; how many were new. Those that wait already are left as they are.

    mail: whether the worker is to write to them; it makes their links.
    """
    # What an accelerator may send in a day is counted over all its cohorts, one list at a time.
    Accelerator.objects.select_for_update(no_key=True).get(pk=cohort.accelerator_id)
    row = held(cohort, by)
    must_be_open(row)
    new = {one.email: one for one in lines if not one.fault}
    waiting = CohortInvitation.objects.waiting().filter(cohort=row, email__in=list(new))
    for email in waiting.values_list("email", flat=True):
        del new[email]
    today = CohortInvitation.objects.filter(
        cohort__accelerator=row.accelerator_id, created_at__gt=at - DAY
    )
    if today.count() + len(new) > MOST_A_DAY:
        raise InvitingRefused(
            _("An accelerator invites at most %(most)s in a day. Go on tomorrow.")
            % {"most": MOST_A_DAY}
        )
    CohortInvitation.objects.bulk_create(
        (
            CohortInvitation(
                cohort=row, email=one.email, name=one.name, language=language, wanted=mail,
                by_id=by.user_id, created_at=at, expires_at=at + lasts,
            )
            for one in new.values()
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    return len(new)


def must_be_open(cohort: Cohort) -> None:
    if cohort.closed_at is not None:
        raise InvitingRefused(_("This cohort is closed: nobody joins it any more."))


def worn_out(cohort: Cohort, emails: Collection[str], at: dt.datetime) -> set[str]:
    """The addresses among these that this cohort's accelerator invited too often in a day."""
    rows = CohortInvitation.objects.filter(
        cohort__accelerator=cohort.accelerator_id, email__in=list(emails), created_at__gt=at - DAY
    )
    count: dict[str, int] = {}
    for email in rows.values_list("email", flat=True):
        count[email] = count.get(email, 0) + 1
    return {email for email, number in count.items() if number >= MOST_TO_ONE}


@transaction.atomic
def send_once_more(
    *, invitation: CohortInvitation, lasts: dt.timedelta, by: Actor, at: dt.datetime
) -> None:
    """Mail it anew, with a new link and a new end; every earlier link ends now, and none that had
    expired lives again. InvitingRefused where it was used up."""
    row = _waiting(invitation, by)
    row.wanted, row.mail, row.sent_at, row.failed = True, None, None, ""
    row.expires_at, row.token_hash = at + lasts, None
    row.save(update_fields=["wanted", "mail", "sent_at", "failed", "expires_at", "token_hash"])
    row.reminded.update(token_hash=None)


@transaction.atomic
def new_link(*, invitation: CohortInvitation, by: Actor, at: dt.datetime) -> str:
    """Another link to hand over by hand; its token, this once. Every earlier one ends."""
    row = _waiting(invitation, by)
    if row.expires_at <= at:
        raise InvitingRefused(_("It has expired. Send it once more first."))
    token = secrets.token_urlsafe(32)
    row.token_hash, row.wanted = hash_token(token), False
    row.save(update_fields=["token_hash", "wanted"])
    row.reminded.update(token_hash=None)
    return token


@transaction.atomic
def withdraw(*, invitation: CohortInvitation, by: Actor, at: dt.datetime) -> None:
    """End it; its links open nothing any more."""
    row = _waiting(invitation, by)
    note_erased(kind=Erased.LINK, keys=[row.pk], at=at)
    row.withdrawn_at, row.wanted = at, False
    row.save(update_fields=["withdrawn_at", "wanted"])


@transaction.atomic
def expire(*, invitation: CohortInvitation, by: Actor, at: dt.datetime) -> None:
    """Let it run out now; it can be sent once more."""
    row = _waiting(invitation, by)
    row.expires_at, row.wanted = min(row.expires_at, at), False
    row.save(update_fields=["expires_at", "wanted"])


def _waiting(invitation: CohortInvitation, by: Actor) -> CohortInvitation:
    """The invitation, locked, of a cohort that this manager still has."""
    cohort = held(invitation.cohort, by)
    must_be_open(cohort)
    rows = CohortInvitation.objects.select_for_update(of=("self",))
    row: CohortInvitation = rows.get(pk=invitation.pk, cohort=cohort)
    if row.enrolled_at is not None or row.withdrawn_at is not None:
        raise InvitingRefused(_("This invitation was used or withdrawn meanwhile."))
    return row


# ---------------------------------------------------------------- links for many


@transaction.atomic
def make_join_link(
    *, cohort: Cohort, most: int, lasts: dt.timedelta, by: Actor, at: dt.datetime
) -> tuple[JoinLink, str]:
    """A link by which so many may join; its token, this once."""
    row = held(cohort, by)
    must_be_open(row)
    token = secrets.token_urlsafe(32)
    link = JoinLink.objects.create(
        cohort=row, token_hash=hash_token(token), by_id=by.user_id, created_at=at,
        expires_at=at + lasts, most=min(most, MOST_JOINING),
    )  # fmt: skip
    return link, token


@transaction.atomic
def renew_join_link(*, link: JoinLink, by: Actor, at: dt.datetime) -> str:
    """Another address for it, with the same end and what is left of its limit; the old one ends."""
    row = _link(link, by)
    if row.revoked_at is not None or row.expires_at <= at:
        raise InvitingRefused(_("This link has ended. Make another one."))
    token = secrets.token_urlsafe(32)
    row.token_hash = hash_token(token)
    row.save(update_fields=["token_hash"])
    return token


@transaction.atomic
def end_join_link(*, link: JoinLink, by: Actor, at: dt.datetime) -> None:
    """Nobody joins by it any more."""
    row = _link(link, by)
    note_erased(kind=Erased.LINK, keys=[row.pk], at=at)
    row.revoked_at = row.revoked_at or at
    row.save(update_fields=["revoked_at"])


def _link(link: JoinLink, by: Actor) -> JoinLink:
    cohort = held(link.cohort, by)
    row: JoinLink = JoinLink.objects.select_for_update(of=("self",)).get(pk=link.pk, cohort=cohort)
    return row
