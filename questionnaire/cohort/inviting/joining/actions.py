"""A founder's way into a cohort: looking, going on, joining with a venture, and no more reminders.
Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from questionnaire.assessment.actions import start_assessment
from questionnaire.assessment.models import Assessment
from questionnaire.bank.queries import current_edition
from questionnaire.cohort.disclosure import NOTHING, columns_of
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink, OptOut
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.standing.actions import stand_enrolment
from questionnaire.erasure.actions import note_erased
from questionnaire.erasure.models import Erased
from questionnaire.people.actions import IssuedGrant, hash_token
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture
from questionnaire.vocabulary import EditionStatus

OPT_OUT_SALT = "questionnaire.no-reminders.keyed"
PLAIN_SALT = "questionnaire.no-reminders"
"""Of mails that left before the hash had a key; theirs is given one when it is read."""


class Ended(Exception):
    """The invitation or link opens nothing (any more)."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """What a token leads to: a cohort, by an invitation or by a link for many."""

    cohort: Cohort
    invitation: CohortInvitation | None = None
    link: JoinLink | None = None

    @property
    def by(self) -> str:
        """Who invites, by the name that they gave themselves and never by their address; nobody on
        a link for many, which goes about in public, nor once that account is gone."""
        made = self.invitation
        return made.by.name if made is not None and made.by is not None else ""


def way_in(*, token: str, at: dt.datetime) -> WayIn | None:
    """What is behind a token; None for any other token. Two queries at most."""
    hashed = hash_token(token)
    invitation = (
        CohortInvitation.objects.live(at)
        .filter(_by(hashed))
        .select_related("cohort__accelerator", "cohort__edition", "by")
        .first()
    )
    if invitation is not None:
        return WayIn(invitation.cohort, invitation=invitation)
    links = JoinLink.objects.live(at).filter(token_hash=hashed)
    link = links.select_related("cohort__accelerator", "cohort__edition").first()
    return WayIn(link.cohort, link=link) if link is not None else None


def _by(hashed: str) -> Q:
    """By its own link, or by that of a reminder of it."""
    return Q(token_hash=hashed) | Q(reminded__token_hash=hashed)


def joined_by(*, token: str, actor: Actor) -> Enrolment | None:
    """What was joined by an invitation that is used up, for whoever may read that venture."""
    used = CohortInvitation.objects.filter(_by(hash_token(token)), enrolled_at__isnull=False)
    mine = Enrolment.objects.visible_to(actor).filter(pk__in=used.values("enrolment_id"))
    found: Enrolment | None = mine.first()
    return found


def note_opened(*, way: WayIn, at: dt.datetime) -> None:
    """That its page was looked at, the first time."""
    if way.invitation is not None:
        row = CohortInvitation.objects.filter(pk=way.invitation.pk, opened_at__isnull=True)
        row.update(opened_at=at)


def note_started(*, way: WayIn, at: dt.datetime) -> None:
    """That somebody went on from there, the first time."""
    if way.invitation is not None:
        row = CohortInvitation.objects.filter(pk=way.invitation.pk, started_at__isnull=True)
        row.update(started_at=at)


@transaction.atomic
def join_cohort(*, token: str, venture: uuid.UUID, by: Actor, at: dt.datetime) -> Enrolment:
    """Join with a venture that the actor owns; nothing is shared by it.

    A venture that left comes back the same way, and shares nothing either. Raises Ended;
    Venture.DoesNotExist for whoever may not decide for the venture.
    """
    Venture.objects.select_for_update().get(pk=venture)
    own = Venture.objects.erasable_by(by).get(pk=venture)
    way = way_in(token=token, at=at)
    if way is None:
        raise Ended
    known = Enrolment.objects.select_for_update(of=("self",))
    enrolment = known.filter(cohort=way.cohort, venture=own).first()
    if enrolment is not None and enrolment.revoked_at is None and way.link is not None:
        return enrolment  # it is in already; nothing of the limit is spent
    if enrolment is None:
        enrolment = Enrolment.objects.create(cohort=way.cohort, venture=own)
    elif enrolment.revoked_at is not None:
        for name, value in columns_of(NOTHING).items():
            setattr(enrolment, name, value)
        enrolment.revoked_at = enrolment.consented_at = None
        enrolment.save()
    _spend(way, enrolment, at)
    stand_enrolment(enrolment=enrolment.pk)
    return enrolment


def _spend(way: WayIn, enrolment: Enrolment, at: dt.datetime) -> None:
    """Use the invitation, or one of the link's times; locked first, so that of two at once each
    sees what the other left."""
    if way.invitation is not None:
        rows = CohortInvitation.objects.select_for_update(of=("self",))
        one = rows.get(pk=way.invitation.pk)
        if one.enrolled_at or one.withdrawn_at or one.expires_at <= at:
            raise Ended
        one.enrolled_at, one.enrolment, one.wanted = at, enrolment, False
        one.opened_at, one.started_at = one.opened_at or at, one.started_at or at
        one.save(update_fields=["enrolled_at", "enrolment", "wanted", "opened_at", "started_at"])
    if way.link is not None:
        link = JoinLink.objects.select_for_update(of=("self",)).get(pk=way.link.pk)
        if link.revoked_at or link.expires_at <= at or link.used >= link.most:
            raise Ended
        link.used += 1
        link.save(update_fields=["used"])


@transaction.atomic
def start_and_join(
    *,
    token: str,
    name: str,
    stage: str,
    by: Actor,
    at: dt.datetime,
    tell: Callable[[IssuedGrant], None] | None = None,
) -> tuple[Assessment, IssuedGrant | None, Enrolment]:
    """Begin a venture, with an account or as a guest, and join with it. Raises Ended."""
    way = way_in(token=token, at=at)
    if way is None:
        raise Ended
    assessment, issued = start_assessment(
        venture_name=name, stage=stage, edition_id=_edition(way.cohort), by=by.user_id, at=at,
        tell=tell,
    )  # fmt: skip
    holder = Actor(grant_ids=(issued.grant.pk,), at=at) if issued is not None else by
    enrolment = join_cohort(token=token, venture=assessment.venture_id, by=holder, at=at)
    return assessment, issued, enrolment


def _edition(cohort: Cohort) -> uuid.UUID:
    """The cohort's questions, or today's where those are offered no longer."""
    today = current_edition()
    if cohort.edition.status == EditionStatus.PUBLISHED or today is None:
        return cohort.edition_id
    return today.id


# ---------------------------------------------------------------- no more reminders


def hash_address(email: str) -> str:
    """An address as opting out remembers it."""
    return _keyed(hash_token(email.casefold()))


def _keyed(hashed: str) -> str:
    """With our key, so that nobody finds the address by trying addresses. Migration 0080
    does the same."""
    return salted_hmac(PLAIN_SALT, hashed, algorithm="sha256").hexdigest()


def opt_out_token(cohort: uuid.UUID, email: str) -> str:
    """What stands in a reminder's last line: signed, and it names nobody."""
    return signing.dumps([cohort.hex, hash_address(email)], salt=OPT_OUT_SALT)


def read_opt_out(token: str) -> tuple[Cohort, str] | None:
    """The cohort and the address's hash behind such a token; None where it is none of ours."""
    try:
        cohort, hashed = _said_in(token)
        found = Cohort.objects.select_related("accelerator").filter(pk=uuid.UUID(hex=cohort))
    except (signing.BadSignature, ValueError, TypeError):
        return None
    first = found.first()
    return (first, str(hashed)) if first is not None else None


def _said_in(token: str) -> tuple[str, str]:
    try:
        cohort, hashed = signing.loads(token, salt=OPT_OUT_SALT)
    except signing.BadSignature:
        cohort, plain = signing.loads(token, salt=PLAIN_SALT)
        hashed = _keyed(str(plain))
    return cohort, hashed


@transaction.atomic
def opt_out(*, cohort: Cohort, email_hash: str, at: dt.datetime) -> None:
    """No more reminders of this cohort to this address. Pressed twice, it is as if once."""
    if not OptOut.objects.filter(cohort=cohort, email_hash=email_hash).exists():
        note_erased(kind=Erased.OPT_OUT, keys=[f"{cohort.pk} {email_hash}"], at=at)
        row = OptOut(cohort=cohort, email_hash=email_hash, at=at)
        OptOut.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def opt_in(*, cohort: Cohort, email_hash: str, at: dt.datetime) -> None:
    """Take that back."""
    if OptOut.objects.filter(cohort=cohort, email_hash=email_hash).delete()[0]:
        note_erased(kind=Erased.OPT_IN, keys=[f"{cohort.pk} {email_hash}"], at=at)
