"""Every row of every table, so that a test can tell whether anything at all was written."""

from __future__ import annotations

import hashlib

from django.apps import apps
from django.db import connection

READING = {"questionnaire_session", "questionnaire_opening", "fmassess_cache"}
"""Reading writes here, by design: when a session was used, and who looked at what was disclosed."""


def stored(*, without: frozenset[str] | set[str] = READING) -> dict[str, tuple[int, str]]:
    """Each table's number of rows, and a hash over all they hold."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return {table: _table(table) for table in sorted(tables - without)}


def _table(table: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        rows = sorted(repr(row) for row in cursor.fetchall())
    return len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest()
