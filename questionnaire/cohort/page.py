"""The cohort page as plain values: table, heatmaps, spread, with the charts drawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from questionnaire.cohort import charts
from questionnaire.cohort.aggregate import (
    POSTURES,
    SORTS,
    Filters,
    Row,
    Seen,
    Spread,
    spread,
    state_counts,
    tension_counts,
)
from questionnaire.report.charts import Caption, heat_class
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue, path_name, path_place
from questionnaire.report.page import band_words, edges_of, lean_ends

HEAT_MARKS = (0.25, 0.4, 0.55, 0.7)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a figure, or words in place of one (then shade is "withheld")."""

    words: str
    shade: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A venture in the table. place is None while no path is shown."""

    id: Any
    name: str
    stage: str
    state: str
    readable: bool
    place: int | None
    path: str
    close: bool
    cells: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """Ventures against something: heads as (posture key or "", name)."""

    heads: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, tuple[Cell, ...]], ...]
    medians: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpreadTold:
    """How one posture is spread over the cohort; chart is None while nobody shows it."""

    posture: str
    name: str
    count: str
    words: str
    chart: SafeString | None


@dataclass(frozen=True, slots=True)
class Column:
    """A head of the table that sorts: its address's query, and which way it sorts now."""

    key: str
    name: str
    query: str
    now: str
    numeric: bool


def cohort_page(
    tongue: Tongue, everyone: Sequence[Row], shown: Sequence[Row], sort: str, filters: Filters
) -> dict[str, Any]:
    """Everything below the cohort's name. everyone: all rows; shown: those that match, sorted."""
    return {
        "summary": summary_words(tongue, everyone),
        "shown_words": shown_words(tongue, everyone, shown),
        "columns": [_column(tongue, key, sort) for key in SORTS],
        "rows": [table_row(tongue, row) for row in shown],
        "by_category": _by_category(tongue, shown),
        "by_posture": _by_posture(tongue, shown),
        "spreads": [_spread_told(tongue, shown, posture) for posture in POSTURES],
        "scatter": _scatter(tongue, shown),
        "tensions": _tensions(tongue, shown),
        "states": [(key, state_word(tongue, key)) for key in sorted(state_counts(everyone))],
        "paths": [(path.key, path.name) for path in tongue.texts.paths],
        "tension_choices": [
            (key, tongue.texts.tension(key).name) for key, _ in tension_counts(everyone)
        ],
        "filters": filters,
    }


def state_word(tongue: Tongue, state: str) -> str:
    """How far a venture is."""
    return {
        "submitted": tongue.say("Submitted"),
        "answering": tongue.say("Still answering"),
        "not-shared": tongue.say("Not shared"),
        "invited": tongue.say("Not started"),
    }[state]


def summary_words(tongue: Tongue, rows: Sequence[Row]) -> str:
    """The cohort in a sentence."""
    counts = state_counts(rows)
    parts = [
        tongue.count("%(number)s submitted", "%(number)s submitted", counts.get("submitted", 0)),
        tongue.count("%(number)s still answering", "%(number)s still answering",
                     counts.get("answering", 0)),
        tongue.count("%(number)s does not share", "%(number)s do not share",
                     counts.get("not-shared", 0)),
        tongue.count("%(number)s not started", "%(number)s not started",
                     counts.get("invited", 0)),
    ]  # fmt: skip
    keys = ("submitted", "answering", "not-shared", "invited")
    said = [part for key, part in zip(keys, parts, strict=True) if counts.get(key)]
    head = tongue.count("%(number)s venture", "%(number)s ventures", len(rows))
    return f"{head}: {', '.join(said)}." if said else f"{head}."


def shown_words(tongue: Tongue, everyone: Sequence[Row], shown: Sequence[Row]) -> str:
    """How many of all are listed."""
    return tongue.count(
        "%(shown)s of %(number)s venture", "%(shown)s of %(number)s ventures",
        len(everyone), shown=len(shown),
    )  # fmt: skip


def cell_of(tongue: Tongue, one: Seen, *, signed: bool = False) -> Cell:
    """A number with its shade, or the reason why there is none."""
    if one.value is not None:
        return Cell(tongue.figure(one.value, signed=signed),
                    heat_class(one.value / 100, HEAT_MARKS))  # fmt: skip
    words = {
        "not-shared": tongue.say("not shared"),
        "too-early": tongue.say("too early"),
        "none-asked": tongue.say("none asked"),
    }
    return Cell(words[one.missing], "withheld")


def table_row(tongue: Tongue, row: Row) -> TableRow:
    """A venture's row of the table."""
    numbers = (
        (tongue.say("Margin"), cell_of(tongue, row.margin)),
        (tongue.say("Lean"), cell_of(tongue, row.lean, signed=True)),
        *((posture_name(tongue, key), cell_of(tongue, row.postures[key])) for key in POSTURES),
    )
    path = path_name(tongue, row.path) if row.path else ""
    missing = {
        "answering": tongue.say("too little answered"),
        "invited": tongue.say("nothing yet"),
    }
    withheld = "" if row.path_shared else tongue.say("not shared")
    return TableRow(
        id=row.id, name=row.name, stage=row.stage, state=state_word(tongue, row.state),
        readable=row.readable,
        place=path_place(tongue, row.path) if row.path else None,
        path=path or withheld or missing.get(row.state, tongue.say("no direction yet")),
        close=row.close, cells=numbers,
    )  # fmt: skip


def column_names(tongue: Tongue) -> list[tuple[str, bool]]:
    """The heads of the table, and whether numbers stand below."""
    columns = [_column(tongue, key, "") for key in SORTS]
    return [(one.name, one.numeric) for one in columns]


def _column(tongue: Tongue, key: str, sort: str) -> Column:
    names = {
        "venture": tongue.say("Venture"),
        "state": tongue.say("State"),
        "path": tongue.say("Recommended path"),
        "margin": tongue.say("Margin"),
        "lean": tongue.say("Lean"),
    }
    now = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    numeric = key not in ("venture", "state", "path")
    first, second = (f"-{key}", key) if numeric else (key, f"-{key}")
    return Column(
        key=key,
        name=names.get(key) or posture_name(tongue, key),
        query=second if sort == first else first,
        now=now,
        numeric=numeric,
    )


# ---------------------------------------------------------------- heatmaps


def _median_words(tongue: Tongue, numbers: Iterable[Seen]) -> str:
    found = spread(numbers, edges_of(tongue)).median
    return "" if found is None else tongue.figure(found)


def _by_category(tongue: Tongue, rows: Sequence[Row]) -> Heat:
    keys = [category.key for category in tongue.texts.categories]
    return Heat(
        heads=tuple(("", category.name) for category in tongue.texts.categories),
        rows=tuple(
            (row.name, row.stage, tuple(cell_of(tongue, row.categories[key]) for key in keys))
            for row in rows
        ),
        medians=tuple(_median_words(tongue, (row.categories[key] for row in rows)) for key in keys),
    )


def _by_posture(tongue: Tongue, rows: Sequence[Row]) -> Heat:
    return Heat(
        heads=tuple((key, posture_name(tongue, key)) for key in POSTURES),
        rows=tuple(
            (row.name, row.stage, tuple(cell_of(tongue, row.postures[key]) for key in POSTURES))
            for row in rows
        ),
        medians=tuple(
            _median_words(tongue, (row.postures[key] for row in rows)) for key in POSTURES
        ),
    )


# ---------------------------------------------------------------- spread and scatter


def _spread_told(tongue: Tongue, rows: Sequence[Row], posture: str) -> SpreadTold:
    found = spread((row.postures[posture] for row in rows), edges_of(tongue))
    name = posture_name(tongue, posture)
    count = tongue.count("%(number)s venture", "%(number)s ventures", len(found.values))
    words = tongue.say("%(weak)s weak, %(mixed)s mixed, %(firm)s firm.",
                       weak=found.weak, mixed=found.mixed, firm=found.firm)  # fmt: skip
    return SpreadTold(posture, name, count, words, _strip(tongue, posture, name, count, found))


def _strip(tongue: Tongue, posture: str, name: str, count: str, found: Spread) -> SafeString | None:
    if found.median is None:
        return None
    middle = tongue.say("median %(figure)s", figure=tongue.figure(found.median))
    desc = tongue.say(
        "%(count)s, %(span)s, %(median)s.",
        count=count, span=tongue.span(min(found.values), max(found.values)), median=middle,
    )  # fmt: skip
    caption = Caption(f"chart-spread-{posture}", name, desc)
    return charts.strip(caption, posture, found.values, found.median, middle, edges_of(tongue))


def _scatter(tongue: Tongue, rows: Sequence[Row]) -> dict[str, Any]:
    """Lean against safety for those that show both, numbered; and who is not drawn."""
    drawn = [row for row in rows if _both(row)]
    dots = [
        charts.Dot(str(number), float(row.lean.value or 0),
                   float(row.postures["safety"].value or 0))
        for number, row in enumerate(drawn, start=1)
    ]  # fmt: skip
    listed = [
        (dot.label, row.name, row.stage, tongue.figure(dot.lean, signed=True),
         tongue.figure(dot.score))
        for dot, row in zip(dots, drawn, strict=True)
    ]  # fmt: skip
    desc = "; ".join(
        tongue.say("%(name)s: lean %(lean)s, safety %(safety)s", name=name, lean=lean, safety=score)
        for _, name, _, lean, score in listed
    )
    caption = Caption("chart-scatter", tongue.say("Lean against safety posture"), desc)
    bands, edges = band_words(tongue), edges_of(tongue)
    picture = charts.scatter(caption, "safety", dots, edges, bands, lean_ends(tongue))
    missing = [row.name for row in rows if not _both(row)]
    return {
        "chart": picture if dots else None,
        "listed": listed,
        "missing": tongue.listed(missing),
        "missing_count": len(missing),
    }


def _both(row: Row) -> bool:
    return row.lean.value is not None and row.postures["safety"].value is not None


def _tensions(tongue: Tongue, rows: Sequence[Row]) -> list[tuple[str, str]]:
    submitted = sum(row.state == "submitted" for row in rows)
    return [
        (
            tongue.texts.tension(key).name,
            tongue.say("%(count)s of %(all)s", count=count, all=submitted),
        )
        for key, count in tension_counts(rows)
        if key in tongue.texts.tensions
    ]
