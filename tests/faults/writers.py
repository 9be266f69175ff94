"""Writers without a page: each saves one question again and again, as the page's script does."""

from __future__ import annotations

import http.client
import json
import threading
import time
import urllib.parse
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection

from questionnaire.assessment.models import Answer, AnswerRevision, Submission
from tests.bench.browser import FORM, Browser, begin

QUESTIONS = ("ethics-responsibility", "team-retention")


@dataclass(frozen=True)
class Reply:
    """What came back; status 0 where nobody answered. seconds: how long it took."""

    status: int
    told: dict[str, object] = field(default_factory=dict)
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0


def ask(
    browser: Browser, method: str, path: str, form: dict[str, str] | None = None, **headers: str
) -> Reply:
    """One request on a connection of its own."""
    link = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=30)
    body = urllib.parse.urlencode(form) if form is not None else None
    sent = {**browser.headers(), **(FORM if body is not None else {}), **headers}
    start = time.monotonic()
    try:
        link.request(method, path, body, sent)
        answer = link.getresponse()
        text = answer.read().decode(errors="replace")
        told = json.loads(text) if text.startswith("{") else {}
        spent = time.monotonic() - start
        return Reply(answer.status, told, text, dict(answer.headers), spent)
    except (OSError, http.client.HTTPException, ValueError):
        return Reply(0, seconds=time.monotonic() - start)
    finally:
        link.close()


def post(browser: Browser, path: str, form: dict[str, str]) -> Reply:
    """The same, as the page's script sends it."""
    return ask(browser, "POST", path, form, Accept="application/json")


@dataclass
class Writer:
    """Saves one question again and again, each edit until it is acknowledged, as the page does."""

    browser: Browser
    path: str
    stop: threading.Event
    acknowledged: list[tuple[uuid.UUID, int, str]] = field(default_factory=list)
    retries: int = 0
    last: float = 0
    """When the last one was acknowledged, by time.monotonic()."""
    pause: float = 0.05
    version: int = 0
    edit: uuid.UUID = field(default_factory=uuid.uuid4)

    def save(self) -> Reply:
        """Send the edit in hand once; the next one is begun when it was acknowledged."""
        note = f"edit {self.version + 1} of {self.path}"
        form = {"mutation": str(self.edit), "base": str(self.version), "note": note}
        reply = post(self.browser, self.path, form)
        if reply.status == 200 and reply.told.get("mutation") == str(self.edit):
            self.version += 1
            assert reply.told["version"] == self.version
            self.acknowledged.append((self.edit, self.version, note))
            self.edit = uuid.uuid4()
            self.last = time.monotonic()
        else:
            # A proxy before the server answers 502 when the server dies under a request.
            assert reply.status in (0, 502, 503), (reply.status, reply.told)
            self.retries += 1
        return reply

    def run(self) -> None:
        """Until it is stopped, and the edit in hand was acknowledged."""
        while True:
            done = self.save().status == 200
            if done and self.stop.wait(self.pause):
                return
            if not done:
                time.sleep(0.05)


def seat(
    port: int, number: int, stop: threading.Event, *, each: int = len(QUESTIONS)
) -> list[Writer]:
    """So many writers, so many of them to each venture."""
    writers: list[Writer] = []
    while len(writers) < number:
        browser, base = begin(port)
        writers += [Writer(browser, f"{base}answers/{one}/", stop) for one in QUESTIONS[:each]]
    return writers[:number]


def lost(writers: Iterable[Writer]) -> list[uuid.UUID]:
    """Acknowledged edits that are not stored exactly as they were acknowledged."""
    stored = {
        one.mutation: (one.version, one.note)
        for one in AnswerRevision.objects.filter(answer__question__in=QUESTIONS)
    }
    return [
        edit
        for writer in writers
        for edit, version, note in writer.acknowledged
        if stored.get(edit) != (version, note)
    ]


def nothing_is_torn(*questions: str) -> None:
    """Every answer is its last revision, its versions have no gap, and what was sent had stood.
    questions: of these alone, where others were stored without their revisions."""
    answers = Answer.objects.filter(question__in=questions) if questions else Answer.objects
    for answer in answers.prefetch_related("revisions"):
        kept = sorted(answer.revisions.all(), key=lambda one: one.version)
        assert [one.version for one in kept] == list(range(1, answer.version + 1))
        assert (kept[-1].value, kept[-1].note) == (answer.value, answer.note)
    for sent in () if questions else Submission.objects.all():
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
