"""Django's migrate, as a running site bears it.

On PostgreSQL a migration waits at most two seconds for a table, so that nobody's save queues behind
it for longer, and tries again; once it has the table it may take its time.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError, connections

TRIES, PAUSE = 30, 5.0
LOCK_NOT_AVAILABLE = "55P03"
OURS = {
    "lock_timeout": "2s",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}


class Command(migrate.Command):
    """``manage.py migrate``."""

    pause = PAUSE

    def handle(self, *args: Any, **options: Any) -> None:
        link = connections[options["database"]]
        if link.vendor != "postgresql":
            super().handle(*args, **options)
            return
        try:
            self._patiently(link, *args, **options)
        finally:
            if link.connection is not None and not link.connection.closed:
                _say(link, [f"RESET {name}" for name in OURS])

    def _patiently(self, link: Any, *args: Any, **options: Any) -> None:
        """Each migration is a transaction of its own, so a try goes on where the last one ended."""
        for left in reversed(range(TRIES)):
            _say(link, [f"SET {name} = '{value}'" for name, value in OURS.items()])
            try:
                super().handle(*args, **options)
                return
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE or not left:
                    raise
                self.stderr.write(f"A table is in use; trying again ({left} more times).")
                time.sleep(self.pause)


def _say(link: Any, statements: list[str]) -> None:
    with link.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
