"""Addresses as people paste or upload them, line by line, each fine or with what is wrong."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from questionnaire.assessment.entry import clean_line

MOST_LINES = 1000
MOST_BYTES = 200_000
MOST_NAME = 120
DELIMITERS = (";", "\t", ",")
NAMED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]*)>$")
HEADS = frozenset({"email", "e-mail", "mail", "e-mail address", "address", "correo", "adresse"})
"""What the first line of a table may call its addresses."""


class Unusable(Exception):
    """Why a list cannot be read at all, in words for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: number counts from 1; fault is empty where it can be used."""

    number: int
    text: str
    email: str = ""
    name: str = ""
    fault: str = ""


def must_be_small(size: int) -> None:
    """Unusable for a file that is too large; asked before anything of it is read."""
    if size > MOST_BYTES:
        raise Unusable(_("The file is too large: %(most)s KB at most.") % {"most": 200})


def decoded(raw: bytes) -> str:
    """A file's text: UTF-8, what Excel writes in its place, or Unusable."""
    must_be_small(len(raw))
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16", errors="replace").encode()
    if b"\x00" in raw:
        raise Unusable(_("This is no text. Save the table as CSV and choose that file."))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def read_list(text: str) -> list[Line]:
    """Every line that is not empty. Unusable where there are none, or too many."""
    if len(text.encode(errors="replace")) > MOST_BYTES:
        raise Unusable(_("The list is too long: %(most)s KB at most.") % {"most": 200})
    lines = list(_lines(text))
    if not lines:
        raise Unusable(_("Paste at least one address, or choose a file."))
    if len(lines) > MOST_LINES:
        raise Unusable(
            _("The list has %(number)s lines; %(most)s can be invited at once.")
            % {"number": len(lines), "most": MOST_LINES}
        )
    return lines


def _lines(text: str) -> Iterator[Line]:
    seen: dict[str, int] = {}
    begun = False
    for number, raw in enumerate(text.splitlines(), 1):
        line = clean_line(raw)
        if not line:
            continue
        if not begun and _is_head(raw):
            begun = True
            continue
        begun = True
        found = _read(number, raw, line)
        if not found.fault and found.email in seen:
            fault = _("the same address as in line %(number)s") % {"number": seen[found.email]}
            found = Line(number, line, found.email, found.name, fault)
        elif not found.fault:
            seen[found.email] = number
        yield found


def _cells(line: str) -> list[str]:
    for delimiter in DELIMITERS:
        if delimiter in line:
            try:
                [row] = csv.reader([line], delimiter=delimiter, strict=True)
            except (csv.Error, ValueError):
                row = line.split(delimiter)
            return [clean_line(cell.strip().strip('"')) for cell in row]
    return [clean_line(line)]


def _is_head(line: str) -> bool:
    return "@" not in line and any(cell.casefold() in HEADS for cell in _cells(line))


def _read(number: int, raw: str, line: str) -> Line:
    named = NAMED.match(line)
    if named:
        return _checked(number, line, named["email"], named["name"].strip().strip('"').strip())
    cells = _cells(raw)
    if len(cells) == 1 and " " in line and "@" in line:  # "Ada ada@example.org"
        words = line.split()
        cells = [one for one in words if "@" in one]
        cells += [" ".join(one for one in words if "@" not in one)]
    addresses = [cell for cell in cells if "@" in cell]
    if not addresses:
        return Line(number, line, fault=_("no e-mail address in it"))
    if len(addresses) > 1:
        return Line(number, line, fault=_("more than one address; one in each line"))
    others = [cell for cell in cells if cell and "@" not in cell]
    return _checked(number, line, addresses[0], others[0] if others else "")


def _checked(number: int, line: str, email: str, name: str) -> Line:
    email = email.strip().removeprefix("mailto:").casefold()
    if len(name) > MOST_NAME:
        fault = _("the name is too long: %(most)s signs at most") % {"most": MOST_NAME}
        return Line(number, line, email, name[:MOST_NAME], fault)
    try:
        validate_email(email)
    except ValidationError:
        return Line(number, line, email, name, _("not an e-mail address"))
    if len(email) > 254:
        return Line(number, line, email, name, _("not an e-mail address"))
    return Line(number, line, email, name)
