"""The shipped edition for tests: loaded as ever the first time in a run, then its rows once more.

Reading, checking and freezing it costs half a second, and most tests begin with it. The rows are
what the database held, and the edition's id is the same: so what is open of it in this process
stays open from one test to the next, as it does between the requests of a worker.
"""

from __future__ import annotations

import copy
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models.base import ModelState

from questionnaire.bank.kinds import KINDS
from questionnaire.bank.models import Edition
from questionnaire.bank.records import Edit
from questionnaire.vocabulary import EditionStatus


class Rows(NamedTuple):
    """Rows of one table, as the database gives and takes them."""

    table: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]

    def insert(self) -> None:
        names = ", ".join(map(connection.ops.quote_name, self.columns))
        places = ", ".join(["%s"] * len(self.columns))
        table = connection.ops.quote_name(self.table)
        # Names of the database's own are all that is written into this statement.
        order = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.executemany(order, self.values)


class Kept(NamedTuple):
    """An edition that was published, what it consists of, and what was recorded about it."""

    edition: Edition
    parts: list[Rows]
    edits: Rows


_kept: list[Kept] = []


FURTHER = 1_000_000
"""Numbers of rows that no test comes to by itself: it may have made another edition before."""


def rows_of(found: models.QuerySet[Any], holder: str = "edition") -> Rows:
    """What was found, in the order in which it came to be, by numbers of its own. holder: what a
    row belongs to."""
    fields = found.model._meta.concrete_fields
    numbers = {"id", f"{holder}_id"} - {"edition_id"}
    further = [FURTHER if field.attname in numbers else None for field in fields]
    query = found.order_by("pk").values_list(*(field.attname for field in fields)).query
    with connection.cursor() as cursor:
        cursor.execute(*query.sql_with_params())
        values = [
            tuple(one + more if more else one for one, more in zip(row, further, strict=True))
            for row in cursor.fetchall()
        ]
    return Rows(found.model._meta.db_table, tuple(field.column for field in fields), values)


def keep(edition: Edition) -> None:
    """Remember the rows of an edition that was just published."""
    parts = [
        rows_of(kind.model._default_manager.filter(**{kind.way: edition}), kind.holder)
        for kind in KINDS.values()
    ]
    edits = rows_of(Edit.objects.filter(edition=edition))
    _kept[:] = [Kept(Edition.objects.get(pk=edition.pk), parts, edits)]


def is_kept() -> bool:
    return bool(_kept)


@transaction.atomic
def make_again() -> Edition:
    """The same edition again: a draft, what hangs on it, then published."""
    [kept] = _kept
    edition = copy.copy(kept.edition)
    edition._state = ModelState()
    edition.status, edition.published_at = EditionStatus.DRAFT, None
    edition.document, edition.content_hash = None, ""
    edition.save(force_insert=True)
    for part in kept.parts:
        part.insert()
    for name in ("status", "published_at", "document", "content_hash"):
        setattr(edition, name, getattr(kept.edition, name))
    edition.save(force_update=True)
    kept.edits.insert()
    return edition
