"""Lets Django empty a SQLite test database whose triggers refuse deletion.

A test of a live server commits, and Django then empties every table: on PostgreSQL by TRUNCATE,
which fires no row trigger, on SQLite by DELETE. The triggers step aside for that one call.
"""

from typing import Any

from django.db.backends.sqlite3.base import DatabaseOperations

_flush = DatabaseOperations.execute_sql_flush


def _flush_unguarded(self: DatabaseOperations, sql_list: list[str]) -> Any:
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        return _flush(self, sql_list)
    finally:
        with self.connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)


def stand_aside_for_flush() -> None:
    """Called once by conftest.py."""
    DatabaseOperations.execute_sql_flush = _flush_unguarded
