"""A streaming replica of the PostgreSQL that the tests run on: a second server, its own data."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg

from tests.harness.postgres import LAUNCHER, PREFIX, run_as_server
from tests.harness.site import PATIENCE, database_url


@dataclass(frozen=True)
class Standby:
    """The second server; stopped and started as a machine would be."""

    folder: Path

    @property
    def url(self) -> str:
        """The address of the database of these tests there."""
        return (
            urlsplit(database_url())
            ._replace(query=urlencode({"host": self.folder.parent}))
            .geturl()
        )

    def ask(self, question: str, *given: object) -> object:
        """The first value that the second server answers."""
        with psycopg.connect(self.url, autocommit=True) as link:
            row = link.execute(question, given or None).fetchone()
        return row[0] if row else None

    def start(self) -> None:
        run_as_server(
            "pg_ctl", "-w", "-D", self.folder, "-l", self.folder / "log",
            "-o", f'-h "" -k "{self.folder.parent}"', "start",
        )  # fmt: skip

    def stop_at_once(self) -> None:
        """As if its machine lost its power."""
        run_as_server("pg_ctl", "-w", "-D", self.folder, "-m", "immediate", "stop")

    def promote(self) -> None:
        """From now on it takes writes, and follows nobody."""
        run_as_server("pg_ctl", "-w", "-D", self.folder, "promote")

    def catch_up(self) -> None:
        """Wait until it follows the primary again."""
        end = time.monotonic() + PATIENCE
        while self.ask("SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'") != 1:
            assert time.monotonic() < end, "the replica does not follow"
            time.sleep(0.1)


@contextlib.contextmanager
def following() -> Iterator[Standby]:
    """A replica of the server that these tests run on, with its data copied and streaming."""
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}standby-"))
    home.chmod(0o777)  # the server's own user writes there
    (home / LAUNCHER).write_text(str(os.getpid()))
    one = Standby(home / "data")
    source = urlsplit(os.environ["DATABASE_URL"])
    try:
        run_as_server(
            "pg_basebackup", "-D", one.folder, "-d", source.geturl(), "-R", "-X", "stream",
            "-c", "fast",
        )  # fmt: skip
        one.start()
        try:
            one.catch_up()
            yield one
        finally:
            with contextlib.suppress(Exception):
                one.stop_at_once()  # a test may have done so
    finally:
        shutil.rmtree(home, ignore_errors=True)
