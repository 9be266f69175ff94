"""What a venture shares with one cohort, as plain values; and who of the accelerator read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from questionnaire.assessment.joined import SAID, Consented, Joined, category_names, joined, said_of
from questionnaire.assessment.models import Assessment
from questionnaire.cohort.models import Enrolment, Opening
from questionnaire.people.actor import Actor

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Seen:
    """A reading by somebody of the accelerator; by is empty once that account is gone. program:
    what its access token is called, where it was a program. revision: of the report that was
    read, None for the cohort's page."""

    at: dt.datetime
    by: str
    program: str
    revision: int | None
    sent_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class SharingPage:
    """One cohort of the venture, everything that was agreed to there and who read it, the newest
    first."""

    venture: str
    now: Joined
    said: tuple[Consented, ...]
    seen: tuple[Seen, ...]
    more: bool


def sharing_page(found: Assessment, enrolment: Enrolment, actor: Actor) -> SharingPage:
    """What is shared now, what was agreed to, and who read it. Three queries."""
    [now] = [one for one in joined(found) if one.id == enrolment.pk]
    names = category_names(found, enrolment.cohort.edition_id)
    rows = enrolment.consents.order_by("-pk").values(*SAID)
    said = tuple(said_of(row, names) for row in rows)
    seen = list(_seen(enrolment, actor, said))
    return SharingPage(
        venture=found.venture.name,
        now=now,
        said=said,
        seen=tuple(seen[:MOST_TOLD]),
        more=len(seen) > MOST_TOLD,
    )


def _seen(enrolment: Enrolment, actor: Actor, said: Sequence[Consented]) -> Iterator[Seen]:
    """The last readings: of the venture's report, and of the cohort's page while it shared."""
    here = Q(enrolment=enrolment) | Q(enrolment__isnull=True, cohort_id=enrolment.cohort_id)
    rows = Opening.objects.visible_to(actor).filter(here).order_by("-pk")
    columns = ("at", "by__name", "by__email", "token__name", "report__submission__revision",
               "report__submission__sent_at")  # fmt: skip
    for at, name, email, program, revision, sent_at in rows.values_list(*columns)[: 2 * MOST_TOLD]:
        if revision is not None or _shared_at(at, enrolment, said):
            yield Seen(at, name or email or "", program or "", revision, sent_at)


def _shared_at(at: dt.datetime, enrolment: Enrolment, said: Sequence[Consented]) -> bool:
    """Whether anything was shared then, or later in the hour for which a reading is recorded once.
    said: the newest first."""
    until = at.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
    if any(at < one.at < until and not one.nothing for one in said):
        return True
    standing = next((one for one in said if one.at <= at), None)
    if standing is not None:
        return not standing.nothing
    return enrolment.consented_at is not None and enrolment.consented_at <= at
