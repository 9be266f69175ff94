"""The ways of widening that docs/operations.md allows, done by Django's own schema editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models


def widened(change: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """For RunPython: the change is made to the table of answers, and no state of ours knows it."""

    def run(apps: Any, editor: Any) -> None:
        change(editor, apps.get_model("questionnaire", "Answer"))

    return run


def _named(field: models.Field[Any, Any], name: str, model: Any) -> models.Field[Any, Any]:
    field.set_attributes_from_name(name)
    field.model = model
    return field


def may_be_empty(editor: Any, model: Any) -> None:
    editor.add_field(model, _named(models.IntegerField(null=True), "wider", model))


def has_a_default(editor: Any, model: Any) -> None:
    """A word in the catalogue of either database (fmassess.sqlite)."""
    editor.add_field(model, _named(models.IntegerField(db_default=0), "counted", model))


def longer(editor: Any, model: Any) -> None:
    """By PostgreSQL a word in its catalogue; by SQLite, which keeps no lengths, nothing."""
    old = model._meta.get_field("question")
    editor.alter_field(model, old, _named(models.CharField(max_length=80), "question", model))


def indexed(editor: Any, model: Any) -> None:
    editor.add_index(model, models.Index(fields=["updated_at"], name="widening_updated"))
