"""A backup into the configured database, and the erasures since then once more. Site stopped."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError
from django.db.migrations.loader import MigrationLoader

from questionnaire.erasure.actions import carry_to_list, read_list
from questionnaire.erasure.models import Erased
from questionnaire.post.actions import hold
from questionnaire.upkeep.actions import replay
from questionnaire.upkeep.backups import Manifest, Unusable, read
from questionnaire.upkeep.dumping import count_rows, load, tables


class NotEmpty(Exception):
    """The database holds something, and nobody said that it may go."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to."""

    manifest: Manifest
    rows: int
    listed: int
    erased: int
    held: int


def restore(*, backup: Path, erasures: Path, replace: bool, at: dt.datetime) -> Restored:
    """Raises Unusable, NotEmpty, DumpFailed; before anything was changed, unless it says so."""
    manifest = read(backup)
    unknown = sorted(set(manifest.migrations) - _known())
    if unknown:
        raise Unusable(f"it was made by a newer version: it has the migration {unknown[-1]}")
    if tables() and not replace:
        raise NotEmpty
    _carry(erasures)
    load(backup / manifest.file, replace=replace)
    counts = count_rows(sorted(manifest.counts))
    if counts != manifest.counts:
        odd = sorted(name for name in counts if counts[name] != manifest.counts[name])
        raise Unusable(f"it was read in, but rows are missing or too many in {', '.join(odd)}")
    call_command("migrate", verbosity=0)
    lines = read_list(erasures)
    done = replay(lines)
    return Restored(manifest, sum(counts.values()), len(lines), done, hold(at=at))


def _carry(erasures: Path) -> None:
    """What the worker had not carried yet stands only in the database that goes."""
    if Erased._meta.db_table in tables():
        with contextlib.suppress(DatabaseError):  # it may be what is broken
            carry_to_list(file=erasures)


def _known() -> set[str]:
    """Every migration of this version of the code."""
    disk = MigrationLoader(None).disk_migrations
    return {f"{app}.{name}" for app, name in disk or {}}
