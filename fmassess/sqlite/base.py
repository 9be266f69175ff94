"""Writers of one process queue for the database's lock instead of all looking again and again.

SQLite has one writer at a time, and wakes nobody: whoever finds the lock taken sleeps and looks
again, up to a tenth of a second later, while those that just came find it free. With eight threads
one save in a hundred took three times as long as it has to. Here the threads of a process stand
before a lock that wakes the next one, so that only one of each process asks SQLite.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

from fmassess.sqlite.schema import DatabaseSchemaEditor

SOON = 0.05
"""Whoever waited no longer than this many seconds may wait at the database as long as ever."""

_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""A database's file -> whose turn it is to write, in this process."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that holds its process's turn from the beginning of a transaction to its end.

    The types that are silenced: django-stubs does not know what a backend may replace.
    """

    SchemaEditorClass = DatabaseSchemaEditor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._turn: threading.Lock | None = None

    def _start_transaction_under_autocommit(self) -> None:
        turn = _turns[str(self.settings_dict["NAME"])]
        patience = float(self.settings_dict["OPTIONS"].get("timeout", 5.0))
        begun = time.monotonic()
        if not turn.acquire(timeout=patience):
            raise OperationalError("database is locked")
        self._turn = turn
        waited = time.monotonic() - begun
        try:
            if waited <= SOON:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
            else:
                self._start_within(max(patience - waited, 0.0), patience)
        except BaseException:
            self._pass_on()
            raise

    def _start_within(self, left: float, patience: float) -> None:
        """Begin in the seconds that are left, so that both waits together are no longer than one
        may be."""
        with self.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(left * 1000)}")
            try:
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")

    def _pass_on(self) -> None:
        turn, self._turn = self._turn, None
        if turn:
            turn.release()

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._pass_on()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._pass_on()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._pass_on()
