"""Where the web workers of one master gather what they count: a folder that is new with each.

prometheus-client's way to count in several processes is a file of each, read by whoever is asked.
They lie in memory where the system has that (systemd's folder of the unit, else /dev/shm). What a
worker counted that ended is added to the sum of all that ended, so that the files do not become
more; nobody reads meanwhile.

The files are mapped, and the system ends a process that writes into a mapped file for which there
is no room any more. So room is written before it is used: where there is none, what has no place
is not counted, and nothing else happens.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import struct
import tempfile
import time
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from threading import Lock

log = logging.getLogger("fmassess.gathering")

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
PREFIX = "fmassess-gathered"
"""Not what it was: a version of before removes a folder of that name which ends in no process."""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made there, for ourselves alone
SUMMED = ("counter", "histogram")
KINDS = (*SUMMED, "gauge_livesum")
UNREADABLE = (OSError, ValueError, RuntimeError, struct.error)
LIVES, LOCKED = "lives", "locked"
"""Files: the master and its workers hold the one for as long as any of them runs, and the other
whoever reads, or adds up and so reads alone."""
SMALLEST = 1 << 16
"""Bytes of a new file; each step doubles it, as the library does."""
ONE_MORE = 8192
"""Bytes that whatever has one name, method and status takes in a file at most."""
PATIENCE = 0.5
"""Seconds that a master waits for who reads; what could not be added up is the next time."""


class _Here:
    """What this process knows: the file that says it runs, whether it found room, and of a master
    the workers that ended and are not added up."""

    lives: FileIO | None = None
    has_room = True
    making = Lock()
    ended: set[int] = set()


# ---------------------------------------------------------------- the folder of a master


def begin(var: Path) -> None:
    """A folder for this master and its workers; those whose processes all ended are removed. Where
    none can be made each worker counts for itself."""
    given = os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0]  # systemd's, in memory too
    home = Path(given) if given else IN_MEMORY
    if not os.access(home, os.W_OK):
        home = var
    for old in home.glob(f"{PREFIX}-{os.getuid()}-*"):
        if _is_left(old):
            shutil.rmtree(old, ignore_errors=True)
    with contextlib.suppress(OSError):
        os.environ[VARIABLE] = str(_made(home))


def _made(home: Path) -> Path:
    """Ours alone to read, and never there under its name without the mark that somebody runs."""
    new = Path(tempfile.mkdtemp(prefix=f".{PREFIX}-", dir=home))
    try:
        (new / LOCKED).touch()
        lives = FileIO(new / LIVES, "w")
        fcntl.flock(lives, fcntl.LOCK_SH)
        _make_files(new, os.getpid())
        folder = new.rename(home / f"{PREFIX}-{os.getuid()}-{new.name.rpartition('-')[2]}")
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    _Here.lives = lives
    return folder


def _is_left(folder: Path) -> bool:
    """Whether nobody runs any more who counts there. A number of a process would not say: another
    may have it by now, or it runs in a container whose numbers are others."""
    try:
        if folder.lstat().st_uid != os.getuid():
            return False
        with (folder / LIVES).open("rb") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except OSError:
        return False


def end() -> None:
    """The master ends."""
    if VARIABLE in os.environ:
        shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)


# ---------------------------------------------------------------- room to count in


def join() -> None:
    """A worker begins: it has files with room in them, or counts nothing."""
    if VARIABLE not in os.environ:
        return
    try:
        _make_files(Path(os.environ[VARIABLE]), os.getpid())
    except OSError:
        _Here.has_room = False
        log.warning("there is no room to count requests in; this worker counts none")


def has_room() -> bool:
    """Whether this process may count at all."""
    return _Here.has_room


@contextlib.contextmanager
def room_for_one_more() -> Iterator[None]:
    """Within it something may be counted that was not before; OSError where there is no room."""
    with _Here.making:
        if VARIABLE in os.environ:
            folder = Path(os.environ[VARIABLE])
            for kind in KINDS:
                file = folder / f"{kind}_{os.getpid()}.db"
                _make_room(file, _used(file) + ONE_MORE)
        yield


def _make_files(folder: Path, process: int) -> None:
    """Never there half made, as somebody may be reading."""
    for kind in KINDS:
        file, new = folder / f"{kind}_{process}.db", folder / f"{kind}_{process}.new"
        if not file.exists():  # else of one that had this number before, and is not added up yet
            _make_room(new, SMALLEST)
            new.rename(file)


def _used(file: Path) -> int:
    with file.open("rb") as opened:
        first = opened.read(4)
    return int(struct.unpack("i", first)[0]) if len(first) == 4 else 0


def _make_room(file: Path, needed: int) -> None:
    """Zeros until it is large enough, appended, so that nothing is written over that others count;
    OSError where there is no room, and it is as it was."""
    with FileIO(file, "a") as opened:
        before = os.fstat(opened.fileno()).st_size
        size = max(before, SMALLEST)
        while size < needed:
            size *= 2
        try:
            written = before
            while written < size:
                written += os.write(opened.fileno(), bytes(size - written))
        except OSError:
            os.ftruncate(opened.fileno(), before)
            if not before:
                file.unlink()
            raise


# ---------------------------------------------------------------- reading, and adding up


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Nothing is added up while somebody reads: it would be counted twice, or be gone."""
    with Path(os.environ[VARIABLE], LOCKED).open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def end_of(process: int) -> None:
    """A worker ended: what it counted stays counted, what it had in hand does not. Nothing is
    raised: gunicorn ends the master, and so the site, over a fault in here."""
    if VARIABLE not in os.environ:
        return
    folder = Path(os.environ[VARIABLE])
    for file in folder.glob(f"gauge_*_{process}.db"):
        file.unlink(missing_ok=True)
    _Here.ended.add(process)
    with contextlib.suppress(OSError), (folder / LOCKED).open("rb") as lock:
        _wait_for(lock.fileno())
        for one in tuple(_Here.ended):
            if one == process or not _runs(one):
                _add_up(folder, one)
                _Here.ended.discard(one)


def _wait_for(lock: int) -> None:
    """Until nobody reads; OSError where somebody goes on for too long."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)


def _runs(process: int) -> bool:
    """Whether a worker of ours has this number, anew."""
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def _add_up(folder: Path, process: int) -> None:
    """OSError where there is no room for the sum: then the file stays, and is read as it is."""
    from prometheus_client.mmap_dict import MmapedDict  # needs the folder's name when it is loaded

    for kind in SUMMED:
        file, total = folder / f"{kind}_{process}.db", folder / f"{kind}_0.db"
        if not file.exists():
            continue
        try:
            counts = list(MmapedDict.read_all_values_from_file(str(file)))
        except UNREADABLE:
            # What a killed worker left half made: a reader would fail over it for ever.
            log.warning("what worker %s counted is lost: its file could not be read", process)
        else:
            _make_room(total, (_used(total) if total.exists() else 0) + file.stat().st_size)
            summed = MmapedDict(str(total))
            for key, value, *_ in counts:
                summed.write_value(key, summed.read_value(key)[0] + value, 0)
            summed.close()
        file.unlink()
