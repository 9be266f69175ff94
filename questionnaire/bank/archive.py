"""Files to a zip and back, trusting nothing that the zip says about itself; no Django.

Python's zipfile lists and unpacks; what may be in a zip, and how much of it, is ours to say.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable

from questionnaire.bank.seed_faults import SeedFault, shown
from questionnaire.scoring.faults import Said

MOST_ZIP = 5_000_000
"""Bytes of a zip."""
MOST_FILE = 1_000_000
"""Bytes of one file, unpacked."""
MOST_TOTAL = 3_000_000
"""Bytes of all files together, unpacked: six times the first edition in three languages."""
MOST_RATIO = 100
"""How many times its packed size a file may take (YAML takes five), beyond its first 10 kB."""
MOST_ENTRIES = 250
LONGEST_NAME = 200
DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every file that we write: the earliest that a zip can hold."""

Files = dict[str, bytes]
ENTRY, END = b"PK\x01\x02", b"PK\x05\x06"
SECRET = 0x1 | 0x40 | 0x2000
DRIVE = re.compile(r"[A-Za-z]:")
AGAIN = Said("make the zip again")


# zipfile lets errors of what it calls through: numbers out of range, names that are no text.
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, struct.error,
    NotImplementedError, RuntimeError, ValueError, OverflowError, EOFError, OSError,
)  # fmt: skip


class _Refused(Exception):
    """Why an entry is refused: problem, mend."""


# ---------------------------------------------------------------- writing


def zipped(folder: str, files: Iterable[tuple[str, str]]) -> bytes:
    """A zip with the files in one folder: the same bytes for the same texts, on every machine.

    Stored, not packed: what packing makes of a text depends on the machine's zlib.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as made:
        for name, text in sorted(files):
            info = zipfile.ZipInfo(f"{folder}/{name}", DATE)
            info.create_system = 3  # Unix, wherever it is written
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            made.writestr(info, text.encode())
    return out.getvalue()


# ---------------------------------------------------------------- reading


def unzipped(data: bytes) -> tuple[Files, list[SeedFault]]:
    """Every file of a zip by name, and the faults of those that are refused."""
    try:
        read = _opened(data)
    except _Refused as refused:
        return {}, [SeedFault("zip", "", *refused.args)]
    files: Files = {}
    faults: list[SeedFault] = []
    seen: set[str] = set()
    total = 0
    for info in read.infolist():
        name = info.orig_filename
        try:
            _check_name(name)
            if name.casefold() in seen:
                raise _Refused(Said("it is there twice"), Said("keep one"))
            seen.add(name.casefold())
            _check_entry(info)
            if info.is_dir():
                continue
            files[name] = _unpacked(read, info)
        except _Refused as refused:
            faults.append(SeedFault(_printable(name), "", *refused.args))
            continue
        total += len(files[name])
        if total > MOST_TOTAL:
            problem = Said(
                "its files are larger than %(number)s MB together", number=MOST_TOTAL // 1000000
            )
            return {}, [*faults, SeedFault("zip", "", problem, Said("take out what is not needed"))]
    return files, faults


def _opened(data: bytes) -> zipfile.ZipFile:
    """The zip with the list of what it says it holds."""
    if len(data) > MOST_ZIP:
        raise _Refused(
            Said("it is larger than %(number)s MB", number=MOST_ZIP // 1_000_000),
            Said("take out what is not text"),
        )
    if not data.startswith(b"PK"):
        raise _Refused(Said("it is not a zip"), Said("choose a zip that an export made"))
    if data.count(ENTRY) > MOST_ENTRIES:  # before a list of that length is made
        raise _Refused(
            Said("it holds over %(most_entries)s files", most_entries=MOST_ENTRIES),
            Said("take out what does not belong"),
        )
    try:
        read = zipfile.ZipFile(io.BytesIO(data))
        end = data.rindex(END)
        (told,) = struct.unpack_from("<H", data, end + 10)
    except _DAMAGED:
        raise _Refused(Said("it is damaged, or cut short"), AGAIN) from None
    if told != len(read.infolist()):  # zipfile takes what one entry's length swallows for its own
        raise _Refused(Said("it is damaged, or cut short"), AGAIN)
    return read


def _check_name(name: str) -> None:
    """Refuses names that lead elsewhere, on any system."""
    if len(name) > LONGEST_NAME:
        raise _Refused(Said("its name is too long"), Said("give it a short one"))
    if "\\" in name:
        raise _Refused(Said("its name holds a backslash"), Said("part folders with /"))
    if name.startswith("/") or DRIVE.match(name):
        raise _Refused(
            Said("its name is an absolute path"), Said("name it from the edition's folder")
        )
    if {"", ".", ".."} & set(name.removesuffix("/").split("/")):
        raise _Refused(
            Said("its name leads out of the folder"), Said("name it from the edition's folder")
        )
    if not name.isprintable():
        raise _Refused(
            Said("its name holds a character that cannot be seen"), Said("type the name again")
        )


def _check_entry(info: zipfile.ZipInfo) -> None:
    """Refuses what is no plain file."""
    if info.flag_bits & SECRET:
        raise _Refused(Said("it is encrypted"), Said("zip it without a password"))
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise _Refused(
            Said("it is a link or not a file"), Said("put a copy of the file itself there")
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _Refused(Said("it is packed in a rare way"), Said("zip it as usual (deflate)"))


def _unpacked(read: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of one file. Never more than may be: zipfile unpacks as far as it is read, stops
    where the header says the file ends, and refuses what the checksum does not fit."""
    most = min(MOST_FILE, MOST_RATIO * info.compress_size + 10_000)
    try:
        with read.open(info) as opened:
            found = opened.read(most + 1)
            whole = len(found) > most or not opened.read(1)
    except _DAMAGED:
        raise _Refused(Said("it is damaged, or its header does not fit it"), AGAIN) from None
    if len(found) > MOST_FILE:
        raise _Refused(
            Said("it is larger than %(number)s MB", number=MOST_FILE // 1_000_000), Said("split it")
        )
    if len(found) > most:
        raise _Refused(
            Said("it unpacks to over %(most_ratio)s times its size", most_ratio=MOST_RATIO),
            Said("write texts only"),
        )
    if not whole or len(found) != info.file_size:
        raise _Refused(Said("it is damaged, or its header does not fit it"), AGAIN)
    if found.startswith(b"PK\x03\x04"):
        raise _Refused(Said("it is a zip inside the zip"), Said("put its files there"))
    return found


def _printable(name: str) -> str:
    """A name as it can be shown: a hostile one shortened and escaped."""
    return name if name.isprintable() and len(name) <= 100 else shown(name, 100)
