"""Lets Django empty a test database whose triggers refuse it.

A test of a live server commits, and Django then empties every table: on PostgreSQL by TRUNCATE, on
SQLite by DELETE. The triggers step aside for that one call.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.postgresql.base import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations

_flush = DatabaseOperations.execute_sql_flush
_flush_postgres = PostgresOperations.execute_sql_flush


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


def _flush_postgres_unguarded(self: PostgresOperations, sql_list: list[str]) -> Any:
    with self.connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    try:
        return _flush_postgres(self, sql_list)
    finally:
        with self.connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")


@contextmanager
def stood_aside(connection: Any) -> Iterator[None]:
    """Inside, a test changes what nothing may change."""
    lite = connection.vendor == "sqlite"
    triggers: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        if lite:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        for order in (
            [f'DROP TRIGGER "{name}"' for name, _ in triggers]
            if lite
            else (["SET session_replication_role = replica"])
        ):
            cursor.execute(order)
    yield
    with connection.cursor() as cursor:
        for order in (
            [sql for _, sql in triggers] if lite else (["SET session_replication_role = DEFAULT"])
        ):
            cursor.execute(order)


def stand_aside_for_flush() -> None:
    """Called once by conftest.py."""
    PostgresOperations.execute_sql_flush = _flush_postgres_unguarded
    DatabaseOperations.execute_sql_flush = _flush_unguarded
