"""Migrations beside a running site: a lock is waited for two seconds, then everybody else goes on.

On PostgreSQL a change of a table waits for whoever reads it, and all who come later queue behind
that wait: one long report would stop every save. So the wait is short and tried again. What a
migration itself needs may take as long as it takes; requests may not.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK_MILLISECONDS = 2000
MOST_TRIES, PAUSE = 30, 1.0
LOCK_NOT_AVAILABLE = "55P03"


class Command(Migrate):
    """``manage.py migrate`` as Django has it, with locks that give way."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            return super().handle(*args, **options)
        with _giving_way(connection):
            for tries in range(1, MOST_TRIES + 1):
                try:
                    return super().handle(*args, **options)
                except OperationalError as error:
                    if not _was_locked(error) or tries == MOST_TRIES:
                        raise
                    self.stderr.write(f"A table is in use; others go first (try {tries}).")
                    time.sleep(PAUSE)  # those who queued behind get their turn
        return None


@contextmanager
def _giving_way(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {LOCK_MILLISECONDS}")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    try:
        yield
    finally:
        if connection.is_usable():
            with connection.cursor() as cursor:
                for name in ("lock", "statement", "idle_in_transaction_session"):
                    cursor.execute(f"RESET {name}_timeout")


def _was_locked(error: OperationalError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") == LOCK_NOT_AVAILABLE
