"""Where the web workers of one master gather what they count: a folder that is new with each.

prometheus-client's way to count in several processes is a file of each, read by whoever is asked.
They lie in memory where the system has that (systemd's folder of the unit, else /dev/shm): on a
full disk a process that writes into such a file is ended by the system. What a worker counted that
ended is added to the sum of all that ended, so that the files do not become more.
"""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import struct
from pathlib import Path

log = logging.getLogger("fmassess.gathering")

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
PREFIX = "fmassess-counts"
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made there, for ourselves alone
SUMMED = ("counter", "histogram")
UNREADABLE = (OSError, ValueError, RuntimeError, struct.error)


def begin(var: Path) -> None:
    """A folder for this master and its workers; those of masters that ended are removed. Where
    none can be made each worker counts for itself."""
    given = os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0]  # systemd's, in memory too
    home = Path(given) if given else IN_MEMORY
    if not os.access(home, os.W_OK):
        home = var
    for old in home.glob(f"{PREFIX}-*-*"):
        user, process = old.name.split("-")[-2:]
        if user == str(os.getuid()) and not Path(f"/proc/{process}").exists():
            shutil.rmtree(old, ignore_errors=True)
    folder = home / f"{PREFIX}-{os.getuid()}-{os.getpid()}"
    with contextlib.suppress(OSError):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        os.environ[VARIABLE] = str(folder)


def end_of(process: int) -> None:
    """A worker ended: what it counted stays counted, what it had in hand does not.

    A file that a killed worker left half made is dropped: gunicorn ends the master, and so the
    site, over a fault in here, and a reader would fail over the file for ever."""
    if VARIABLE not in os.environ:
        return
    folder = Path(os.environ[VARIABLE])
    for kind in SUMMED:
        file = folder / f"{kind}_{process}.db"
        if not file.exists():
            continue
        try:
            _add(file, folder / f"{kind}_0.db")
        except UNREADABLE:
            log.warning("what worker %s counted is lost: its file could not be added up", process)
        file.unlink(missing_ok=True)
    for file in folder.glob(f"gauge_*_{process}.db"):
        file.unlink(missing_ok=True)


def _add(file: Path, total: Path) -> None:
    from prometheus_client.mmap_dict import MmapedDict  # needs the folder's name when it is loaded

    counts = list(MmapedDict.read_all_values_from_file(str(file)))
    summed = MmapedDict(str(total))
    for key, value, *_ in counts:
        summed.write_value(key, summed.read_value(key)[0] + value, 0)
    summed.close()


def end() -> None:
    """The master ends."""
    if VARIABLE in os.environ:
        shutil.rmtree(os.environ[VARIABLE], ignore_errors=True)
