"""Whether one wants to be compared, and making a round's benchmark. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from questionnaire.cohort.aggregate import POSTURES
from questionnaire.cohort.benchmark.figures import Behind, lines
from questionnaire.cohort.benchmark.models import BenchmarkLine, BenchmarkRelease, BenchmarkWord
from questionnaire.cohort.models import Cohort, Enrolment, Round
from questionnaire.cohort.standing.fresh import places
from questionnaire.cohort.standing.models import Standing
from questionnaire.people.actor import Actor

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
    """Whether a venture wants to be compared in this cohort."""
    words = BenchmarkWord.objects.filter(enrolment=enrolment)
    last = words.order_by("-pk").first()
    return last is not None and last.agrees


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
    values = _values(chosen, measures)
    made: list[BenchmarkLine] = []
    behind: dict[str, int] = {}
    for measure, shown in values.items():
        told = lines(shown, _earlier(row, measure))
        behind |= {measure: len(told)} if any(not one.withheld for one in told.values()) else {}
        made += [
            BenchmarkLine(
                enrolment_id=key, round_id=chosen, measure=measure, own=line.own,
                others=line.others, lower=line.lower, median=line.median, upper=line.upper,
                percentile=line.percentile, withheld=line.withheld,
            )
            for key, line in told.items()
        ]  # fmt: skip
    BenchmarkRelease.objects.create(round_id=chosen, at=at, behind=behind)
    BenchmarkLine.objects.bulk_create(made, batch_size=BATCH)
    return True


def _values(chosen: uuid.UUID, measures: Mapping[str, str]) -> dict[str, dict[uuid.UUID, int]]:
    """measure -> enrolment -> points, of those that agree and share the number."""
    last = BenchmarkWord.objects.filter(enrolment=OuterRef("enrolment")).order_by("-pk")
    rows = (
        Standing.objects.filter(round=chosen)
        .annotate(agrees=Subquery(last.values("agrees")[:1]))
        .filter(agrees=True)
        .values_list("enrolment_id", *measures.values())
    )
    found: dict[str, dict[uuid.UUID, int]] = {name: {} for name in measures}
    for key, *points in rows.iterator(chunk_size=BATCH):
        for name, value in zip(measures, points, strict=True):
            if value is not None:
                found[name][key] = value
    return found


def _earlier(cohort: Cohort, measure: str) -> list[Behind[uuid.UUID]]:
    """Who stood behind the earlier rounds in which a measure was told."""
    found = []
    for release in BenchmarkRelease.objects.filter(round__cohort=cohort).order_by("pk"):
        if number := release.behind.get(measure):
            rows = BenchmarkLine.objects.filter(round=release.round_id, measure=measure)
            known = frozenset(rows.values_list("enrolment_id", flat=True))
            found.append(Behind(known, number - len(known)))
    return found
