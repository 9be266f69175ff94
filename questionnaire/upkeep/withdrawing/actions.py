"""What was taken back since a backup was made is taken back once more after it was restored."""

from __future__ import annotations

import datetime as dt
import uuid

from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink, OptOut
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.sharing.actions import take_back_again
from questionnaire.erasure.actions import Line
from questionnaire.erasure.models import Erased
from questionnaire.people.models import (
    AcceleratorInvitation,
    AccessToken,
    Grant,
    Invitation,
)


def take_back(line: Line) -> bool:
    """Whether there was anything to do. Once more does nothing more."""
    if line.kind in (Erased.OPT_OUT, Erased.OPT_IN):
        cohort, _, hashed = line.key.partition(" ")
        return _remind(uuid.UUID(cohort), hashed, line)
    key = uuid.UUID(line.key)
    if line.kind == Erased.LINK:
        return _end(key, line.at)
    return take_back_again(enrolment=key, leaving=line.kind == Erased.PLACE, at=line.at)


def _end(key: uuid.UUID, at: dt.datetime) -> bool:
    """Whatever link or token has this id."""
    kinds = (Grant, JoinLink, AccessToken, Invitation, AcceleratorInvitation)
    live = (kind.objects.filter(pk=key, revoked_at__isnull=True) for kind in kinds)
    ended = sum(rows.update(revoked_at=at) for rows in live)
    asked = CohortInvitation.objects.waiting().filter(pk=key)
    return bool(ended + asked.update(withdrawn_at=at, wanted=False))


def _remind(cohort: uuid.UUID, hashed: str, line: Line) -> bool:
    told = OptOut.objects.filter(cohort=cohort, email_hash=hashed)
    if line.kind == Erased.OPT_IN:
        return bool(told.filter(at__lte=line.at).delete()[0])
    if told.exists() or not Cohort.objects.filter(pk=cohort).exists():
        return False
    OptOut.objects.create(cohort_id=cohort, email_hash=hashed, at=line.at)
    return True
