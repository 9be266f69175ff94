"""What a venture shares with one cohort, as plain values; and who of the accelerator read it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from questionnaire.assessment.joined import SAID, Consented, Joined, category_names, joined, said_of
from questionnaire.assessment.models import Assessment
from questionnaire.cohort.models import Enrolment, Opening
from questionnaire.keeping import LOOK_DAYS
from questionnaire.people.actor import Actor

MOST_TOLD = 100
MAY_TAKE = dt.timedelta(seconds=60)
"""How long a page may take (``timeout`` of fmassess/serving.py). A look is written down before its
page is read, and a change of what is shared holds a moment after its own: so what was looked at
this close to a change may have shown either, and is told."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody of the accelerator read within an hour; by is empty once that account is gone.
    program: what its access token is called, where it was a program. revision: of the report that
    was read, None for the cohort's page. first_alone: later times within the hour were not kept."""

    first: dt.datetime
    last: dt.datetime
    times: int
    first_alone: bool
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
    kept_days: int = LOOK_DAYS


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
    """The last readings: of the venture's report, and of the cohort's page while it may have
    shown something of the venture."""
    shared = Q(pk__in=())
    for since, until in _spans(enrolment, said):
        within = Q(at__gte=since - MAY_TAKE) & (Q(at__lt=until + MAY_TAKE) if until else Q())
        shared |= Q(enrolment__isnull=True, cohort_id=enrolment.cohort_id) & within
    rows = Opening.objects.visible_to(actor).filter(Q(enrolment=enrolment) | shared)
    for row in rows.by_the_hour()[: MOST_TOLD + 1]:
        yield Seen(
            first=row["first"], last=row["last"], times=row["times"],
            first_alone=row["first_alone"] > 0, by=row["by__name"] or row["by__email"] or "",
            program=row["token__name"] or "", revision=row["report__submission__revision"],
            sent_at=row["report__submission__sent_at"],
        )  # fmt: skip


def _spans(
    enrolment: Enrolment, said: Sequence[Consented]
) -> Iterator[tuple[dt.datetime, dt.datetime | None]]:
    """From when until when anything was shared; until now where there is no end. said: the newest
    first."""
    if not said and enrolment.consented_at is not None:
        yield enrolment.consented_at, None
    since: dt.datetime | None = None
    for one in reversed(said):
        if one.nothing and since is not None:
            yield since, one.at
        since = None if one.nothing else since or one.at
    if since is not None:
        yield since, None
