"""Founders who save while a drill does its worst, and what became of what they were told."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from questionnaire.assessment.models import AnswerRevision
from tests.drills.sheet import Sheet
from tests.faults.writers import QUESTIONS, Reply, Writer, lost, nothing_is_torn, seat
from tests.harness.site import Site, serving

FOUNDERS = 16
PATIENCE = 180.0
DRILLED = {"DJANGO_SETTINGS_MODULE": "tests.drills.settings"}


@dataclass
class Timed(Writer):
    """A writer who also notes when each reply came, what it was and how long it took."""

    replies: list[tuple[float, Reply]] = field(default_factory=list)

    def save(self) -> Reply:
        reply = super().save()
        self.replies.append((time.monotonic(), reply))
        return reply


@contextlib.contextmanager
def site(folder: Path) -> Iterator[Site]:
    """The product's processes on this process's database."""
    with serving(folder, **DRILLED) as one:
        yield one


One = TypeVar("One", bound=Timed)


@contextlib.contextmanager
def working(
    port: int, number: int = FOUNDERS, *, pause: float = 0.05, kind: type[One] = Timed
) -> Iterator[list[One]]:
    """So many founders, each with a venture of their own; they stop at the end."""
    stop = threading.Event()
    writers = [
        kind(one.browser, one.path, stop, pause=pause) for one in seat(port, number, stop, each=1)
    ]
    with ThreadPoolExecutor(number) as pool:
        running = [pool.submit(one.run) for one in writers]
        try:
            until(lambda: all(one.acknowledged for one in writers), "nobody saved")
            yield writers
        finally:
            stop.set()
        for one in running:
            one.result()


def until(happened: Callable[[], bool], what: str) -> float:
    """The moment when it had happened."""
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise SystemExit(what)
        time.sleep(0.005)
    return time.monotonic()


def all_there(sheet: Sheet, writers: list[Timed]) -> None:
    """Everything acknowledged is stored as it was acknowledged, and nothing is half."""
    number = sum(len(one.acknowledged) for one in writers)
    stored = AnswerRevision.objects.filter(
        answer__question__in=QUESTIONS, note__startswith="edit "
    ).count()
    sheet.tell("edits acknowledged", str(number))
    sheet.tell("tries in vain, sent again", str(sum(one.retries for one in writers)))
    sheet.none("acknowledged edits lost", len(lost(writers)))
    sheet.none("edits stored that nobody was told of, or twice", stored - number)
    nothing_is_torn(*QUESTIONS)
    sheet.tell("versions without a gap, each answer its last revision", "yes")
