"""A venture's line on a cohort's page as plain values, with the heads above it.

The founder's preview is made by the same functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from questionnaire.cohort.aggregate import POSTURES, Row, Seen
from questionnaire.cohort.cells import WITHHELD, Cell, Shown, path_cell
from questionnaire.cohort.narrowing import CATEGORY, SORTS
from questionnaire.markup import joined
from questionnaire.people.models import stage_word
from questionnaire.report.charts import heat_class
from questionnaire.report.narrative.standing import narrow_names, posture_name
from questionnaire.report.narrative.tongue import Tongue, path_name, path_place
from questionnaire.scoring.faults import gettext_noop

HEAT_MARKS = (0.25, 0.4, 0.55, 0.7)
ORDER = ("submitted", "answering", "not-shared", "invited")
"""States as a sentence names them."""
STATE_WORDS = {
    "submitted": gettext_noop("Submitted"),
    "answering": gettext_noop("Still answering"),
    "not-shared": gettext_noop("Not shared"),
    "invited": gettext_noop("Not started"),
}
HEADS = {
    "venture": gettext_noop("Venture"),
    "stage": gettext_noop("Stage of the venture"),
    "state": gettext_noop("State"),
    "path": gettext_noop("Recommended path"),
    "margin": gettext_noop("Margin"),
    "lean": gettext_noop("Lean"),
    "runway": gettext_noop("Runway, months"),
}
CHOSEN = SORTS[1:]
"""The columns beside the name, unless others are chosen."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A venture in the table. place is None while no path is shown; close: words for a lead that is
    not clear, or nothing; lacks: what is required and not there, with the reason."""

    id: Any
    name: str
    stage: str
    state: str
    readable: bool
    place: int | None
    path: str
    close: str
    cells: tuple[Shown, ...]
    lacks: tuple[str, ...] = ()

    @property
    def drawn(self) -> SafeString:
        """Its cells."""
        return joined(
            path_cell(one.name, self.path, self.place, self.close)
            if one.kind == "path" else one.drawn
            for one in self.cells
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A head of the table that sorts: its address's query, and which way it sorts now."""

    key: str
    name: str
    query: str
    now: str
    numeric: bool


def state_word(tongue: Tongue, state: str) -> str:
    """How far a venture is."""
    return tongue.say(STATE_WORDS[state])


def summary_words(tongue: Tongue, states: Mapping[str, int]) -> str:
    """The cohort in a sentence. states: how many ventures are in each."""
    said = [_state_count(tongue, key, states[key]) for key in ORDER if states.get(key)]
    head = ventures_words(tongue, sum(states.values()))
    return f"{head}: {', '.join(said)}." if said else f"{head}."


def _state_count(tongue: Tongue, state: str, number: int) -> str:
    shown = tongue.figure(number)
    return {
        "submitted": tongue.count(
            "%(shown)s submitted", "%(shown)s submitted", number, shown=shown
        ),
        "answering": tongue.count(
            "%(shown)s still answering", "%(shown)s still answering", number, shown=shown
        ),
        "not-shared": tongue.count(
            "%(shown)s does not share", "%(shown)s do not share", number, shown=shown
        ),
        "invited": tongue.count(
            "%(shown)s not started", "%(shown)s not started", number, shown=shown
        ),
    }[state]


def ventures_words(tongue: Tongue, number: int) -> str:
    """How many ventures."""
    return tongue.count(
        "%(shown)s venture", "%(shown)s ventures", number, shown=tongue.figure(number)
    )


def shown_words(tongue: Tongue, everyone: int, matching: int) -> str:
    """How many of all match."""
    return tongue.count(
        "%(shown)s of %(all)s venture", "%(shown)s of %(all)s ventures", everyone,
        all=tongue.figure(everyone), shown=tongue.figure(matching),
    )  # fmt: skip


def why_words(tongue: Tongue, missing: str) -> str:
    """Why there is no number."""
    if missing == "not-shared":
        return tongue.say("not shared")
    return tongue.say("too early") if missing == "too-early" else tongue.say("none asked")


def cell_of(tongue: Tongue, one: Seen, *, signed: bool = False) -> Cell:
    """A number with its shade, or the reason why there is none."""
    if one.value is not None:
        return Cell(tongue.figure(one.value, signed=signed),
                    heat_class(one.value / 100, HEAT_MARKS))  # fmt: skip
    return Cell(why_words(tongue, one.missing), WITHHELD)


def cell_in(tongue: Tongue, row: Row, key: str, required: Sequence[str] = ()) -> Cell:
    """The cell of a column of numbers; a required category that is not there says that it is
    required."""
    cell = cell_of(tongue, number_of(row, key), signed=key == "lean")
    if key.startswith(CATEGORY) and row.lacks({key.removeprefix(CATEGORY)} & set(required)):
        return Cell(tongue.say("required, %(why)s", why=cell.words), cell.shade)
    return cell


def lacks_words(tongue: Tongue, row: Row, required: Sequence[str]) -> tuple[str, ...]:
    """Which required categories are not there, by the reason why."""
    missing = row.lacks(required)
    hidden = [key for key in missing if row.categories[key].missing == "not-shared"]
    told = []
    if hidden:
        told.append(tongue.say("required, not shared: %(names)s", names=_named(tongue, hidden)))
    if early := [key for key in missing if key not in hidden]:
        told.append(tongue.say("required, too early: %(names)s", names=_named(tongue, early)))
    return tuple(told)


def _named(tongue: Tongue, keys: Sequence[str]) -> str:
    return tongue.listed([one.name for one in tongue.texts.categories if one.key in keys])


def path_words(tongue: Tongue, row: Row) -> str:
    """The recommended path, or why there is none."""
    if known := known_path(tongue, row):
        return path_name(tongue, known)
    if not row.path_shared:
        return tongue.say("not shared")
    if row.state == "answering":
        return tongue.say("too little answered")
    if row.state == "invited":
        return tongue.say("nothing yet")
    return tongue.say("no direction yet")


def known_path(tongue: Tongue, row: Row) -> str:
    """The path, if the edition has it: a report may have been made under another one."""
    return row.path if any(row.path == one.key for one in tongue.texts.paths) else ""


def table_row(
    tongue: Tongue,
    row: Row,
    columns: Sequence[str] = CHOSEN,
    heads: Mapping[str, str] | None = None,
    required: Sequence[str] = (),
) -> TableRow:
    """A venture's row of the table, with these columns beside its name. heads: what they are
    called, where there are many rows; required: the categories that the cohort requires."""
    known = known_path(tongue, row)
    named = heads or short_names(tongue, columns)
    return TableRow(
        id=row.id, name=row.name, stage=stage_word(row.stage),
        state=state_word(tongue, row.state), readable=row.readable,
        place=path_place(tongue, known) if known else None,
        path=path_words(tongue, row),
        close=tongue.say("(close)") if row.close else "",
        cells=tuple(_shown(tongue, row, key, named[key], required) for key in columns),
        lacks=lacks_words(tongue, row, required),
    )  # fmt: skip


def short_names(tongue: Tongue, columns: Sequence[str]) -> dict[str, str]:
    """What stands beside a cell on a phone."""
    narrow = narrow_names(tongue) | {"path": tongue.say("Path")}
    return {key: narrow.get(key) or column_name(tongue, key) for key in columns}


def _shown(tongue: Tongue, row: Row, key: str, name: str, required: Sequence[str]) -> Shown:
    if key == "path":
        return Shown(name, "path", Cell("", ""))
    if key in ("state", "stage"):
        words = state_word(tongue, row.state) if key == "state" else stage_word(row.stage)
        return Shown(name, "words", Cell(words, ""))
    return Shown(name, "number", cell_in(tongue, row, key, required))


def number_of(row: Row, key: str) -> Seen:
    """The number that stands in a column of numbers."""
    if key.startswith(CATEGORY):
        return row.categories[key.removeprefix(CATEGORY)]
    if key in POSTURES:
        return row.postures[key]
    found: Seen = getattr(row, key)  # margin, lean, runway
    return found


def column_names(tongue: Tongue) -> list[tuple[str, bool]]:
    """The heads of the table, and whether numbers stand below."""
    return [(column_name(tongue, key), is_numeric(key)) for key in SORTS]


def is_numeric(key: str) -> bool:
    """Whether numbers stand in a column."""
    return key not in ("venture", "stage", "state", "path")


def column_name(tongue: Tongue, key: str) -> str:
    """A column's head."""
    if key.startswith(CATEGORY):
        wanted = key.removeprefix(CATEGORY)
        name = next(one.name for one in tongue.texts.categories if one.key == wanted)
        if any(name == posture_name(tongue, posture) for posture in POSTURES):
            return tongue.say("%(category)s (category)", category=name)
        return name
    return tongue.say(HEADS[key]) if key in HEADS else posture_name(tongue, key)


def column_of(tongue: Tongue, key: str, sort: str) -> Column:
    """A head that sorts: a number's column by the highest first, any other from its beginning."""
    now = {key: "ascending", f"-{key}": "descending"}.get(sort, "")
    numeric = is_numeric(key)
    first, second = (f"-{key}", key) if numeric else (key, f"-{key}")
    return Column(
        key=key,
        name=column_name(tongue, key),
        query=second if sort == first else first,
        now=now,
        numeric=numeric,
    )
