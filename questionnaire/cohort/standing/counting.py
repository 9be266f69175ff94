"""What a cohort comes to, counted in the database: exact counts of whole numbers, never the rows.

Medians and quartiles follow from how often each value is there (``aggregate.quantile``), which is
exact, the same on both databases, and the quickest there is for small whole numbers.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from questionnaire.cohort.aggregate import POSTURES, Counts
from questionnaire.cohort.standing.columns import Places
from questionnaire.cohort.standing.querysets import StandingQuerySet
from questionnaire.vocabulary import EnrolmentState

STATES = tuple(str(state) for state in EnrolmentState)
NOT_SENT, NOT_SHARED, NO_PATH = -3, -2, -1
"""Where there is no path to count: nothing was sent, it is not shared, no direction yet."""
COURSES = (*POSTURES, "lean")
BIN = 10
"""Points on a side of a field, where a scatter is drawn as fields."""


@dataclass(frozen=True, slots=True)
class Whole:
    """All ventures of a cohort, whatever the filters. mixed: reports of another edition or scoring
    version."""

    states: Mapping[str, int]
    mixed: int

    @property
    def size(self) -> int:
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Counted:
    """Those that match. numbers: column -> its counts; paths: place in the edition, or one of the
    three above -> ventures."""

    size: int
    numbers: Mapping[str, Counts]
    states: Mapping[str, int]
    paths: Counts


@dataclass(frozen=True, slots=True)
class Bits:
    """How many ventures have each bit set, in the edition's order."""

    tensions: tuple[int, ...]
    actions: tuple[int, ...]
    known: tuple[int, ...]
    reached: tuple[int, ...]
    financed: tuple[int, ...]
    unfinanced: tuple[int, ...]


def whole(rows: StandingQuerySet) -> Whole:
    """The states of all, and how many reports are not alike. One query."""
    states: dict[str, int] = {}
    versions: dict[tuple[bool, int], int] = {}
    columns = ("state", "alike", "scoring_version")
    for state, alike, version, number in rows.values_list(*columns).annotate(n=Count("pk")):
        states[state] = states.get(state, 0) + number
        if version is not None:
            versions[alike, version] = versions.get((alike, version), 0) + number
    newest = max((version for _, version in versions), default=None)
    same = versions.get((True, newest), 0) if newest is not None else 0
    return Whole(states, sum(versions.values()) - same)


def counted(rows: StandingQuerySet, places: Places) -> Counted:
    """Everything that is counted by value. One query."""
    numbers = ("lean", *POSTURES, "runway", *places.scores.values())
    found = _histograms(
        rows,
        {name: F(name) for name in numbers} | {"state": _state(), "path": _path(places)},
    )
    states = {STATES[place or 0]: number for place, number in found["state"].items()}
    return Counted(
        size=sum(states.values()),
        numbers={name: _known(found[name]) for name in numbers},
        states=states,
        paths=_known(found["path"]),
    )


def _histograms(
    rows: StandingQuerySet, values: Mapping[str, Any], *by: str
) -> dict[Any, dict[int | None, int]]:
    """How often each value is there, for several values at once; by: also apart for these."""
    plain = rows.order_by()
    arms = [
        plain.annotate(
            kind=Value(place, output_field=IntegerField()),
            value=value,
        )
        .values_list("kind", *by, "value")
        .annotate(n=Count("pk"))
        for place, value in enumerate(values.values())
    ]
    names = list(values)
    found: dict[Any, dict[int | None, int]] = {name: {} for name in names} if not by else {}
    for kind, *apart, value, number in reduce(lambda a, b: a.union(b, all=True), arms):
        key = (*apart, names[kind]) if by else names[kind]
        found.setdefault(key, {})[value] = number
    return found


def _known(counts: Mapping[int | None, int]) -> dict[int, int]:
    return {value: number for value, number in counts.items() if value is not None}


def _state() -> Case:
    ranks = [When(state=state, then=Value(place)) for place, state in enumerate(STATES)]
    return Case(*ranks, output_field=IntegerField())


def _path(places: Places) -> Case:
    return Case(
        When(~Q(state=EnrolmentState.SUBMITTED), then=Value(NOT_SENT)),
        When(path_shared=False, then=Value(NOT_SHARED)),
        *(When(path=key, then=Value(place)) for place, key in enumerate(places.paths)),
        default=Value(NO_PATH),
        output_field=IntegerField(),
    )


def counted_bits(rows: StandingQuerySet, places: Places) -> Bits:
    """Contradictions, actions and rungs. One query."""
    lengths = {
        "tensions": len(places.tensions), "actions": len(places.actions),
        **dict.fromkeys(("known", "reached", "financed", "unfinanced"), len(places.milestones)),
    }  # fmt: skip
    wanted = {
        f"{name}_{place}": Sum(F(name).bitrightshift(place).bitand(1), default=0)
        for name, length in lengths.items()
        for place in range(length)
    }
    found = rows.order_by().aggregate(**wanted) if wanted else {}
    return Bits(
        **{
            name: tuple(int(found[f"{name}_{place}"]) for place in range(length))
            for name, length in lengths.items()
        }
    )


def pairs(rows: StandingQuerySet, posture: str) -> dict[tuple[int, int], int]:
    """How many ventures stand at each lean and posture. One query."""
    both = rows.filter(lean__isnull=False, **{f"{posture}__isnull": False}).order_by()
    found = both.values_list("lean", posture).annotate(n=Count("pk"))
    return {(lean, score): number for lean, score, number in found}


def fields(rows: StandingQuerySet, posture: str) -> dict[tuple[int, int], int]:
    """The same in fields of BIN points; a field by its place, 0 to 19 across and 0 to 9 up."""
    both = rows.filter(lean__isnull=False, **{f"{posture}__isnull": False}).order_by()
    placed = both.annotate(across=_field("lean", -100, 100), up=_field(posture, 0, 100))
    found = placed.values_list("across", "up").annotate(n=Count("pk"))
    return {(lean, score): number for lean, score, number in found}


def _field(column: str, low: int, high: int) -> Case:
    """Which field a value is in; the last holds its upper end too."""
    marks = range(low + BIN, high, BIN)
    whens = [
        When(**{f"{column}__lt": mark}, then=Value(place)) for place, mark in enumerate(marks)
    ]
    return Case(*whens, default=Value(len(marks)), output_field=IntegerField())


def by_round(rows: StandingQuerySet) -> dict[tuple[uuid.UUID | None, str], Counts]:
    """Postures and lean of these ventures in each round, and now (None). One query."""
    found = _histograms(rows, {name: F(name) for name in COURSES}, "round_id")
    return {key: _known(counts) for key, counts in found.items()}

