"""Whether one wants to be compared, and making a round's benchmark. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from questionnaire.cohort.aggregate import POSTURES
from questionnaire.cohort.benchmark.figures import Behind, lines
from questionnaire.cohort.benchmark.models import BenchmarkLine, BenchmarkRelease, BenchmarkWord
from questionnaire.cohort.models import Cohort, Consent, Enrolment, Round
from questionnaire.cohort.standing.models import Standing
from questionnaire.cohort.standing.queries import places
from questionnaire.people.actor import Actor
from questionnaire.people.models import VentureMember
from questionnaire.vocabulary import VentureRole

BATCH = 2000


@transaction.atomic
def say_word(*, enrolment: Enrolment, agrees: bool, by: Actor, at: dt.datetime) -> None:
    """From the next round on the venture's shared numbers count for the others, and it is told
    where it stands; or neither. The same again changes nothing. Enrolment.DoesNotExist for whoever
    may not, or once it left."""
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    row = Enrolment.objects.writable_by(by).present().get(pk=enrolment.pk)
    if agreed(row) is not agrees:
        BenchmarkWord.objects.create(enrolment=row, agrees=agrees, by_id=by.user_id, at=at)


def agreed(enrolment: Enrolment) -> bool:
    """Whether a venture wants to be compared in this cohort; leaving it ends that."""
    return _words().filter(enrolment=enrolment, agrees=True).exists()


def _words() -> QuerySet[BenchmarkWord]:
    """What each venture said last, since it joined: whoever left and comes back is asked anew."""
    left = Consent.objects.filter(enrolment=OuterRef("enrolment"), leaving=True).order_by("-pk")
    later = BenchmarkWord.objects.filter(enrolment=OuterRef("enrolment"), pk__gt=OuterRef("pk"))
    said = BenchmarkWord.objects.annotate(left_at=Subquery(left.values("at")[:1]))
    stays = Q(left_at__isnull=True) | Q(at__gt=F("left_at"))
    return said.filter(stays, ~Exists(later))


def release_due(*, at: dt.datetime) -> int:
    """Make the benchmark of every round that has closed and has none; how many were made."""
    today = timezone.localdate(at)
    due = Round.objects.filter(closes_on__lt=today, benchmark__isnull=True)
    return sum(
        _release(cohort, chosen, at)
        for chosen, cohort in due.order_by("closes_on", "pk").values_list("pk", "cohort_id")
    )


@transaction.atomic
def _release(cohort: uuid.UUID, chosen: uuid.UUID, at: dt.datetime) -> bool:
    """One round's, once: whoever comes second finds it made."""
    row = Cohort.objects.select_for_update().get(pk=cohort)
    if BenchmarkRelease.objects.filter(round=chosen).exists():
        return False
    measures = {name: name for name in ("lean", *POSTURES)} | places(row.edition_id).scores
    values, enrolments = _values(row, chosen, measures)
    made: list[BenchmarkLine] = []
    behind: dict[str, int] = {}
    for measure, shown in values.items():
        told = lines(shown, _earlier(enrolments, measure))
        behind |= {measure: len(told)} if any(not one.withheld for one in told.values()) else {}
        made += [
            BenchmarkLine(
                enrolment_id=enrolments[key], round_id=chosen, measure=measure, own=line.own,
                others=line.others, lower=line.lower, median=line.median, upper=line.upper,
                percentile=line.percentile, withheld=line.withheld,
            )
            for key, line in told.items()
        ]  # fmt: skip
    BenchmarkRelease.objects.create(round_id=chosen, at=at, behind=behind)
    BenchmarkLine.objects.bulk_create(made, batch_size=BATCH)
    return True


def _values(
    cohort: Cohort, chosen: uuid.UUID, measures: Mapping[str, str]
) -> tuple[dict[str, dict[uuid.UUID, int]], dict[uuid.UUID, uuid.UUID]]:
    """measure -> venture -> points, of those that agree and share the number; and the enrolment of
    each venture.

    Only ventures that somebody owns by an account, and one of each owner: whoever can make up
    ventures at will could surround another one with values of their own.
    """
    owners = _one_of_each_owner(cohort)
    rows = Standing.objects.filter(
        cohort=cohort, round=chosen, enrolment__in=_words().filter(agrees=True).values("enrolment")
    ).values_list("enrolment_id", "enrolment__venture_id", *measures.values())
    found: dict[str, dict[uuid.UUID, int]] = {name: {} for name in measures}
    enrolments: dict[uuid.UUID, uuid.UUID] = {}
    for enrolment, venture, *points in rows.iterator(chunk_size=BATCH):
        if venture not in owners:
            continue
        enrolments[venture] = enrolment
        for name, value in zip(measures, points, strict=True):
            if value is not None:
                found[name][venture] = value
    return found, enrolments


def _one_of_each_owner(cohort: Cohort) -> set[uuid.UUID]:
    """The ventures of a cohort that count: the first of each owner; none that nobody owns."""
    owners = VentureMember.objects.filter(
        role=VentureRole.OWNER, venture__enrolments__cohort=cohort,
        venture__enrolments__revoked_at__isnull=True,
    ).order_by("venture__created_at", "venture_id")  # fmt: skip
    taken: dict[int, uuid.UUID] = {}
    held: dict[uuid.UUID, set[int]] = {}
    for user, venture in owners.values_list("user_id", "venture_id"):
        taken.setdefault(user, venture)
        held.setdefault(venture, set()).add(user)
    return {one for one, users in held.items() if all(taken[user] == one for user in users)}


def _earlier(ventures: Collection[uuid.UUID], measure: str) -> list[Behind[uuid.UUID]]:
    """What stood behind a measure wherever it was told to any of these ventures: in the rounds
    before, and in other cohorts."""
    told = BenchmarkLine.objects.filter(
        measure=measure, withheld="", enrolment__venture__in=list(ventures)
    ).values("round")
    found = []
    for release in BenchmarkRelease.objects.filter(round__in=told).order_by("pk"):
        rows = BenchmarkLine.objects.filter(round=release.round_id, measure=measure)
        known = dict(rows.values_list("enrolment__venture_id", "own"))
        found.append(Behind(known, release.behind.get(measure, len(known)) - len(known)))
    return found
