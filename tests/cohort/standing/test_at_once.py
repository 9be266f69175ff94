"""A consent taken back at the moment of a sending: whoever is first, nothing is left to be seen."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from questionnaire.cohort.disclosure import NOTHING
from questionnaire.cohort.models import Enrolment
from questionnaire.cohort.pack.actions import ask_for_pack, take_pack_step
from questionnaire.cohort.pack.models import PackPart
from questionnaire.cohort.sharing.actions import share
from questionnaire.cohort.standing.actions import send_and_stand
from questionnaire.cohort.standing.models import Standing
from questionnaire.people.actor import Actor
from questionnaire.people.models import AcceleratorMember
from tests.api.test_reading import Program
from tests.cohort.rooms import ALL, enrol, room
from tests.factories import NOW, make_enrolment, make_venture_member
from tests.report.sent import answered

pytestmark = pytest.mark.django_db(transaction=True)
HELD = 0.4
"""Seconds that the first waits before it stores; the second has begun by then."""


def both(first: Callable[[], object], second: Callable[[], object]) -> None:
    """The first does its work and holds it; the second begins meanwhile; then both end."""
    done, failed = threading.Event(), []

    def run(work: Callable[[], object], *, leads: bool) -> None:
        try:
            if not leads:
                done.wait(20)
            with transaction.atomic():
                work()
                if leads:
                    done.set()
                    time.sleep(HELD)
        except Exception as found:
            failed.append(found)
        finally:
            done.set()
            connection.close()

    threads = [threading.Thread(target=run, args=[first], kwargs={"leads": True}),
               threading.Thread(target=run, args=[second], kwargs={"leads": False})]  # fmt: skip
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []


def test_what_is_taken_back_while_a_pack_is_made_is_in_no_file_and_no_program_reads_it() -> None:
    """The paper is set from what was shared at that moment; it is handed out by what is shared."""
    cohort, client = room()
    program = Program(cohort)
    gone, stays = (enrol(cohort, one, ["funding"]) for one in ("delta-soil", "kestrel-code"))
    owner = Actor(user_id=make_venture_member(venture=gone.venture).user_id, at=NOW)
    ids = [gone.pk, stays.pk]
    at = timezone.now()
    reader = Actor(user_id=AcceleratorMember.objects.exclude(user=program.manager).get().user_id,
                   at=at)  # fmt: skip
    pack = ask_for_pack(cohort=cohort, ventures=ids, language="en", by=reader, at=at)
    address = f"cohorts/{cohort.pk}/ventures/{gone.pk}/"
    assert program.read(address)["answers"]

    def take_back() -> None:
        share(enrolment=gone, shared=NOTHING, by=owner, at=NOW)

    both(take_back, lambda: take_pack_step(at=at))
    while take_pack_step(at=at):
        pass
    # PostgreSQL sets it from what stood then; SQLite's step waits, and finds nothing shared.
    made = PackPart.objects.filter(enrolment=gone).count()
    assert made == connection.features.has_select_for_update
    page = client.get(f"/cohorts/{cohort.pk}/packs/{pack.pk}.zip")
    names = zipfile.ZipFile(io.BytesIO(b"".join(page))).namelist()
    assert [name for name in names if name.endswith(".pdf")] == [
        f"001-{slugify(stays.venture.name)}.pdf"
    ]
    program.read(address, 404)
    listed = program.read(f"cohorts/{cohort.pk}/ventures/")["items"]
    assert {one["id"]: one["state"] for one in listed}[str(gone.pk)] == "not-shared"


@pytest.mark.parametrize("takes_back_first", [True, False])
def test_what_was_taken_back_is_never_written_again(takes_back_first: bool) -> None:
    cohort, _ = room()
    assessment = answered("delta-soil", cohort.edition)
    owner = Actor(user_id=make_venture_member(venture=assessment.venture).user_id, at=NOW)
    enrolment = make_enrolment(cohort=cohort, venture=assessment.venture, categories=ALL)

    def take_back() -> None:
        share(enrolment=enrolment, shared=NOTHING, by=owner, at=NOW)

    def send() -> None:
        send_and_stand(assessment=assessment, at=NOW)

    both(*((take_back, send) if takes_back_first else (send, take_back)))
    assert Enrolment.objects.get().consented_at is None
    [row] = Standing.objects.values("state", "whys", "path", "lean", "tensions", "stage")
    assert (row["state"], set(row["whys"]), row["path"]) == ("not-shared", {"n"}, "")
    assert (row["lean"], row["tensions"], row["stage"]) == (None, 0, "")
    assert assessment.submissions.count() == 1
