"""Two to four ventures of a cohort side by side, as plain values: what each shows, line by line."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from questionnaire.cohort.aggregate import POSTURES, Row
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.page import (
    Cell,
    TableRow,
    cell_in,
    column_name,
    table_row,
)
from questionnaire.cohort.standing.columns import Places, row_from
from questionnaire.cohort.standing.reading import READ, standings
from questionnaire.report.narrative.tongue import Tongue

FEWEST, MOST = 2, 4


@dataclass(frozen=True, slots=True)
class Line:
    """A number of each venture under one name."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """Words of each venture under one name; words in place of an empty list."""

    name: str
    lists: tuple[tuple[str, ...], ...]
    empty: str


def chosen_ids(said: Sequence[str]) -> list[uuid.UUID]:
    """The ventures that an address names, each once; what is no id is left out."""
    found: dict[uuid.UUID, None] = {}
    for one in said[:100]:
        try:
            found[uuid.UUID(one)] = None
        except ValueError:
            continue
    return list(found)[:MOST]


def chosen_rows(cohort: Cohort, places: Places, ids: Sequence[uuid.UUID]) -> list[Row]:
    """Their rows in the order in which they were named. One query; none of another cohort."""
    found = standings(cohort, None).filter(enrolment__in=ids).values(*READ)
    rows = {row.id: row for row in (row_from(one, places) for one in found)}
    return [rows[one] for one in ids if one in rows]


def heads(tongue: Tongue, rows: Sequence[Row], required: Sequence[str]) -> list[TableRow]:
    """Name, stage, state and path of each."""
    return [table_row(tongue, row, required=required) for row in rows]


def lines(
    tongue: Tongue, places: Places, rows: Sequence[Row], required: Sequence[str]
) -> Iterator[Line]:
    """Every number, with its shade or the reason why there is none."""
    for key in ("margin", "lean", *POSTURES, *places.scores, "runway"):
        shaded = key in POSTURES or key in places.scores
        cells = (cell_in(tongue, row, key, required) for row in rows)
        yield Line(
            column_name(tongue, key),
            tuple(one if shaded or one.shade == "withheld" else Cell(one.words, "")
                  for one in cells),
        )  # fmt: skip


def lists(tongue: Tongue, rows: Sequence[Row]) -> list[Lists]:
    """Contradictions, actions and milestones, as far as the answers behind them are shared."""
    texts = tongue.texts
    return [
        _listed(tongue.say("Answers that contradict"), rows, lambda row: row.tensions,
                {key: one.name for key, one in texts.tensions.items()}, tongue),
        _listed(tongue.say("Actions needed"), rows, lambda row: row.next.actions,
                {key: one.text for key, one in texts.actions.items()}, tongue),
        _listed(tongue.say("Milestones reached"), rows, lambda row: row.next.reached,
                {key: one.name for key, one in texts.milestones.items()}, tongue),
    ]  # fmt: skip


def _listed(
    name: str, rows: Sequence[Row], keys: Callable[[Row], tuple[str, ...]],
    words: dict[str, str], tongue: Tongue,
) -> Lists:  # fmt: skip
    return Lists(
        name,
        tuple(tuple(words[key] for key in keys(row) if key in words) for row in rows),
        tongue.say("None in what is shared."),
    )
