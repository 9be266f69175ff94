"""Lets tests change what triggers refuse, and empties the database after a test that committed.

Django empties every table, whatever is in it, and then makes content types and permissions anew:
half a second and more on PostgreSQL. Nearly all are empty, and those never change.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction
from django.test import TransactionTestCase

STAY = frozenset({"auth_permission", "django_content_type", "django_migrations"})
"""What migrating fills and no test changes."""


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


def empty(connection: Any) -> None:
    """Take every row out of every table that has one, whatever its triggers say."""
    # Names of tables, from the database itself, are all that is written into these statements.
    quoted = {name: connection.ops.quote_name(name) for name in _tables(connection)}
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})"  # noqa: S608
                for name, table in quoted.items()
            )
        )
        filled = [quoted[name] for (name,) in cursor.fetchall()]
    with (
        transaction.atomic(using=connection.alias), stood_aside(connection),
        connection.cursor() as cursor,
    ):  # fmt: skip
        for table in filled:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608


def _tables(connection: Any) -> set[str]:
    return set(connection.introspection.table_names()) - STAY


def _empty_all(self: TransactionTestCase) -> None:
    for alias in self._databases_names(include_mirrors=False):
        empty(connections[alias])


def stand_aside_for_flush() -> None:
    """Called once by conftest.py."""
    TransactionTestCase._fixture_teardown = _empty_all
