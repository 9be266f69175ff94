"""Many who save at once while the whole server is killed: nothing acknowledged is ever lost."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import urllib.parse
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connection

from questionnaire.assessment.models import Answer, AnswerRevision, Submission
from tests.bench.browser import FORM, Browser, begin
from tests.factories import make_shipped_edition
from tests.harness.site import Site

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, KILLS, BETWEEN = 8, 3, 0.8
QUESTIONS = ("ethics-responsibility", "team-retention")
CROWD, SECONDS = 16, 4.0
Reply = tuple[int, dict[str, object]]


def post(browser: Browser, path: str, form: dict[str, str]) -> Reply:
    """One request on a connection of its own; status 0 where nobody answered."""
    link = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=15)
    headers = {**browser.headers(), **FORM, "Accept": "application/json"}
    try:
        link.request("POST", path, urllib.parse.urlencode(form), headers)
        answer = link.getresponse()
        text = answer.read()
        told = json.loads(text) if text.startswith(b"{") else {}
        return answer.status, told
    except (OSError, http.client.HTTPException):
        return 0, {}
    finally:
        link.close()


@dataclass
class Writer:
    """Saves one question again and again, each edit until it is acknowledged, as the page does."""

    browser: Browser
    path: str
    stop: threading.Event
    acknowledged: list[tuple[uuid.UUID, int, str]] = field(default_factory=list)
    retries: int = 0

    def run(self) -> None:
        version = 0
        while not self.stop.is_set():
            edit, note = uuid.uuid4(), f"edit {version + 1} of {self.path}"
            form = {"mutation": str(edit), "base": str(version), "note": note}
            while True:
                status, told = post(self.browser, self.path, form)
                if status == 200 and told.get("mutation") == str(edit):
                    break
                # A proxy before the server answers 502 when the server dies under a request.
                assert status in (0, 502, 503), (status, told)
                self.retries += 1
                time.sleep(0.05)
            version += 1
            assert told["version"] == version
            self.acknowledged.append((edit, version, note))


def test_db01_every_acknowledged_edit_survives_kills_of_the_whole_server(site: Site) -> None:
    make_shipped_edition()
    stop = threading.Event()
    writers = []
    for _ in range(WRITERS // len(QUESTIONS)):
        browser, base = begin(site.port)
        writers += [Writer(browser, f"{base}answers/{one}/", stop) for one in QUESTIONS]
    with ThreadPoolExecutor(WRITERS) as pool:
        running = [pool.submit(one.run) for one in writers]
        for _ in range(KILLS):
            time.sleep(BETWEEN)
            site.kill()
            site.start()
        time.sleep(BETWEEN)
        stop.set()
        for one in running:
            one.result()
    stored = {
        one.mutation: (one.version, one.note)
        for one in AnswerRevision.objects.filter(answer__question__in=QUESTIONS)
    }
    assert sum(one.retries for one in writers) > 0  # the kills were felt
    for writer in writers:
        assert [(stored[edit]) for edit, *_ in writer.acknowledged] == [
            (version, note) for _, version, note in writer.acknowledged
        ]
    assert len(stored) == sum(len(one.acknowledged) for one in writers)
    nothing_is_torn()


def nothing_is_torn() -> None:
    """Every answer is its last revision, its versions have no gap, and what was sent had stood."""
    for answer in Answer.objects.prefetch_related("revisions"):
        kept = sorted(answer.revisions.all(), key=lambda one: one.version)
        assert [one.version for one in kept] == list(range(1, answer.version + 1))
        assert (kept[-1].value, kept[-1].note) == (answer.value, answer.note)
    for sent in Submission.objects.all():
        for question, told in sent.answers.items():
            stood = AnswerRevision.objects.get(
                answer__assessment=sent.assessment_id,
                answer__question=question,
                version=told["version"],
            )
            assert (told["value"], told["note"]) == (stood.value, stood.note)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]


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
            status, told = post(browser, base + path, form)
            done.append(path)
            if status == 0 or status >= 500:
                faults.append(f"{path}: {status} {told}")

    with ThreadPoolExecutor(CROWD) as pool:
        list(pool.map(one, range(CROWD)))
    assert faults == []
    assert {"send/", "reopen/"} < set(done)
    assert any(one.answers for one in Submission.objects.all())
    nothing_is_torn()
