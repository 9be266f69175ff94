"""What a venture does about a cohort: share, share less, leave. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils import timezone

from questionnaire.cohort.disclosure import NOTHING, Disclosure, columns_of, read_disclosure
from questionnaire.cohort.models import Consent, Enrolment
from questionnaire.cohort.standing.actions import stand_enrolment
from questionnaire.erasure.actions import note_erased
from questionnaire.erasure.models import Erased
from questionnaire.people.actor import Actor
from questionnaire.vocabulary import CONSENT_VERSION


class HasLeft(Exception):
    """The venture left this cohort; it comes back only by a new invitation."""


@contextmanager
def held(enrolment: Enrolment) -> Iterator[dt.datetime]:
    """Inside, nobody else changes what it shares; and the moment from which that is so. One of
    before the wait for others would lie before what was read meanwhile, which the founder would
    never be told."""
    with transaction.atomic():
        list(Enrolment.objects.select_for_update().filter(pk=enrolment.pk).values_list("pk"))
        yield timezone.now()


@transaction.atomic
def share(*, enrolment: Enrolment, shared: Disclosure, by: Actor, at: dt.datetime) -> None:
    """Share this from now on and nothing else; NOTHING takes the consent back.

    The same again, in the same words, changes nothing. Raises HasLeft; ValueError for a part
    without what it stands on; Enrolment.DoesNotExist for whoever may not.
    """
    if shared.lacking:
        raise ValueError(f"shared without what it stands on: {shared.lacking}")
    row = _present(enrolment, by)
    consents = row.consented_at is not None
    again = read_disclosure(vars(row)) == shared and consents is bool(shared)
    if again and (not consents or row.text_version == CONSENT_VERSION):
        return
    if consents and read_disclosure(vars(row)).beyond(shared):
        note_erased(kind=Erased.CONSENT, keys=[row.pk], at=at)
    _keep(row, shared, at if shared else None)
    Consent.objects.create(
        enrolment=row, by_id=by.user_id, at=at, text_version=CONSENT_VERSION, **columns_of(shared)
    )
    stand_enrolment(enrolment=row.pk)


@transaction.atomic
def leave(*, enrolment: Enrolment, by: Actor, at: dt.datetime) -> None:
    """Leave the cohort: from now on its accelerator sees nothing of the venture. Raises HasLeft."""
    row = _present(enrolment, by)
    note_erased(kind=Erased.PLACE, keys=[row.pk], at=at)
    _take_back(row, at=at, leaving=True, by=by.user_id)


@transaction.atomic
def take_back_again(*, enrolment: uuid.UUID, leaving: bool, at: dt.datetime) -> bool:
    """After a restore: what its venture shared less of, or left, since the backup was made. Nothing
    is shared until it says so anew; whether there was anything to do."""
    here = Enrolment.objects.select_for_update().filter(pk=enrolment, revoked_at__isnull=True)
    row = here.first()
    if row is None or row.consents.filter(at__gte=at).exists():
        return False  # the backup knows it
    if not leaving and row.consented_at is None:
        return False
    _take_back(row, at=at, leaving=leaving, by=None)
    return True


def _take_back(row: Enrolment, *, at: dt.datetime, leaving: bool, by: int | None) -> None:
    row.revoked_at = at if leaving else None
    _keep(row, NOTHING, None)
    Consent.objects.create(
        enrolment=row, leaving=leaving, by_id=by, at=at, text_version=CONSENT_VERSION
    )
    stand_enrolment(enrolment=row.pk)


def _keep(row: Enrolment, shared: Disclosure, since: dt.datetime | None) -> None:
    columns = columns_of(shared)
    for name, value in columns.items():
        setattr(row, name, value)
    row.consented_at, row.text_version = since, CONSENT_VERSION
    row.save(update_fields=[*columns, "consented_at", "text_version", "revoked_at"])


def _present(enrolment: Enrolment, by: Actor) -> Enrolment:
    """The row, locked, so that of two changes at once each is recorded as it was made.

    Enrolment.DoesNotExist for whoever may not decide about it (any more).
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    row: Enrolment = Enrolment.objects.writable_by(by).get(pk=enrolment.pk)
    if row.revoked_at is not None:
        raise HasLeft
    return row
