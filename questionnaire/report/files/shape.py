"""What a table of a report is made of; no Django."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.report.narrative.tongue import Said, Tongue, said
from questionnaire.scoring.sheet import Sheet

Cell = str | float | int | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the tables are made from."""

    tongue: Tongue
    card: Mapping[str, Any]
    sheet: Sheet
    notes: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Column:
    """key: for machines, for ever; heading: for people; width: in characters."""

    key: str
    heading: str
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A table. None is what cannot be said, and never zero."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def columns_of(*columns: tuple[str, str, int]) -> tuple[Column, ...]:
    """Columns from (key, heading, width)."""
    return tuple(Column(*one) for one in columns)


def lines(found: Iterable[Said]) -> str:
    """Questions with their answers, one to a line."""
    return "\n".join(f"{one.ask} {one.answer}" for one in found)


def behind(told: Told, questions: Iterable[str]) -> str:
    """The answers behind a result, one to a line."""
    return lines(said(told.tongue, told.sheet, key) for key in questions)
