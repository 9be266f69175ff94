"""What a venture does about a cohort: share, share less, leave. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from questionnaire.cohort.models import Consent, Enrolment
from questionnaire.people.actor import Actor


class HasLeft(Exception):
    """The venture left this cohort; it comes back only by a new invitation."""


@transaction.atomic
def share(*, enrolment: Enrolment, categories: Sequence[str], by: Actor, at: dt.datetime) -> None:
    """Share these categories from now on and no others; none takes the consent back.

    The same again changes nothing. Raises HasLeft; Enrolment.DoesNotExist for whoever may not.
    """
    row = _present(enrolment, by)
    wanted, consents = sorted(set(categories)), row.consented_at is not None
    if sorted(row.categories) == wanted and consents is bool(wanted):
        return
    row.categories, row.consented_at = wanted, at if wanted else None
    row.save(update_fields=["categories", "consented_at"])
    Consent.objects.create(enrolment=row, categories=wanted, by_id=by.user_id, at=at)


@transaction.atomic
def leave(*, enrolment: Enrolment, by: Actor, at: dt.datetime) -> None:
    """Leave the cohort: from now on its accelerator sees nothing of the venture. Raises HasLeft."""
    row = _present(enrolment, by)
    row.categories, row.consented_at, row.revoked_at = [], None, at
    row.save(update_fields=["categories", "consented_at", "revoked_at"])
    Consent.objects.create(enrolment=row, categories=[], leaving=True, by_id=by.user_id, at=at)


def _present(enrolment: Enrolment, by: Actor) -> Enrolment:
    """The row, locked, so that of two changes at once each is recorded as it was made.

    Enrolment.DoesNotExist for whoever may not decide about it (any more).
    """
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    row: Enrolment = Enrolment.objects.writable_by(by).get(pk=enrolment.pk)
    if row.revoked_at is not None:
        raise HasLeft
    return row
