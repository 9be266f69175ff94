"""The release plan that stands, as every file of a report tells it; no Django.

Its values come from a later stage, once for all files (release/taken_along.py): the PDF sets the
blocks, the workbook and CSV hold their lines, JSON holds the record.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from questionnaire.report.files.opened_record import ReleaseRecord
from questionnaire.report.files.shape import Table, columns_of
from questionnaire.report.narrative.tongue import Tongue

RELEASE = "release"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. about: what, state: how it stands, text: the rest; low and high: a range
    in a unit, None where there is no number."""

    key: str
    about: str
    state: str = ""
    text: str = ""
    low: float | None = None
    high: float | None = None
    unit: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of what follows. lede: sentences before it; heads and rows: its table as it is read,
    a list of sentences where there is one head or none; lines: the same for the workbook."""

    key: str
    title: str
    lede: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """The release plan that stands, in the reader's words, and for machines. facts: (term, what);
    rows: component, state, licence of each that is not kept; kept: how many are."""

    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str], ...]
    kept: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...]
    record: ReleaseRecord


def release_table(tongue: Tongue, day: dt.date, opened: Opened | None) -> Table:
    """The release plan and what follows; no row while there is none. Every row says of which day
    it is, and numbers are numbers."""
    say = tongue.say
    columns = columns_of(
        ("as_of", say("As of"), 12), ("part", say("Part"), 14), ("key", say("Key"), 24),
        ("about", say("About"), 44), ("state", say("State"), 30), ("text", say("Text"), 60),
        ("low", say("Low"), 12), ("high", say("High"), 12), ("unit", say("Unit"), 10),
        ("source", say("Source"), 40),
    )  # fmt: skip
    rows = tuple(
        (day.isoformat(), part, one.key, one.about, one.state, one.text, one.low, one.high,
         one.unit, one.source)
        for part, one in _lines(opened)
    )  # fmt: skip
    return Table(RELEASE, say("Release as of %(day)s", day=day.isoformat()), columns, rows)


def _lines(opened: Opened | None) -> tuple[tuple[str, Line], ...]:
    if opened is None:
        return ()
    facts = tuple(Line("", term, said) for term, said in opened.facts)
    parts = (
        ("fact", facts),
        ("component", opened.lines),
        *((one.key, one.lines) for one in opened.blocks),
    )
    return tuple((part, line) for part, lines in parts for line in lines)
