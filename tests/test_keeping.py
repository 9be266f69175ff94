"""Every table says what it holds, with whose end it goes and how long, as its references do."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.db import models

from questionnaire.keeping import TABLES, End, Kept
from questionnaire.people.models import Accelerator, User, Venture

ROOTS = {End.VENTURE: Venture, End.PERSON: User, End.ACCELERATOR: Accelerator}


def all_tables() -> dict[str, type[models.Model]]:
    return {one._meta.label: one for one in apps.get_models(include_auto_created=True)}


def goes_along(root: type[models.Model]) -> set[str]:
    """Every table that has a row deleted when a row of ``root`` is."""
    found: set[type[models.Model]] = set()
    waiting: list[type[models.Model]] = [root]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [
                one
                for one in all_tables().values()
                for field in one._meta.get_fields()
                if isinstance(field, models.ForeignKey)
                and field.related_model is model
                and field.remote_field.on_delete is models.CASCADE
            ]
    return {one._meta.label for one in found}


def test_every_table_has_its_line_and_no_line_is_left_over() -> None:
    assert set(TABLES) == set(all_tables())


def test_what_goes_with_whom_is_what_the_database_does() -> None:
    said = {end: {label for label, kept in TABLES.items() if end in kept.goes_with} for end in End}
    assert said == {end: goes_along(root) for end, root in ROOTS.items()}


def test_a_limited_time_counts_from_a_column_of_the_table() -> None:
    """And on conditions that the table can be asked; nothing is limited by half."""

    def can_be_asked(model: type[models.Model], kept: Kept) -> bool:
        when = {f"{kept.since}__lt": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
        return bool(str(model._default_manager.filter(**kept.only, **when).query))

    limited = {label: kept for label, kept in TABLES.items() if kept.days or kept.since}
    assert all(kept.days and kept.since for kept in limited.values())
    assert all(can_be_asked(all_tables()[label], kept) for label, kept in limited.items())
