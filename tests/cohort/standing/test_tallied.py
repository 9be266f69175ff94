"""What is counted already is what there is to count, whoever wrote it and however."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from questionnaire.cohort.aggregate import POSTURES
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.standing.actions import stand_cohort, stand_enrolment
from questionnaire.cohort.standing.counting import (
    by_round,
    counted,
    counted_bits,
    in_fields,
    pairs,
    whole,
)
from questionnaire.cohort.standing.models import Standing, Tally
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.reading import standings
from questionnaire.cohort.standing.tallied import (
    TIDY,
    bits_from,
    counted_from,
    courses_from,
    fields_from,
    sums,
    tidy,
    whole_from,
)
from questionnaire.migrations import _tallies
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from tests.cohort.rooms import room
from tests.cohort.standing.crowds import crowd
from tests.factories import NOW, make_round, make_user, make_venture_member


def holds(cohort: Cohort) -> None:
    """Everything that is told of a cohort, in every round and now, by both ways."""
    order = places(cohort.edition_id)
    for chosen in (None, *cohort.rounds.all()):
        here = chosen.pk if chosen else None
        rows = standings(cohort, chosen)
        found = sums(cohort.pk, here, (), against="safety", courses=True)
        assert whole_from(found, here) == whole(rows)
        assert counted_from(found, here, order) == counted(rows, order)
        assert bits_from(found, here, order) == counted_bits(rows, order)
        for posture in POSTURES:
            drawn = sums(cohort.pk, here, (), against=posture, courses=False)
            assert fields_from(drawn, here, posture) == in_fields(pairs(rows, posture))
        every = by_round(cohort.standings.all())
        assert courses_from(found) == {key: counts for key, counts in every.items() if counts}


@pytest.mark.django_db
def test_every_write_is_counted_in_the_same_moment() -> None:
    cohort, _ = room()
    make_round(cohort=cohort, opens_on=NOW.date() - dt.timedelta(days=9),
               closes_on=NOW.date() - dt.timedelta(days=3))  # fmt: skip
    crowd(cohort, 25, 5)
    holds(cohort)
    first, second, *_ = cohort.enrolments.order_by("pk")
    owner = make_user()
    make_venture_member(venture=first.venture, user=owner)
    erase_venture(venture=first.venture, by=Actor(user_id=owner.pk, at=NOW))  # by cascade
    Standing.objects.filter(enrolment=second).update(safety=99, lean=-100, tensions=0)
    holds(cohort)
    stand_cohort(cohort=cohort.pk)
    holds(cohort)
    cohort.rounds.all().delete()
    holds(cohort)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Standing.objects.all().delete()
        raise ZeroDivisionError
    holds(cohort)
    Standing.objects.all().delete()
    holds(cohort)
    assert sums(cohort.pk, None, (), against="safety", courses=False) == {}


@pytest.mark.django_db
def test_what_was_there_before_is_counted_by_the_migration(monkeypatch: Any) -> None:
    cohort, _ = room()
    make_round(cohort=cohort)
    crowd(cohort, 12, 6)
    Tally.objects.all().delete()
    _tallies.count_all(None, SimpleNamespace(connection=connection))
    holds(cohort)
    monkeypatch.setattr("questionnaire.cohort.standing.tallied.MOST_FRESH", 3)
    before = Tally.objects.count()
    stand_cohort(cohort=cohort.pk)
    for one in cohort.enrolments.all():
        stand_enrolment(enrolment=one.pk)
    assert tidy() == (1 if connection.vendor == "postgresql" else 0)
    assert tidy() == 0
    holds(cohort)
    assert not Tally.objects.filter(fresh=True).exists()
    assert Tally.objects.exclude(n=0).count() == before


def at_once(*works: Callable[[], None]) -> list[BaseException]:
    """Each in a thread of its own with a connection of its own; what went wrong."""
    faults: list[BaseException] = []

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.django_db(transaction=True)
def test_adding_up_beside_writers_and_others_that_add_up_loses_nothing() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer and adds nothing up")
    cohort, _ = room()
    crowd(cohort, 6, 7)

    def writes(ids: list[Any]) -> None:
        for one in 4 * ids:
            stand_enrolment(enrolment=one)

    def adds_up() -> None:
        for _ in range(30):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(TIDY, [cohort.pk])

    ids = [one.pk for one in cohort.enrolments.all()]
    assert at_once(partial(writes, ids[:3]), partial(writes, ids[3:]), adds_up, adds_up) == []
    holds(cohort)
