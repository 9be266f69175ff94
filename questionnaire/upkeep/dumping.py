"""A consistent copy of the database as one file, and such a file back into a database.

PostgreSQL's own programs, or SQLite's VACUUM INTO; never the copy of a file that is written to.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import conninfo, sql

FILES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}


class DumpFailed(Exception):
    """The database could not be written out or read in; the words of the program that said so."""


def dump(folder: Path) -> dict[str, int]:
    """Write the database into the folder as it is at one moment; rows of each table then."""
    if connection.vendor == "sqlite":
        return _dump_sqlite(folder / FILES["sqlite"])
    return _dump_postgres(folder / FILES["postgresql"])


def load(file: Path, *, replace: bool) -> None:
    """Read such a file into the configured database. replace: what is there goes."""
    if connection.vendor == "sqlite":
        _load_sqlite(file)
    else:
        _load_postgres(file, replace=replace)


def whereabouts() -> str:
    """What the configured database is called, and where it is; without who asks and how."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(given["NAME"])
    at = given["HOST"] or given.get("OPTIONS", {}).get("host") or "this machine"
    return f"{given['NAME']} at {at}"


def tables() -> list[str]:
    """The tables of the configured database."""
    return sorted(connection.introspection.table_names())


def count_rows(names: list[str]) -> dict[str, int]:
    """Rows of each table of the configured database."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
        return {name: _count(cursor, connection.ops.quote_name(name)) for name in names}


def _count(cursor: Any, quoted: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {quoted}")  # noqa: S608  (a name of the schema, quoted)
    return int(cursor.fetchone()[0])


# ---------------------------------------------------------------- SQLite


def _dump_sqlite(file: Path) -> dict[str, int]:
    """VACUUM INTO reads one moment, whoever writes meanwhile. Counted in the copy."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(file)])
    with file.open("rb") as written:
        os.fsync(written.fileno())
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as copy:
        rows = copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = sorted(name for (name,) in rows if not name.startswith("sqlite_"))
        return {name: _count(copy.cursor(), connection.ops.quote_name(name)) for name in names}


def _load_sqlite(file: Path) -> None:
    """The copy in the database's place; what was there stands aside."""
    target = Path(str(connection.settings_dict["NAME"]))
    connection.close()
    aside = time.strftime("%Y%m%d-%H%M%S")
    for end in ("-wal", "-shm", ""):
        old = target.with_name(target.name + end)
        if old.exists():
            old.rename(target.with_name(f"{target.name}.before-restore-{aside}{end}"))
    new = target.with_name(f".{target.name}.restoring")
    with file.open("rb") as source, new.open("wb") as sink:
        while piece := source.read(1 << 20):
            sink.write(piece)
        sink.flush()
        os.fsync(sink.fileno())
    new.replace(target)


# ---------------------------------------------------------------- PostgreSQL

_NOT_LIBPQ = {"cursor_factory", "context", "prepare_threshold", "autocommit", "row_factory"}


def _address() -> tuple[str, dict[str, str]]:
    """How the programs reach the database: an address without its password, and the environment
    that holds the password, which no list of processes shows."""
    given = connection.get_connection_params()
    known = {name: value for name, value in given.items() if name not in _NOT_LIBPQ}
    password = known.pop("password", "")
    for ours in ("options", "client_encoding"):  # limits of pages, which a dump outlasts
        known.pop(ours, None)
    env = {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
    return conninfo.make_conninfo(**known), env


def _run(program: str, *arguments: str) -> None:
    address, env = _address()
    path = str(Path(settings.POSTGRES_PROGRAMS) / program)
    try:
        done = subprocess.run(  # noqa: S603  (our own words, and no shell)
            [path, "--dbname", address, *arguments], env=env, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
    except OSError as error:
        raise DumpFailed(f"{program} could not be started: {error.strerror}") from None
    if done.returncode:
        said = done.stderr.strip()[-500:] or f"it ended with {done.returncode} and said nothing"
        raise DumpFailed(f"{program}: {said}")


def _dump_postgres(file: Path) -> dict[str, int]:
    """pg_dump and the counts look at one snapshot, so that they agree while others write."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        names = tables()
        counts = {name: _count(cursor, connection.ops.quote_name(name)) for name in names}
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges",
            f"--snapshot={snapshot}", f"--file={file}",
        )  # fmt: skip
    with file.open("rb") as written:
        os.fsync(written.fileno())
    return counts


def _load_postgres(file: Path, *, replace: bool) -> None:
    """All of it in one transaction, or nothing."""
    connection.close()
    if replace:
        _empty()
    _run("pg_restore", "--exit-on-error", "--single-transaction", "--no-owner",
         "--no-privileges", str(file))  # fmt: skip


def _empty() -> None:
    """Everything in the schema goes, at once."""
    address, env = _address()
    with psycopg.connect(address, password=env.get("PGPASSWORD")) as link:
        name = sql.Identifier(link.execute("SELECT current_schema()").fetchone()[0])  # type: ignore[index]
        link.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(name))
        link.execute(sql.SQL("CREATE SCHEMA {}").format(name))
