"""Many who save at once while the server dies or is renewed: nothing acknowledged is ever lost."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from questionnaire.assessment.models import AnswerRevision, Submission
from tests.bench.browser import begin
from tests.factories import make_shipped_edition
from tests.faults.founders import until
from tests.faults.writers import QUESTIONS, Writer, lost, nothing_is_torn, post, seat
from tests.harness.site import Site

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 8
MOMENTS = (0.3, 0.9)
"""Seconds of saving before each kill; more of them, at any moment: ./run drill kills."""
RENEWALS = 2
CROWD, SECONDS = 16, 4.0


@contextlib.contextmanager
def writing(site: Site, number: int = WRITERS) -> Iterator[list[Writer]]:
    """So many who save meanwhile; at the end everything acknowledged is there, once."""
    make_shipped_edition()
    stop = threading.Event()
    writers = seat(site.port, number, stop)
    with ThreadPoolExecutor(number) as pool:
        running = [pool.submit(one.run) for one in writers]
        try:
            until(lambda: all(one.acknowledged for one in writers))
            yield writers
        finally:
            stop.set()
        for one in running:
            one.result()
    assert lost(writers) == []
    stored = AnswerRevision.objects.filter(answer__question__in=QUESTIONS).count()
    assert stored == sum(len(one.acknowledged) for one in writers)
    nothing_is_torn()


def test_db01_every_acknowledged_edit_survives_kills_of_the_whole_server(site: Site) -> None:
    with writing(site) as writers:
        for moment in MOMENTS:
            time.sleep(moment)
            site.kill()
            site.start()
            seen = [len(one.acknowledged) for one in writers]
            until(partial(all_saved_since, writers, seen))
    assert sum(one.retries for one in writers) > 0  # the kills were felt


def test_db12_a_server_that_renews_its_workers_fails_nobody(site: Site) -> None:
    with writing(site) as writers:
        for _ in range(RENEWALS):
            before = set(site.workers())
            site.signal(signal.SIGHUP)
            until(lambda before=before: before.isdisjoint(now := site.workers()) and len(now) == 2)
    assert [one.retries for one in writers] == [0] * len(writers)


def test_db13_a_worker_that_dies_alone_takes_nobody_along(site: Site) -> None:
    with writing(site) as writers:
        first, second = site.workers()
        os.kill(first, signal.SIGKILL)  # as the system does where memory runs out
        until(lambda: first not in (now := site.workers()) and len(now) == 2)
        assert second in site.workers()
        seen = [len(one.acknowledged) for one in writers]
        until(partial(all_saved_since, writers, seen))


def all_saved_since(writers: list[Writer], seen: list[int]) -> bool:
    return all(len(one.acknowledged) > n for one, n in zip(writers, seen, strict=True))


def test_cc11_cc12_sixteen_at_once_never_see_a_lock_or_a_deadlock(site: Site) -> None:
    make_shipped_edition()
    founders = [begin(site.port) for _ in range(4)]
    faults: list[str] = []
    done: list[str] = []
    end = time.monotonic() + SECONDS

    def one(number: int) -> None:
        chance = random.Random(number)
        browser, base = founders[number % len(founders)]
        while time.monotonic() < end:
            question = chance.choice(QUESTIONS)
            edit = {
                "mutation": str(uuid.uuid4()), "base": str(chance.randrange(6)),
                "state": "-unknown", "note": str(chance.random()),
            }  # fmt: skip
            path, form = chance.choice(
                [
                    (f"answers/{question}/", edit),
                    (f"answers/{question}/", edit),
                    (f"answers/{question}/flag/", {"on": str(chance.randrange(2))}),
                    ("send/", {}),
                    ("reopen/", {}),
                ]
            )
            reply = post(browser, base + path, form)
            done.append(path)
            if reply.status == 0 or reply.status >= 500:
                faults.append(f"{path}: {reply.status} {reply.told}")

    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(one, range(CROWD)))
    assert faults == []
    assert {"send/", "reopen/"} < set(done)
    assert any(one.answers for one in Submission.objects.all())
    nothing_is_torn()
