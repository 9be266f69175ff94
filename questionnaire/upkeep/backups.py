"""Backups: a folder each, with the database as one file and a manifest that says what is in it.

A backup appears under its name when it is whole, and not before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from questionnaire.upkeep.beats import beat
from questionnaire.upkeep.dumping import FILES, DumpFailed, dump, tables, whereabouts
from questionnaire.upkeep.models import Beat

PREFIX, PARTIAL = "fmassess-", ".partial-"
MANIFEST = "manifest.json"


class Unusable(Exception):
    """A backup that is not whole, or not of this kind of database; in a sentence."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. counts: rows of each table; migrations: those that were applied."""

    made_at: str
    vendor: str
    file: str
    size: int
    sha256: str
    counts: dict[str, int]
    migrations: list[str]
    django: str


def back_up(*, folder: Path, at: dt.datetime, keep: int) -> Path:
    """Make one, then remove the oldest beyond ``keep``. Raises DumpFailed, OSError."""
    if Beat._meta.db_table not in tables():  # it would push out one that holds something
        raise DumpFailed(f"nothing of this site stands in {whereabouts()}")
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{PARTIAL}*"):  # of a run that was killed
        shutil.rmtree(left)
    name = f"{PREFIX}{at:%Y%m%dT%H%M%SZ}"
    part = folder / f"{PARTIAL}{name}"
    part.mkdir(mode=0o700)
    try:
        counts = dump(part)
        _write(part / MANIFEST, describe(part / FILES[connection.vendor], counts, at))
        part.rename(folder / name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    _sync(folder)
    for old in made(folder)[:-keep]:
        shutil.rmtree(old)
    beat(name=Beat.BACKUP, at=at)  # last: it waits for whoever writes, and may have to give up
    return folder / name


def made(folder: Path) -> list[Path]:
    """The backups of a folder, the oldest first."""
    return sorted(folder.glob(f"{PREFIX}*/"))


def describe(file: Path, counts: dict[str, int], at: dt.datetime) -> Manifest:
    """The manifest of a file just written."""
    applied = MigrationRecorder(connection).applied_migrations()
    return Manifest(
        made_at=at.isoformat(),
        vendor=connection.vendor,
        file=file.name,
        size=file.stat().st_size,
        sha256=digest(file),
        counts=counts,
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        django=_version("django"),
    )


def read(backup: Path) -> Manifest:
    """A backup's manifest, once its file was found to be what was written. Raises Unusable."""
    try:
        manifest = Manifest(**json.loads((backup / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise Unusable(f"{backup} has no manifest that can be read") from None
    file = backup / manifest.file
    if Path(manifest.file).name != manifest.file or not file.is_file():
        raise Unusable(f"{backup} does not hold the file that its manifest names")
    if file.stat().st_size != manifest.size or digest(file) != manifest.sha256:
        raise Unusable(f"{file} is not what was written: its hash differs from the manifest's")
    if manifest.vendor != connection.vendor:
        raise Unusable(f"this is a backup of {manifest.vendor}; DATABASE_URL names another kind")
    return manifest


def digest(file: Path) -> str:
    """SHA-256 of a file of any size."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _write(file: Path, manifest: Manifest) -> None:
    with file.open("w", encoding="utf-8") as out:
        json.dump(asdict(manifest), out, indent=1)
        out.flush()
        os.fsync(out.fileno())


def _sync(folder: Path) -> None:
    """So that the new name is still there after the power went."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
