"""Django's own backend, with the schema editor beside it."""

from __future__ import annotations

from django.db.backends.sqlite3 import base

from fmassess.sqlite.schema import DatabaseSchemaEditor


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to SQLite."""

    SchemaEditorClass = DatabaseSchemaEditor
