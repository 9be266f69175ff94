"""How a cohort's rows are narrowed and put in order, row by row; no Django.

The page does the same in SQL (standing/); this is what it must come to.
"""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.cohort.aggregate import POSTURES, Row, Seen
from questionnaire.vocabulary import Stage

STAGES = tuple(str(stage) for stage in Stage)
SORTS = ("venture", "state", "path", "margin", "lean", *POSTURES)
"""The columns that are shown unless others are chosen; each sorts."""
CATEGORY = "in-"
"""Before a category's key, the name of its column: a posture may have the same key."""


def fold(text: str) -> str:
    """A text as it is searched and sorted: without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one)).strip()


def name_key(text: str) -> bytes:
    """What names are sorted by: the same order in every database."""
    return fold(text).encode()


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; empty or None keeps all. name: a part of it; action: one that is needed;
    lacks: required categories, of which at least one is not there."""

    state: str = ""
    path: str = ""
    tension: str = ""
    safety: int | None = None
    stage: str = ""
    name: str = ""
    action: str = ""
    funding: int | None = None
    community: int | None = None
    lacks: tuple[str, ...] = ()

    @property
    def active(self) -> int:
        """How many narrow the list."""
        words = (self.state, self.path, self.tension, self.stage, self.name, self.action)
        return sum(bool(one) for one in words) + len(self.least) + bool(self.lacks)

    @property
    def least(self) -> dict[str, int]:
        """The postures of which at least so many points are asked."""
        asked = {name: getattr(self, name) for name in POSTURES}
        return {name: least for name, least in asked.items() if least is not None}


def filter_rows(rows: Iterable[Row], filters: Filters) -> list[Row]:
    """The rows that match every filter; a number that is not shown matches no minimum."""
    return [
        row
        for row in rows
        if (not filters.state or row.state == filters.state)
        and (not filters.path or row.path == filters.path)
        and (not filters.tension or filters.tension in row.tensions)
        and (not filters.action or filters.action in row.next.actions)
        and (not filters.lacks or row.lacks(filters.lacks))
        and (not filters.stage or row.stage == filters.stage)
        and fold(filters.name) in fold(row.name)
        and all(_at_least(row.postures[name], least) for name, least in filters.least.items())
    ]


def _at_least(one: Seen, minimum: int) -> bool:
    return one.value is not None and one.value >= minimum


def sort_rows(
    rows: Sequence[Row], sort: str, path_place: Mapping[str, int]
) -> tuple[list[Row], str]:
    """Rows in the order asked for ("-safety": highest first) and that order; by name otherwise.

    Whatever has no number comes last either way; those alike stand by name.
    """
    name, down = sort.removeprefix("-"), sort.startswith("-")
    sorter = _sorter(name, path_place, {key for row in rows for key in row.categories})
    if sorter is None:
        name, down, sorter = "venture", False, _by_name
    by_name = sorted(rows, key=_by_name)
    known = [row for row in by_name if sorter(row) is not None]
    unknown = [row for row in by_name if sorter(row) is None]
    known.sort(key=sorter, reverse=down)
    return known + unknown, f"-{name}" if down else name


def _by_name(row: Row) -> tuple[bytes, uuid.UUID]:
    return name_key(row.name), row.id


def _sorter(
    name: str, path_place: Mapping[str, int], categories: set[str]
) -> Callable[[Row], Any] | None:
    """What a column sorts by; None for what is no column."""
    if name in POSTURES:
        return lambda row: row.postures[name].value
    if name.startswith(CATEGORY) and name.removeprefix(CATEGORY) in categories:
        return lambda row: row.categories[name.removeprefix(CATEGORY)].value
    places = {stage: place for place, stage in enumerate(STAGES)}
    return {
        "venture": _by_name,
        "stage": lambda row: places.get(row.stage),
        "state": lambda row: row.state,
        "path": lambda row: path_place.get(row.path),
        "margin": lambda row: row.margin.value,
        "lean": lambda row: row.lean.value,
        "runway": lambda row: row.runway.value,
    }.get(name)
