"""Which changes of a table SQLite makes without copying it; on a file of its own."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, models
from django.db.models.functions import Lower

from fmassess.sqlite.base import DatabaseWrapper

pytestmark = pytest.mark.django_db
ROOT = "SELECT rootpage FROM sqlite_master WHERE name = 'one'"
"""Where the table begins in the file: a copy begins elsewhere."""


class Filed:
    """A database with one number in it, as another program sees it and as this one does."""

    def __init__(self, folder: Path) -> None:
        name = str(folder / "one.sqlite3")
        self.other = sqlite3.connect(name, isolation_level=None)
        self.other.executescript("CREATE TABLE one AS SELECT 0 AS n")
        given = {**connections["default"].settings_dict, "NAME": name, "OPTIONS": {}}
        self.ours = DatabaseWrapper(given, "default")


class One(models.Model):
    """The table of one number."""

    n = models.IntegerField(primary_key=True)

    class Meta:
        app_label = "alone"
        managed = False
        db_table = "one"

    def __str__(self) -> str:
        return str(self.n)


def named(field: Any) -> Any:
    field.set_attributes_from_name("more")
    field.model = One
    return field


def changed(filed: Filed, how: str, *fields: Any) -> tuple[list[Any], bool]:
    """The rows after a change, and whether the table is the one that was there before."""
    before = filed.other.execute(ROOT).fetchone()
    with filed.ours.schema_editor() as editor:
        getattr(editor, how)(One, *map(named, fields))
    filed.ours.close()
    rows = filed.other.execute("SELECT * FROM one").fetchall()
    return rows, filed.other.execute(ROOT).fetchone() == before


@pytest.mark.parametrize(
    ("field", "row", "same"),
    [
        (models.IntegerField(null=True), (0, None), True),
        (models.IntegerField(db_default=7), (0, 7), True),
        (models.PositiveSmallIntegerField(db_default=models.Value(7)), (0, 7), True),
        (models.CharField(max_length=4, db_default="", db_index=True), (0, ""), True),
        (models.IntegerField(default=7), (0, 7), False),
        (models.IntegerField(db_default=Lower(models.Value("A"))), (0, "a"), False),
        (models.IntegerField(db_default=7, unique=True), (0, 7), False),
        (
            models.OneToOneField("self", models.CASCADE, db_default=None, null=True),
            (0, None),
            False,
        ),
    ],
)
def test_a_constant_default_is_written_into_the_schema_alone(
    tmp_path: Path, field: Any, row: tuple[Any, ...], same: bool
) -> None:
    assert changed(Filed(tmp_path), "add_field", field) == ([row], same)


def test_how_long_a_text_may_be_is_no_matter_of_the_table(tmp_path: Path) -> None:
    filed = Filed(tmp_path)
    short = models.CharField(max_length=4, db_default="a")
    changed(filed, "add_field", short)
    longer = models.CharField(max_length=40, db_default="a")
    assert changed(filed, "alter_field", short, longer) == ([(0, "a")], True)
    empty = models.CharField(max_length=40, db_default="a", null=True)
    assert changed(filed, "alter_field", longer, empty) == ([(0, "a")], False)
