"""What a cohort's ventures disclosed, as rows, medians and counts; no Django.

A number is shown only when every category it was drawn from is shared; otherwise it could be
worked back from the others. What cannot be shown is a reason, never a zero, and is left out of
medians and counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Literal

from questionnaire.bank.figures import half_up
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.vocabulary import EnrolmentState, Posture

Missing = Literal["", "not-shared", "too-early", "none-asked"]
POSTURES = tuple(str(posture) for posture in Posture)


@dataclass(frozen=True, slots=True)
class Seen:
    """A number, or why there is none."""

    value: int | None
    missing: Missing = ""


NOT_SHARED = Seen(None, "not-shared")
TOO_EARLY = Seen(None, "too-early")
NONE_ASKED = Seen(None, "none-asked")


@dataclass(frozen=True, slots=True)
class Row:
    """A venture as its accelerator may see it. path is empty while there is none to show;
    path_shared: whether it would be shown."""

    id: uuid.UUID
    name: str
    stage: str
    state: EnrolmentState
    path: str
    path_shared: bool
    close: bool
    margin: Seen
    lean: Seen
    postures: Mapping[str, Seen]
    categories: Mapping[str, Seen]
    tensions: tuple[str, ...]

    @property
    def readable(self) -> bool:
        """Whether there is a report to open."""
        return self.state is EnrolmentState.SUBMITTED


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A venture in a cohort: what it consented to, and how far it is."""

    id: uuid.UUID
    name: str
    stage: str
    shared: Disclosure
    consented: bool
    started: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """The columns of a venture's newest report."""

    path: str
    close: bool
    margin: int | None
    lean: int | None
    postures: Mapping[str, int | None]
    summary: Mapping[str, Any]


def row_of(one: Enrolled, sent: Sent | None, categories: Sequence[str]) -> Row:
    """One venture's row. categories: the edition's, in order."""
    if not one.consented:
        silent = replace(one, stage="")  # how far it is by now is not shared either
        return _without_numbers(silent, EnrolmentState.NOT_SHARED, NOT_SHARED, categories)
    if sent is None:
        state = EnrolmentState.ANSWERING if one.started else EnrolmentState.INVITED
        early = TOO_EARLY if one.shared.scores else NOT_SHARED
        return _without_numbers(one, state, early, categories)
    points: Mapping[str, Mapping[str, Sequence[int]]] = sent.summary["points"]
    everything = set(points) | set(sent.summary["lean"])
    scores, path = one.shared.scores, one.shared.shows_path(categories)
    return Row(
        id=one.id,
        name=one.name,
        stage=one.stage,
        state=EnrolmentState.SUBMITTED,
        path=sent.path if path else "",
        path_shared=path,
        close=sent.close and path,
        margin=seen(sent.margin, everything, scores) if path else NOT_SHARED,
        lean=seen(sent.lean, sent.summary["lean"], scores),
        postures={
            posture: seen(sent.postures[posture], drawn_from(points, posture), scores)
            for posture in POSTURES
        },
        categories={key: category_score(key, points.get(key), scores) for key in categories},
        # A contradiction says what was answered, so scores alone do not show it.
        tensions=tuple(
            key
            for key, behind in sent.summary["tensions"].items()
            if set(behind) <= one.shared.answers
        ),
    )


def drawn_from(points: Mapping[str, Mapping[str, Sequence[int]]], posture: str) -> set[str]:
    """The categories whose answers a posture's score was made of."""
    return {category for category, by in points.items() if posture in by}


def seen(value: int | None, needed: Iterable[str], shared: frozenset[str]) -> Seen:
    """A number if everything it was drawn from is shared."""
    if not set(needed) <= shared:
        return NOT_SHARED
    return TOO_EARLY if value is None else Seen(value)


def category_score(
    key: str, by_posture: Mapping[str, Sequence[int]] | None, shared: frozenset[str]
) -> Seen:
    """A category's score: what its answers gained of what they could, over all postures."""
    if key not in shared:
        return NOT_SHARED
    if not by_posture:
        return NONE_ASKED
    gained = sum(pair[0] for pair in by_posture.values())
    possible = sum(pair[1] for pair in by_posture.values())
    return Seen(int(half_up(100 * gained / possible))) if possible else NONE_ASKED


def _without_numbers(
    one: Enrolled, state: EnrolmentState, why: Seen, categories: Sequence[str]
) -> Row:
    return Row(
        id=one.id, name=one.name, stage=one.stage, state=state, path="",
        path_shared=one.consented and one.shared.shows_path(categories), close=False,
        margin=why, lean=why, postures=dict.fromkeys(POSTURES, why),
        categories={key: why if key in one.shared.scores else NOT_SHARED for key in categories},
        tensions=(),
    )  # fmt: skip


# ---------------------------------------------------------------- sorting and filtering

_Sorter = Callable[[Row], Any]


def _sorters(path_place: Mapping[str, int]) -> dict[str, _Sorter]:
    return {
        "venture": lambda row: row.name.casefold(),
        "state": lambda row: row.state,
        "path": lambda row: path_place.get(row.path),
        "margin": lambda row: row.margin.value,
        "lean": lambda row: row.lean.value,
        **{name: _posture_sorter(name) for name in POSTURES},
    }


def _posture_sorter(name: str) -> _Sorter:
    return lambda row: row.postures[name].value


SORTS = ("venture", "state", "path", "margin", "lean", *POSTURES)


def sort_rows(
    rows: Sequence[Row], sort: str, path_place: Mapping[str, int]
) -> tuple[list[Row], str]:
    """Rows in the order asked for ("-safety": highest first) and that order; by name otherwise.

    Only the names in SORTS sort; whatever has no number comes last either way.
    """
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name not in SORTS:
        name, down = "venture", False
    sorter = _sorters(path_place)[name]
    by_name = sorted(rows, key=lambda row: row.name.casefold())
    known = [row for row in by_name if sorter(row) is not None]
    unknown = [row for row in by_name if sorter(row) is None]
    known.sort(key=sorter, reverse=down)
    return known + unknown, f"-{name}" if down else name


@dataclass(frozen=True, slots=True)
class Filters:
    """What to keep; empty or None keeps all."""

    state: str = ""
    path: str = ""
    tension: str = ""
    safety: int | None = None

    @property
    def active(self) -> int:
        """How many narrow the list."""
        return sum(bool(one) for one in (self.state, self.path, self.tension)) + (
            self.safety is not None
        )


def filter_rows(rows: Iterable[Row], filters: Filters) -> list[Row]:
    """The rows that match every filter; a number that is not shown matches no minimum."""
    return [
        row
        for row in rows
        if (not filters.state or row.state == filters.state)
        and (not filters.path or row.path == filters.path)
        and (not filters.tension or filters.tension in row.tensions)
        and (filters.safety is None or _at_least(row.postures["safety"], filters.safety))
    ]


def _at_least(one: Seen, minimum: int) -> bool:
    return one.value is not None and one.value >= minimum


# ---------------------------------------------------------------- the whole cohort


@dataclass(frozen=True, slots=True)
class Spread:
    """One number over the ventures that show it. median is None while none does."""

    values: tuple[int, ...]
    median: int | None
    weak: int
    mixed: int
    firm: int


def spread(numbers: Iterable[Seen], edges: tuple[float, float]) -> Spread:
    """Median and bands over what is shown."""
    values = tuple(one.value for one in numbers if one.value is not None)
    middle = int(half_up(median(values))) if values else None
    weak = sum(value < edges[0] for value in values)
    firm = sum(value >= edges[1] for value in values)
    return Spread(values, middle, weak, len(values) - weak - firm, firm)


def tension_counts(rows: Iterable[Row]) -> list[tuple[str, int]]:
    """How many ventures show each contradiction, most often first."""
    counts: dict[str, int] = {}
    for row in rows:
        for key in row.tensions:
            counts[key] = counts.get(key, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def state_counts(rows: Iterable[Row]) -> dict[str, int]:
    """How many ventures are in each state."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.state] = counts.get(row.state, 0) + 1
    return counts
