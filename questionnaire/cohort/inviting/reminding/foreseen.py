"""Whom a reminder would go to among those invited, and why not to the others; nothing is written.

Never of ventures that have joined: who of those has sent is theirs to tell.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from questionnaire.cohort.inviting.models import CohortInvitation
from questionnaire.cohort.inviting.querysets import BY_HAND, UNDELIVERED
from questionnaire.cohort.inviting.reminding.actions import outcome_of, reminded_lately
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.vocabulary import RemindedAs


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many invited people get a reminder, and how many do not for which reason."""

    mailed: int
    lately: int
    opted_out: int
    by_hand: int
    undelivered: int
    expired: int


def foreseen(cohort: Cohort, actor: Actor, at: dt.datetime) -> Foreseen:
    """What would come of one that goes out now. Five queries, whatever their number."""
    of_cohort = CohortInvitation.objects.managed_by(actor).filter(cohort=cohort)
    rows = of_cohort.mailed_to(at)
    opted_out = set(cohort.opt_outs.values_list("email_hash", flat=True))
    said = dict.fromkeys(RemindedAs, 0)
    for one in reminded_lately(rows, at).only("email", "created_at").iterator():
        said[outcome_of(one, one.email, opted_out, at)] += 1
    live = of_cohort.live(at)
    return Foreseen(
        mailed=said[RemindedAs.MAILED],
        lately=said[RemindedAs.LATELY],
        opted_out=said[RemindedAs.OPTED_OUT],
        by_hand=live.filter(BY_HAND).count(),
        undelivered=live.filter(UNDELIVERED).count(),
        expired=of_cohort.waiting().filter(expires_at__lte=at).count(),
    )
