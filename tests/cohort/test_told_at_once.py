"""What is shared is told: somebody looks at the very moment in which a venture changes it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone

from questionnaire.cohort.disclosure import with_answers
from questionnaire.cohort.models import Cohort, Consent, Enrolment, Opening
from questionnaire.cohort.pack.actions import take_pack_step
from questionnaire.cohort.pack.models import Pack
from questionnaire.cohort.sharing.actions import share
from questionnaire.people.actions import erase_venture
from tests.cohort.rooms import ALL, enrol
from tests.cohort.test_sharing import Both

pytestmark = pytest.mark.django_db(transaction=True)
BEGUN = 0.4
"""Seconds after which a request that was begun waits for what is held here."""


@contextmanager
def waiting(work: Callable[[], object]) -> Iterator[None]:
    """The work begins on a connection of its own, inside; it ends after whatever is held here."""
    ended: list[object] = []

    def run() -> None:
        try:
            ended.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        list(Cohort.objects.select_for_update().values_list("pk"))
        list(Enrolment.objects.select_for_update().values_list("pk"))
        thread.start()
        time.sleep(BEGUN)
        assert ended == []
        yield
    thread.join(20)
    assert len(ended) == 1


def test_a_page_that_was_asked_for_just_before_sharing_and_shows_it_is_told() -> None:
    both = Both([])
    Enrolment.objects.update(consented_at=None)
    shown: list[str] = []
    with waiting(lambda: shown.extend(both.states())):
        share(enrolment=both.enrolment, shared=with_answers(ALL), by=both.owner, at=timezone.now())
    assert shown == ["Submitted"]
    assert Opening.objects.get().at < Consent.objects.get().at
    [one] = both.founder.get(both.page).context["page"].seen
    assert (one.times, one.revision) == (1, None)


@pytest.mark.parametrize("way", ["shares", "leaves"])
def test_what_was_read_while_taking_it_back_waited_lies_before_it_and_is_told(way: str) -> None:
    both = Both([])
    share(enrolment=both.enrolment, shared=with_answers(ALL), by=both.owner, at=timezone.now())
    with waiting(getattr(both, way)):
        assert both.states() == ["Submitted"]
    assert Opening.objects.get().at < Consent.objects.latest("pk").at
    assert len(both.founder.get(both.page).context["page"].seen) == 1


def test_whoever_fetches_a_pack_while_one_of_it_is_erased_gets_the_others() -> None:
    both = Both()
    other = enrol(both.cohort, "almendra-speech")
    both.reviewer.post(f"/cohorts/{both.cohort.pk}/packs/")
    while take_pack_step(at=timezone.now()):
        pass
    address = f"/cohorts/{both.cohort.pk}/packs/{Pack.objects.get().pk}.zip"
    [answer] = _erased_meanwhile(both, address)
    assert (answer.status_code, answer["X-Row-Count"]) == (200, "1")
    assert [one.enrolment_id for one in Opening.objects.all()] == [other.pk]


def test_a_report_that_is_erased_while_it_is_asked_for_is_nothing_there_and_no_fault() -> None:
    both = Both()
    [answer] = _erased_meanwhile(both, f"/cohorts/{both.cohort.pk}/{both.enrolment.pk}/")
    assert (answer.status_code, Opening.objects.count()) == (404, 0)
    assert "There is nothing here" in answer.content.decode()


def _erased_meanwhile(both: Both, address: str) -> list[HttpResponse]:
    """What is answered: the venture is found, and gone before it is written down as read."""
    answers: list[HttpResponse] = []
    with waiting(lambda: answers.append(both.reviewer.get(address))):
        erase_venture(venture=both.enrolment.venture, by=both.owner)
    return answers
