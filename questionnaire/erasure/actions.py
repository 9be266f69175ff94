"""Erasures and withdrawals are noted with what does them, and carried to a file outside of this
database.

A web process writes the row in that very transaction, so that no erasure goes unnoted; the worker
carries the rows to the file, so that web processes need no disk in common. Lines may stand there
twice (a worker killed between file and row); whoever reads them does no more the second time.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from questionnaire.erasure.models import Erased
from questionnaire.keeping import ERASED_DAYS

KEPT = dt.timedelta(days=ERASED_DAYS)
"""How long an erasure is remembered: longer than any backup may be kept (docs/operations.md)."""
AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """One erasure or withdrawal, as the file has it."""

    kind: str
    key: str
    at: dt.datetime

    def __str__(self) -> str:
        return json.dumps({"kind": self.kind, "id": self.key, "at": self.at.isoformat()})


def note_erased(*, kind: str, keys: Iterable[object], at: dt.datetime) -> None:
    """Remember what is erased, or taken back, in this very transaction."""
    Erased.objects.bulk_create([Erased(kind=kind, key=str(key), at=at) for key in keys])


def carry_to_list(*, file: Path) -> int:
    """Append to the file what it does not have yet; how many lines. Safe to run at any moment."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), file.open("x"):
        file.chmod(0o600)  # an empty list is not a lost one
    with transaction.atomic():
        waiting = Erased.objects.select_for_update().filter(listed=False).order_by("pk")
        rows = list(waiting[:AT_ONCE])
        if not rows:
            return 0
        cut = _is_cut(file)
        with file.open("a", encoding="utf-8") as out:
            out.write("\n" if cut else "")
            out.writelines(f"{Line(row.kind, row.key, row.at)}\n" for row in rows)
            out.flush()
            os.fsync(out.fileno())
        file.chmod(0o600)
        Erased.objects.filter(pk__in=[row.pk for row in rows]).update(listed=True)
    return len(rows)


def _is_cut(file: Path) -> bool:
    """Whether a crash left a line without its end, which the next one would run into."""
    if not file.exists() or not file.stat().st_size:
        return False
    with file.open("rb") as written:
        written.seek(-1, os.SEEK_END)
        return written.read(1) != b"\n"


def read_list(file: Path) -> list[Line]:
    """Everything that the file knows, each once as it was last, the oldest first. A line that was
    cut off by a crash is passed over: its row was not marked, so it was written again."""
    found: list[Line] = []
    for text in file.read_text(encoding="utf-8").splitlines() if file.exists() else []:
        try:
            raw = json.loads(text)
            line = Line(raw["kind"], raw["id"], dt.datetime.fromisoformat(raw["at"]))
        except (ValueError, KeyError, TypeError):
            continue
        found.append(line)
    return _each_once(found)


def _each_once(lines: Iterable[Line]) -> list[Line]:
    """Of opting out and in again the later one."""
    alike = {Erased.OPT_IN: Erased.OPT_OUT}
    by_time = sorted(lines, key=lambda line: line.at)
    last = {(alike.get(line.kind, line.kind), line.key): line for line in by_time}
    return sorted(last.values(), key=lambda line: line.at)


def trim_list(*, file: Path, at: dt.datetime) -> int:
    """Forget erasures so old that no backup holds them any more, in the file and here; how many
    rows. What the file lost meanwhile is written again."""
    gone, _rows = Erased.objects.filter(at__lt=at - KEPT).delete()
    rows = Erased.objects.filter(listed=True).values_list("kind", "key", "at")
    known = [*read_list(file), *(Line(*row) for row in rows.iterator())]
    kept = [one for one in _each_once(known) if one.at >= at - KEPT]
    if kept or file.exists():
        _replace(file, "".join(f"{line}\n" for line in kept))
    return gone


def _replace(file: Path, text: str) -> None:
    """The file with another text, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_name(f".{file.name}.new")
    with new.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.chmod(0o600)
    new.replace(file)
