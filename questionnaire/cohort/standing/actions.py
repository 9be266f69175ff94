"""Standings made anew wherever something changes that they say; in its transaction, under a lock.

Every writer takes the enrolments' own rows first, so that of two at once the second sees what the
first stored: a consent that was taken back is never written over by a report that was just sent.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet
from django_tasks import task

from questionnaire.assessment.models import Assessment
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.standing.fresh import fresh_standings
from questionnaire.cohort.standing.models import Standing
from questionnaire.decision.actions import send_and_watch
from questionnaire.people.actions import rename_venture
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture
from questionnaire.report.models import Report

BATCH = 500


@transaction.atomic
def send_and_stand(*, assessment: Assessment, at: dt.datetime) -> Report:
    """Send the answers with all that follows from it, and what the venture's accelerators see of
    them; all or nothing. Raises NotOpen."""
    report = send_and_watch(assessment=assessment, at=at)
    stand_venture(venture=assessment.venture_id)
    return report


@transaction.atomic
def rename_and_stand(*, venture: Venture, name: str, stage: str, by: Actor) -> None:
    """Give a venture another name or stage, everywhere. Venture.DoesNotExist for whoever may
    not."""
    rename_venture(venture=venture, name=name, stage=stage, by=by)
    stand_venture(venture=venture.pk)


@transaction.atomic
def stand_venture(*, venture: uuid.UUID) -> None:
    """Make the standings of a venture anew in every cohort. One query where it is in none."""
    _stand(_locked(Enrolment.objects.filter(venture_id=venture)))


@transaction.atomic
def stand_enrolment(*, enrolment: uuid.UUID) -> None:
    """Make an enrolment's standings anew: it began, shares something else, or left."""
    _stand(_locked(Enrolment.objects.filter(pk=enrolment)))


def stand_cohort(*, cohort: uuid.UUID) -> int:
    """Make a cohort's standings anew, batch by batch: its rounds or its edition were changed. How
    many were other than they had to be."""
    differed = 0
    for ids in _ids(Enrolment.objects.filter(cohort_id=cohort)):
        differed += _mend(ids)
    return differed


def stand_cohort_soon(*, cohort: uuid.UUID) -> None:
    """The same at once where it is quick, else by the worker once what changed is stored."""
    if Enrolment.objects.filter(cohort_id=cohort).count() <= BATCH:
        stand_cohort(cohort=cohort)
    else:
        transaction.on_commit(lambda: stand_cohort_later.enqueue(str(cohort)))


@task()
def stand_cohort_later(cohort: str) -> None:
    """What the worker does about it."""
    stand_cohort(cohort=uuid.UUID(cohort))


def stand_everything() -> tuple[int, int]:
    """Make every standing anew; how many there are, and how many were other than they had to be."""
    differed = sum(stand_cohort(cohort=pk) for pk in Cohort.objects.values_list("pk", flat=True))
    return Standing.objects.count(), differed


def _locked(enrolments: QuerySet[Enrolment]) -> list[uuid.UUID]:
    rows = enrolments.select_for_update().order_by("pk").values_list("pk", flat=True)
    return list(rows)


def _stand(ids: Sequence[uuid.UUID]) -> None:
    if ids:
        made = list(fresh_standings(ids))
        Standing.objects.filter(enrolment__in=ids).delete()
        Standing.objects.bulk_create(made)


@transaction.atomic
def _mend(ids: Sequence[uuid.UUID]) -> int:
    """Write those that differ; how many did, those too many among them."""
    ids = _locked(Enrolment.objects.filter(pk__in=ids))
    stored = {
        (one.enrolment_id, one.round_id): one for one in Standing.objects.filter(enrolment__in=ids)
    }
    wrong, right = [], []
    for made in fresh_standings(ids):
        known = stored.pop((made.enrolment_id, made.round_id), None)
        if known is None or _said(known) != _said(made):
            right.append(made)
            wrong += [known.pk] if known else []
    Standing.objects.filter(pk__in=[*wrong, *(one.pk for one in stored.values())]).delete()
    Standing.objects.bulk_create(right)
    return len(right) + len(stored)


def _said(one: Standing) -> list[object]:
    fields = [field.attname for field in Standing._meta.concrete_fields if not field.primary_key]
    values = [getattr(one, name) for name in fields]
    return [bytes(value) if isinstance(value, memoryview) else value for value in values]


def _ids(enrolments: QuerySet[Enrolment]) -> Iterator[list[uuid.UUID]]:
    found = enrolments.order_by("pk").values_list("pk", flat=True)
    everyone = list(found)
    for start in range(0, len(everyone), BATCH):
        yield everyone[start : start + BATCH]
