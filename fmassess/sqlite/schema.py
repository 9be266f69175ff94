"""Widens a large table of SQLite without copying it: meanwhile nobody could save.

Django makes the table anew for every column that may not be empty and for every change of one, for
it cannot know which version of SQLite there is and what an application does. Half a million answers
take three seconds so. Two of these changes SQLite makes at once, whatever the table holds.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.sqlite3 import schema
from django.db.models import Field, Model
from django.db.models.expressions import Value


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    """Django's, but for a column with a constant default and for how long a text may be."""

    def add_field(self, model: type[Model], field: Field[Any, Any]) -> None:
        """A column whose default is a constant in the database is only written into the schema
        (SQLite's ALTER TABLE ADD COLUMN); a reference or a unique one is not."""
        if _is_constant(field) and not (field.unique or field.primary_key or field.remote_field):
            BaseDatabaseSchemaEditor.add_field(self, model, field)
        else:
            super().add_field(model, field)

    def _field_should_be_altered(
        self, old_field: Any, new_field: Any, ignore: set[str] | None = None
    ) -> bool:
        """SQLite keeps no length of a text: that is the field's own business. The schema says the
        old one until the table is made anew for something else."""
        ignore = {"max_length", *(ignore or ())}
        # django-stubs does not know what of an editor a backend may replace.
        return bool(super()._field_should_be_altered(old_field, new_field, ignore))  # type: ignore[misc]


def _is_constant(field: Any) -> bool:
    default = field.db_default
    if not field.has_db_default() or getattr(default, "value", default) is None:
        return False
    return isinstance(default, Value) or not hasattr(default, "resolve_expression")
