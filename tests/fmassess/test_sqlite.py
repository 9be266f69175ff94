"""Writers of a process queue for SQLite's lock; on a file of its own, whatever the project's is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.utils import OperationalError

from fmassess.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db
THREADS, TIMES = 8, 25


class Filed:
    """A database with one number in it, and connections of this and of another program."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.name = str(folder / "one.sqlite3")
        self.options = {"transaction_mode": "IMMEDIATE", "timeout": 0.3, **options}
        self.other = sqlite3.connect(self.name, isolation_level=None, timeout=0)
        self.other.executescript("PRAGMA journal_mode=WAL; CREATE TABLE one AS SELECT 0 AS n")

    def connect(self) -> DatabaseWrapper:
        given = {**connections["default"].settings_dict, "NAME": self.name, "OPTIONS": self.options}
        made = DatabaseWrapper({**given, "CONN_MAX_AGE": None}, "default")
        made.inc_thread_sharing()
        return made

    @property
    def number(self) -> int:
        return int(self.other.execute("SELECT n FROM one").fetchone()[0])


def begin(connection: DatabaseWrapper) -> None:
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def add(connection: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE one SET n = n + 1")


def end(connection: DatabaseWrapper, how: Callable[[], None]) -> None:
    how()
    if connection.connection is not None:
        connection.set_autocommit(True)


def test_threads_of_a_process_never_meet_at_the_lock(tmp_path: Path) -> None:
    """They would fail at once: here none waits at the database, and each waits its turn."""
    filed = Filed(tmp_path, init_command="PRAGMA busy_timeout=0", timeout=5)

    def write(_: int) -> None:
        connection = filed.connect()
        for _ in range(TIMES):
            begin(connection)
            add(connection)
            end(connection, connection.commit)
        connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(write, range(THREADS)))
    assert filed.number == THREADS * TIMES


@pytest.mark.parametrize("how", ["commit", "rollback", "close"])
def test_however_a_transaction_ends_the_next_one_has_its_turn(tmp_path: Path, how: str) -> None:
    filed = Filed(tmp_path)
    first, second = filed.connect(), filed.connect()
    begin(first)
    add(first)
    with pytest.raises(OperationalError, match="database is locked"):
        begin(second)
    end(first, getattr(first, how))
    begin(second)
    add(second)
    end(second, second.commit)
    assert filed.number == 1 + (how == "commit")


def test_whoever_is_refused_by_another_programs_lock_gives_its_turn_back(tmp_path: Path) -> None:
    filed = Filed(tmp_path)
    filed.other.execute("BEGIN IMMEDIATE")
    for connection in (filed.connect(), filed.connect()):
        with pytest.raises(OperationalError, match="database is locked"):
            begin(connection)
    filed.other.execute("ROLLBACK")
    later = filed.connect()
    begin(later)
    add(later)
    end(later, later.commit)
    assert filed.number == 1


def test_both_waits_together_are_no_longer_than_one_may_be(tmp_path: Path) -> None:
    """The one that had to stand in the queue asks the database for what is left, then as before."""
    filed = Filed(tmp_path, timeout=5)
    first, second = filed.connect(), filed.connect()
    begin(first)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(begin, second)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.2)
        end(first, first.commit)
        waiting.result(timeout=5)
        [asked] = pool.submit(
            lambda: second.cursor().execute("PRAGMA busy_timeout").fetchone()
        ).result()
        pool.submit(end, second, second.commit).result()
    assert asked == 5000
