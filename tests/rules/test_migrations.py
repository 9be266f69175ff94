"""A migration only widens, so that the version before goes on serving on the new schema."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

LAST_BEFORE_THE_RULE = "0180_withdrawals"
"""Up to here an upgrade was tried as a whole: ./run drill upgrade."""
NARROWS = (
    migrations.RemoveField, migrations.RenameField, migrations.RenameModel, migrations.DeleteModel,
    migrations.AlterModelTable,
)  # fmt: skip
CONTRACTS: dict[str, str] = {}
"""Migration -> since which release nobody reads what it drops."""


def narrow(operation: Operation) -> str:
    """Why the version before could not live with it; empty where it can."""
    if isinstance(operation, NARROWS):
        return "takes away what the version before uses"
    if isinstance(operation, migrations.AddField):
        field = operation.field
        filled = field.null or field.has_db_default() or field.many_to_many
        return "" if filled else "a new column that the version before leaves empty"
    return ""


def later() -> Iterator[tuple[str, Operation]]:
    """Every operation of every migration that the rule is about."""
    loader = MigrationLoader(connection)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app == "questionnaire" and name > LAST_BEFORE_THE_RULE and name not in CONTRACTS:
            for operation in migration.operations:
                yield name, operation


@pytest.mark.django_db
def test_a_migration_only_widens() -> None:
    found = [f"{name}: {operation.describe()}: {why}" for name, operation in later()
             if (why := narrow(operation))]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("operation", "is_narrow"),
    [
        (migrations.RemoveField("answer", "note"), True),
        (migrations.RenameField("answer", "note", "remark"), True),
        (migrations.AddField("answer", "late", models.IntegerField(default=0)), True),
        (migrations.AddField("answer", "late", models.IntegerField(db_default=0)), False),
        (migrations.AddField("answer", "late", models.IntegerField(null=True)), False),
        (migrations.AddIndex("answer", models.Index(fields=["note"], name="late")), False),
    ],
)
def test_what_counts_as_narrow(operation: Operation, is_narrow: bool) -> None:
    assert bool(narrow(operation)) is is_narrow
