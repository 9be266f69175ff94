"""Who changed what in a draft: every write to its rows happens inside ``recording``."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from questionnaire.bank.difference import leaves, same
from questionnaire.bank.kinds import KINDS
from questionnaire.bank.models import Edition
from questionnaire.bank.records import Edit, PublishWish

if TYPE_CHECKING:
    from questionnaire.people.models import User

OWN = ("key", "title", "languages", "rules", "compute")
OUTSIDE = frozenset({"id", "key"})


class _Row(NamedTuple):
    """A row as it is told: its key from the outside in, and its values."""

    key: str
    values: dict[str, Any]


Snapshot = Mapping[tuple[str, Any], _Row]
"""Part and id of a row -> the row, so that one under a new key is still the same row."""


@contextmanager
def recording(edition: Edition, *, by: User | None, at: dt.datetime) -> Iterator[None]:
    """Record what the block changes about an edition's rows, in the same transaction.

    One at a time per edition, so that nobody's change is told as another's. A change ends a wish to
    publish: who confirms it has seen what is published.
    """
    with transaction.atomic():
        lock(edition.pk)
        before = snapshot(edition.pk)
        yield
        write_down(edition, before, by=by, at=at)


def write_down(edition: Edition, before: Snapshot, *, by: User | None, at: dt.datetime) -> None:
    """Record what changed since a snapshot; what ``recording`` does when its block ends."""
    after = snapshot(edition.pk)
    key = after.get(("edition", edition.pk), _Row(edition.key, {})).key
    made = [
        Edit(edition_id=edition.pk, edition_key=key, by=by, at=at, **one)
        for one in _edits(before, after)
    ]
    Edit.objects.bulk_create(made)
    if made:
        PublishWish.objects.filter(edition_id=edition.pk).delete()


def record(
    edition: Edition, field: str, before: Any, after: Any, *, by: User | None, at: dt.datetime
) -> None:
    """Record what happened to an edition as a whole."""
    Edit.objects.create(
        edition=edition if edition.pk else None, edition_key=edition.key, part="edition", key="",
        field=field, before=before, after=after, by=by, at=at,
    )  # fmt: skip


def lock(pk: uuid.UUID) -> str:
    """The edition's status, once whoever writes to its rows already is through."""
    locked = Edition.objects.select_for_update().filter(pk=pk)
    return next(iter(locked.values_list("status", flat=True)), "")


def snapshot(pk: uuid.UUID) -> Snapshot:
    """Every value of an edition's rows; a query for each kind of row."""
    found: dict[tuple[str, Any], _Row] = {}
    for values in Edition.objects.filter(pk=pk).values(*OWN):
        found["edition", pk] = _Row(values["key"], values)
    for part, kind in KINDS.items():
        outer = kind.holder_key
        rows = kind.model._default_manager.filter(**{kind.way: pk})
        names = [field.attname for field in kind.model._meta.local_concrete_fields]
        for values in rows.values(*names, *([outer] if outer else [])):
            holder = values.pop(outer) if outer else ""
            key = f"{holder}.{values['key']}" if holder else values["key"]
            found[part, values["id"]] = _Row(key, values)
    return found


def _edits(before: Snapshot, after: Snapshot) -> Iterator[dict[str, Any]]:
    """Every change: rows that came and went as wholes, others value by value."""
    for part, pk in sorted({*before, *after}, key=str):
        was, now = before.get((part, pk)), after.get((part, pk))
        shown = now or was
        assert shown is not None  # noqa: S101 - it is in one of the two
        told = {"part": part, "key": "" if part == "edition" else shown.key}
        if was is None or now is None:
            whole = {"before": was and _told(was), "after": now and _told(now)}
            yield {**told, "field": "", **whole}
            continue
        for name, value in now.values.items():
            if not same(value, was.values[name]):
                yield from ({**told, **one} for one in _ways(name, was.values[name], value))


def _told(row: _Row) -> dict[str, Any]:
    return {
        name: value
        for name, value in row.values.items()
        if name not in OUTSIDE and not name.endswith("_id") and value not in (None, "", [], {})
    }


def _ways(name: str, before: Any, after: Any) -> Iterator[dict[str, Any]]:
    """The ways into one column to each value that changed."""
    old, new = dict(leaves(before, name)), dict(leaves(after, name))
    for way in dict.fromkeys([*new, *old]):
        was, now = old.get(way), new.get(way)
        opened = None in (was, now) and (was in ({}, []) or now in ({}, []))
        if (
            not same(was, now) and not opened
        ):  # of an empty value that opened, what came into it is told
            yield {"field": way[:200], "before": was, "after": now}
