"""The faults of a soak: each is there for a while, and then its cause is gone."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection, connections

from tests.harness import postgres
from tests.soak.machinery import Machinery
from tests.soak.people import People

PATIENCE = 180.0
MOST_LOCKED = 8.0
"""Seconds: whoever holds a lock for ten in a transaction is thrown out."""


@dataclass
class Trouble:
    """One kind of fault: how often, how long it lasted, and how long until all was well again."""

    name: str
    lasted: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    everybody: list[float] = field(default_factory=list)


@dataclass
class Troubles:
    """Brings one after another, in an order drawn from the seed."""

    machinery: Machinery
    people: People
    chance: random.Random
    longest: float
    log: Callable[[str], None]

    def kinds(self) -> dict[str, Callable[[float], None]]:
        """Each returns when its cause is gone."""
        return {
            "whole server killed": self._kill_all,
            "one worker killed": self._kill_one,
            "background worker killed": self._kill_worker,
            "wire cut": self._cut,
            "mail server down": self._no_mail,
            "database locked": self._lock,
            **({"database restarted": self._restart} if postgres.is_ours() else {}),
        }

    def go_on(self, seconds: float) -> dict[str, Trouble]:
        """Until the time is over."""
        end = time.monotonic() + seconds
        found = {name: Trouble(name) for name in self.kinds()}
        waiting: list[str] = []
        while time.monotonic() < end:
            time.sleep(self.chance.uniform(2, 6))
            if not waiting:
                waiting = sorted(found)
                self.chance.shuffle(waiting)
            self._bring(found[waiting.pop()])
        return found

    def _bring(self, trouble: Trouble) -> None:
        start = time.monotonic()
        self.kinds()[trouble.name](self.chance.uniform(0.5, self.longest))
        over = time.monotonic()
        trouble.lasted.append(over - start)
        if trouble.name in ("background worker killed", "mail server down"):
            trouble.first.append(self._until(self._next_mail()) - over)
            trouble.everybody.append(trouble.first[-1])
        else:
            writers = self.people.writers
            for told, enough in ((trouble.first, any), (trouble.everybody, all)):
                told.append(self._until(lambda e=enough: e(w.last > over for w in writers)) - over)
        well = trouble.everybody[-1]
        self.log(f"{trouble.name}: {trouble.lasted[-1]:.1f} s, well after {well:.1f} s")

    def _until(self, happened: Callable[[], bool]) -> float:
        """The moment when it did."""
        end = time.monotonic() + PATIENCE
        while not happened():
            if time.monotonic() > end:
                raise SystemExit("it did not get well again by itself")
            time.sleep(0.01)
        return time.monotonic()

    def _next_mail(self) -> Callable[[], bool]:
        """Whether a mail that is written now has arrived."""
        to = ""
        while not to:
            to = self.people.write_mail()
        return lambda: to in self.machinery.mail.arrived()

    # ------------------------------------------------------------ the faults

    def _kill_all(self, _seconds: float) -> None:
        self.machinery.site.kill()
        self.machinery.site.start()

    def _kill_one(self, _seconds: float) -> None:
        os.kill(self.chance.choice(self.machinery.site.workers()), signal.SIGKILL)

    def _kill_worker(self, seconds: float) -> None:
        self.machinery.worker.kill()
        time.sleep(seconds)
        self.machinery.worker.start()

    def _cut(self, seconds: float) -> None:
        self.machinery.wire.cut()
        time.sleep(seconds)
        self.machinery.wire.mend()

    def _no_mail(self, seconds: float) -> None:
        self.machinery.mail.stop()
        time.sleep(seconds)
        self.machinery.mail.start()

    def _lock(self, seconds: float) -> None:
        with (locked_table if connection.vendor == "postgresql" else locked_file)():
            time.sleep(min(seconds, MOST_LOCKED))

    def _restart(self, seconds: float) -> None:
        postgres.stop_at_once()
        time.sleep(seconds)
        postgres.start_again()
        connections.close_all()  # this thread's own died with it


@contextlib.contextmanager
def locked_file() -> Iterator[None]:
    """Somebody else writes to SQLite's file, and takes their time."""
    name = str(connection.settings_dict["NAME"])
    with contextlib.closing(sqlite3.connect(name, isolation_level=None, timeout=60)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def locked_table() -> Iterator[None]:
    """Somebody has the whole table of answers."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    try:
        with other.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")
            cursor.execute("LOCK TABLE questionnaire_answer IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        other.rollback()
        other.close()
