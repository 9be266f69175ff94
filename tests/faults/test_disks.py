"""SQLite's own faults: a lock held long, a disk that is full, read-only, or lost its log.

The server has a database file of its own here, on a small disk of its own where this machine lets
one be made; elsewhere its processes may only write so much.
"""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.factories import make_shipped_edition
from tests.faults.founders import until
from tests.faults.writers import Reply, Writer, ask, post, seat
from tests.harness.site import Site, serving

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" not in connection.vendor, reason="a file is SQLite's"),
]
ROOM = 4_000_000
"""Bytes more than the database has at first."""


@contextlib.contextmanager
def disk(folder: Path, size: int) -> Iterator[bool]:
    """A disk of this size in the folder; False where only root could make one and we are not."""
    if os.geteuid():
        yield False
        return
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder])
    try:
        yield made.returncode == 0
    finally:
        if made.returncode == 0:
            subprocess.run(["umount", "--lazy", folder], check=True)


class Own:
    """A server whose database is a file that a test may spoil."""

    def __init__(self, site: Site, file: Path, small: bool) -> None:
        self.site, self.file, self.small = site, file, small

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        """Nothing more can be written."""
        filler = self.file.with_name("filler")
        if self.small:
            with filler.open("wb", buffering=0) as out, contextlib.suppress(OSError):
                while out.write(b"\0" * 4096):
                    pass
        else:
            self._at_most(self.file.with_name(f"{self.file.name}-wal").stat().st_size)
        try:
            yield
        finally:
            filler.unlink(missing_ok=True)
            self._at_most(resource.RLIM_INFINITY)

    def _at_most(self, size: int) -> None:
        for one in self.site.workers():
            resource.prlimit(one, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def writer(self) -> Writer:
        """A founder who has saved once."""
        [found] = seat(self.site.port, 1, threading.Event())
        assert found.save().status == 200
        return found

    def stored(self) -> dict[str, int]:
        """The version of every edit that was stored."""
        with contextlib.closing(sqlite3.connect(self.file)) as other:
            assert other.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            rows = other.execute("SELECT mutation, version FROM questionnaire_answerrevision")
            return dict(rows.fetchall())

    def has(self, writer: Writer) -> bool:
        """Whether everything that was acknowledged is there."""
        stored = self.stored()
        return all(stored.get(edit.hex) == version for edit, version, _ in writer.acknowledged)


@pytest.fixture
def own(site: Site, tmp_path: Path) -> Iterator[Own]:
    """The product on a copy of the tests' database."""
    make_shipped_edition()
    folder = tmp_path / "disk"
    folder.mkdir()
    kept = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(kept)])
    with disk(folder, kept.stat().st_size + ROOM) as small:
        file = Path(shutil.move(kept, folder / "fmassess.sqlite3"))
        with serving(tmp_path / "var", ready=True, DATABASE_URL=f"sqlite:///{file}") as found:
            yield Own(found, file, small)


def come_again(reply: Reply) -> bool:
    return (reply.status, reply.headers.get("Retry-After")) == (503, "3")


@contextlib.contextmanager
def locked(file: Path | str) -> Iterator[None]:
    """Somebody else writes, and takes their time."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_db07_a_lock_is_waited_for_and_after_five_seconds_it_is_503(site: Site) -> None:
    """And reads wait for nobody (DB-18)."""
    make_shipped_edition()
    [writer] = seat(site.port, 1, threading.Event())
    file = str(connection.settings_dict["NAME"])
    waited: list[Reply] = []
    with locked(file):
        saving = threading.Thread(target=lambda: waited.append(writer.save()))
        saving.start()
        time.sleep(1.5)
        page = ask(writer.browser, "GET", writer.path.split("answers/")[0])
        assert (page.status, waited) == (200, [])
    saving.join()
    assert [one.status for one in waited] == [200]
    with locked(file):
        reply = writer.save()
    assert come_again(reply)
    assert reply.seconds > 4
    assert writer.save().status == 200


def test_db08_db09_db10_a_spoiled_disk_loses_nothing_and_is_well_again_by_itself(own: Own) -> None:
    writer = own.writer()
    page = writer.path.split("answers/")[0]
    with own.full():
        until(lambda: come_again(writer.save()))  # what is left of a page may still be written
        assert come_again(writer.save())
        assert ask(writer.browser, "GET", page).status == 200
        # Nor is it taken for too many: what cannot be counted is not the visitor's to wait out.
        begun = [post(writer.browser, "/start/", {"name": "Late", "stage": ""}) for _ in range(3)]
        assert all(map(come_again, begun)), [one.status for one in begun]
        assert ask(writer.browser, "GET", "/healthz").status == 200
    assert writer.save().status == 200  # without a new start
    assert own.has(writer)
    own.site.kill()
    for end in ("-wal", "-shm"):
        own.file.with_name(f"{own.file.name}{end}").unlink(missing_ok=True)
    own.site.start()  # on what had reached the file itself
    stored = own.stored()
    again = own.writer()
    assert own.has(again)
    assert stored.items() <= own.stored().items()
    only_reading(own, again)


def only_reading(own: Own, writer: Writer) -> None:
    """DB-09: on a disk that cannot be written to."""
    if not own.small:
        return
    own.site.kill()
    until(lambda: remounted(own, "ro"))  # once the last process is gone
    own.site.start()
    assert come_again(writer.save())
    assert remounted(own, "rw")
    until(lambda: writer.save().status == 200)
    assert own.has(writer)


def remounted(own: Own, how: str) -> bool:
    command = ["mount", "-o", f"remount,{how}", str(own.file.parent)]
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0
