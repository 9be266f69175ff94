"""Lets Django empty a test database whose triggers refuse it, and empties no more than is full.

A test of a live server commits, and Django then empties every table. Here only tables that hold
rows are, by DELETE, with their triggers out of the way for that one call; and what Django itself
makes after migrating (content types, permissions) stays, so that it need not be made again. That
costs a tenth of a second and not a whole one.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import flush
from django.db.backends.postgresql.base import DatabaseOperations as PostgresOperations
from django.db.backends.sqlite3.base import DatabaseOperations

KEPT = {"django_content_type", "auth_permission"}
NAMED = re.compile(r'DELETE FROM "(\w+)"')

_flush = DatabaseOperations.execute_sql_flush
_flush_postgres = PostgresOperations.execute_sql_flush


def _emptying(self: Any, style: Any, tables: Iterable[str], **_options: Any) -> list[str]:
    """What empties those tables that hold rows."""
    quoted = {name: self.quote_name(name) for name in sorted(set(tables) - KEPT)}
    asked = [
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {one})"  # noqa: S608
        for name, one in quoted.items()
    ]
    with self.connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [f"DELETE FROM {quoted[name]}" for (name,) in cursor.fetchall()]  # noqa: S608


def _flush_unguarded(self: DatabaseOperations, sql_list: list[str]) -> Any:
    full = [NAMED.match(one)[1] for one in sql_list]  # type: ignore[index]
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        triggers = [(name, sql) for name, sql, table in cursor.fetchall() if table in full]
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


def _nothing(*_args: Any, **_options: Any) -> None:
    """What would be made after migrating is there still."""


def stand_aside_for_flush() -> None:
    """Called once by conftest.py."""
    PostgresOperations.execute_sql_flush = _flush_postgres_unguarded
    DatabaseOperations.execute_sql_flush = _flush_unguarded
    PostgresOperations.sql_flush = DatabaseOperations.sql_flush = _emptying
    flush.emit_post_migrate_signal = _nothing
