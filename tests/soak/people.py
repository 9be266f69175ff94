"""Whoever is at work during a soak: founders who save, a reviewer who reads, causes of mail."""

from __future__ import annotations

import contextlib
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.core.mail import EmailMessage
from django.db import Error, connections
from django.urls import reverse
from django.utils import timezone

from questionnaire.people.models import AcceleratorMember
from questionnaire.post.actions import queue
from questionnaire.vocabulary import AcceleratorRole
from tests.bench.browser import Browser
from tests.bench.demo import session_of
from tests.faults.writers import Writer, ask, seat

FOUNDERS = 16
BETWEEN_SAVES = 0.55
"""Seconds: less, and five minutes of it would be more than anybody may type."""
BETWEEN_READS, BETWEEN_MAILS = 0.5, 0.5


@dataclass
class People:
    """Everybody, and what they were told."""

    port: int
    stop: threading.Event = field(default_factory=threading.Event)
    writers: list[Writer] = field(default_factory=list)
    pages: Counter[int] = field(default_factory=Counter)
    queued: list[str] = field(default_factory=list)
    number: int = 0

    def sit_down(self) -> None:
        self.writers = seat(self.port, FOUNDERS, self.stop, each=1)
        for one in self.writers:
            one.pause = BETWEEN_SAVES
        members = AcceleratorMember.objects.select_related("user", "accelerator")
        found = members.filter(role=AcceleratorRole.REVIEWER).earliest("pk")
        reviewer = Browser(self.port, session=session_of(found.user))
        cohort = reverse("cohort", args=[found.accelerator.cohorts.get().pk])
        self.readers = [(reviewer, cohort), (reviewer, "/reviews/")]

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """They go on until the end; an edit in hand is then still sent until it is acknowledged."""
        jobs: list[Callable[[], None]] = [one.run for one in self.writers]
        jobs += [self._read, self._write_mails]
        with ThreadPoolExecutor(len(jobs)) as pool:
            running = [pool.submit(one) for one in jobs]
            try:
                yield
            finally:
                self.stop.set()
            for one in running:
                one.result()

    def _read(self) -> None:
        while not self.stop.wait(BETWEEN_READS):
            for browser, path in self.readers:
                self.pages[ask(browser, "GET", path).status] += 1

    def _write_mails(self) -> None:
        while not self.stop.wait(BETWEEN_MAILS):
            self.write_mail()
        connections.close_all()

    def write_mail(self) -> str:
        """One mail to an address of its own; empty where the database was away."""
        self.number += 1
        to = f"reader-{self.number}-{threading.get_ident()}@example.org"
        try:
            queue(
                messages=[EmailMessage("Soak", "words", "fm@example.org", [to])],
                at=timezone.now(),
            )
        except Error:
            connections.close_all()  # a new one next time
            return ""
        self.queued.append(to)
        return to

    def acknowledged(self) -> int:
        return sum(len(one.acknowledged) for one in self.writers)

    def retries(self) -> int:
        return sum(one.retries for one in self.writers)

    def strange(self) -> Counter[int]:
        """Pages that were neither there nor said to come again, nor cut off."""
        return Counter({code: n for code, n in self.pages.items() if code not in (0, 200, 503)})
