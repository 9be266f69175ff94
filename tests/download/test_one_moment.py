"""What is taken along is as it was at one moment; and the migration remembers earlier consents."""

from __future__ import annotations

import threading
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from questionnaire.cohort.models import Consent, Enrolment
from questionnaire.download.queries import one_moment
from questionnaire.migrations import _guards
from questionnaire.people.models import Venture
from tests.factories import NOW, make_enrolment, make_venture


@pytest.mark.django_db(transaction=True)
def test_a_save_meanwhile_is_not_half_in_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets nobody write meanwhile")
    make_venture()
    with one_moment():
        before = Venture.objects.count()
        other = threading.Thread(target=_another)
        other.start()
        other.join()
        assert Venture.objects.count() == before
    assert Venture.objects.count() == before + 1


def _another() -> None:
    make_venture()
    connection.close()


@pytest.mark.django_db
def test_consents_from_before_there_was_a_record_are_remembered() -> None:
    given, left = make_enrolment(categories=["team"]), make_enrolment(categories=["funding"])
    make_enrolment(consented_at=None, categories=[])
    Enrolment.objects.filter(pk=left.pk).update(revoked_at=NOW)
    folder = Path(_guards.__file__).parent
    [name] = [one.stem for one in folder.glob("*_own.py")]
    import_module(f"questionnaire.migrations.{name}").remember(apps, None)
    told = Consent.objects.values_list("enrolment", "categories", "leaving", "at", "by")
    assert sorted(told, key=repr) == sorted(
        [
            (given.pk, ["team"], False, NOW, None),
            (left.pk, ["funding"], False, NOW, None),
            (left.pk, [], True, NOW, None),
        ],
        key=repr,
    )
