"""Everything that is stored about a venture as one JSON file (docs/download-json.md)."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
import uuid
from typing import IO, Any

from questionnaire.download.queries import (
    PEOPLE,
    TABLES,
    editions_named,
    one_moment,
    people_named,
    rows_of,
)
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture

SCHEMA = 1
IN_MEMORY = 1_000_000


def everything(venture: Venture, at: dt.datetime, *, owner: bool, reader: Actor) -> IO[bytes]:
    """The file, ready to be read from its beginning. owner: whether it is for one of its owners;
    reader: for whom, who takes along their own sheet apart and those laid open to them.

    Written in one short transaction to memory, or to a nameless file once it is large, and sent
    from there: a slow reader keeps no transaction open, and nothing in it is half a save.
    """
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with one_moment():
        _write(out, venture, at, owner, reader)
    out.seek(0)
    return out


def _write(out: IO[bytes], venture: Venture, at: dt.datetime, owner: bool, reader: Actor) -> None:
    people: set[int] = set()
    editions: set[uuid.UUID] = set()
    out.write(b"{\n")
    _part(out, "schema", SCHEMA)
    _part(out, "made_at", at)
    _part(out, "venture", {one.attname: getattr(venture, one.attname)
                           for one in Venture._meta.concrete_fields})  # fmt: skip
    for table in TABLES:
        out.write(f'"{table.name}": ['.encode())
        for place, row in enumerate(rows_of(table, venture.pk, owner=owner, reader=reader)):
            out.write((b",\n" if place else b"\n") + _json(row))
            people.update(row[name] for name in PEOPLE if row.get(name) is not None)
            editions.update([row["edition_id"]] if "edition_id" in row else [])
        out.write(b"],\n")
    _part(out, "people", people_named(people))
    _part(out, "editions", editions_named(editions), last=True)
    out.write(b"}\n")


def _part(out: IO[bytes], name: str, value: Any, *, last: bool = False) -> None:
    out.write(f'"{name}": '.encode() + _json(value) + (b"\n" if last else b",\n"))


def _json(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False, default=_plain)
    return text.encode()


def _plain(value: Any) -> str:
    """Dates and keys as text, to the last digit."""
    if isinstance(value, dt.date):  # a time too
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"a {type(value).__name__} has no form in the file yet")
