"""What a cohort comes to, counted in the database: exact counts of whole numbers, never the rows.

Medians and quartiles follow from how often each value is there (``aggregate.quantile``), which is
exact, the same on both databases, and the quickest there is for small whole numbers.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.db.models.functions import Cast

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
SHIFT, WIDE = 100, 1000
"""A lean and a score as one whole number: both can be read from (lean + SHIFT) * WIDE + score."""
MASKS = ("tensions", "actions", "known", "reached", "financed", "unfinanced")
OF = ("tensions_of", "actions_of")
Pairs = Mapping[tuple[int, int], int]
"""(lean, score) -> ventures."""


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
    three above -> ventures; pairs: of lean and a posture, where they were asked for."""

    size: int
    numbers: Mapping[str, Counts]
    states: Mapping[str, int]
    paths: Counts
    pairs: Pairs = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bits:
    """How many ventures have each bit set, in the edition's order. tensions_of, actions_of: how
    many show whether they have it."""

    tensions: tuple[int, ...]
    actions: tuple[int, ...]
    known: tuple[int, ...]
    reached: tuple[int, ...]
    financed: tuple[int, ...]
    unfinanced: tuple[int, ...]
    tensions_of: tuple[int, ...]
    actions_of: tuple[int, ...]


def whole(rows: StandingQuerySet) -> Whole:
    """The states of all, and how many reports are not alike. One query."""
    states: dict[str, int] = {}
    versions: dict[tuple[bool, int], int] = {}
    columns = ("state", "alike", "scoring_version")
    for state, alike, version, number in rows.values_list(*columns).annotate(n=Count("pk")):
        states[state] = states.get(state, 0) + number
        if version is not None:
            versions[alike, version] = versions.get((alike, version), 0) + number
    return Whole(states, mixed_of(versions))


def mixed_of(versions: Mapping[tuple[bool, int], int]) -> int:
    """How many reports are not like most of the newest kind. versions: (made under the cohort's
    edition, scoring version) -> reports."""
    newest = max((version for _, version in versions), default=None)
    same = versions.get((True, newest), 0) if newest is not None else 0
    return sum(versions.values()) - same


def counted(rows: StandingQuerySet, places: Places, against: str = "") -> Counted:
    """Everything that is counted by value. One query. against: a posture, for the pairs too."""
    numbers = ("lean", *POSTURES, "runway", *places.scores.values())
    values: dict[str, Any] = {name: F(name) for name in numbers} | {
        "state": _state(),
        "path": _path(places),
    }
    if against:
        values["pair"] = (Cast(F("lean"), IntegerField()) + SHIFT) * WIDE + F(against)
    found = _histograms(rows, values)
    states = {STATES[place or 0]: number for place, number in found["state"].items()}
    return Counted(
        size=sum(states.values()),
        numbers={name: _known(found[name]) for name in numbers},
        states=states,
        paths=_known(found["path"]),
        pairs=_pairs(_known(found["pair"])) if against else {},
    )


def _histograms(
    rows: StandingQuerySet, values: Mapping[str, Any], *by: str
) -> dict[Any, dict[int | None, int]]:
    """How often each value is there, for several values at once; by: also apart for these.

    PostgreSQL counts them all while it reads the rows once, which SQLite cannot.
    """
    names = list(values)
    at_once = connections[rows.db].vendor == "postgresql"
    groups = (_grouping_sets if at_once else _one_by_one)(rows.order_by(), values, by)
    found: dict[Any, dict[int | None, int]] = {name: {} for name in names} if not by else {}
    for kind, *apart, value, number in groups:
        key = (*apart, names[kind]) if by else names[kind]
        found.setdefault(key, {})[value] = number
    return found


def _one_by_one(
    rows: StandingQuerySet, values: Mapping[str, Any], by: tuple[str, ...]
) -> Iterable[tuple[Any, ...]]:
    """(place of the value, what it is apart for, the value, how often), query after query."""
    arms = [
        rows.annotate(kind=Value(place, output_field=IntegerField()), value=value)
        .values_list("kind", *by, "value")
        .annotate(n=Count("pk"))
        for place, value in enumerate(values.values())
    ]
    return arms[0].union(*arms[1:], all=True)


def _grouping_sets(
    rows: StandingQuerySet, values: Mapping[str, Any], by: tuple[str, ...]
) -> Iterable[tuple[Any, ...]]:
    """The same in one reading. Only names of ours stand in the text of the statement."""
    named = {f"v{place}": value for place, value in enumerate(values.values())}
    inner, given = rows.annotate(**named).values(*by, *named).query.sql_with_params()
    sets = ", ".join(f"({', '.join((*by, name))})" for name in named)
    columns = ", ".join((*by, *named))
    kind = f"GROUPING({', '.join(named)})"
    with connections[rows.db].cursor() as cursor:
        cursor.execute(
            f"SELECT {kind}, {columns}, COUNT(*) FROM ({inner}) counted "  # noqa: S608
            f"GROUP BY GROUPING SETS ({sets})",
            given,
        )
        found = cursor.fetchall()
    last, every = len(named) - 1, (1 << len(named)) - 1
    for bit, *row, number in found:
        place = last - (every ^ bit).bit_length() + 1  # the one value that is not grouped away
        yield place, *row[: len(by)], row[len(by) + place], number


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


def lengths_of(places: Places) -> dict[str, int]:
    """How many bits each mask has."""
    both = {"tensions": len(places.tensions), "actions": len(places.actions)}
    rungs = dict.fromkeys(MASKS[2:], len(places.milestones))
    return both | rungs | {f"{name}_of": length for name, length in both.items()}


def counted_bits(rows: StandingQuerySet, places: Places) -> Bits:
    """Contradictions, actions and rungs. One query."""
    lengths = lengths_of(places)
    inner, given = rows.order_by().values(*lengths).query.sql_with_params()
    # As text: sixty expressions of the ORM cost more than a small cohort's whole page.
    sums = [f"SUM(({name} >> {place}) & 1)" for name in lengths for place in range(lengths[name])]
    with connections[rows.db].cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sums) or '0'} FROM ({inner}) counted", given)  # noqa: S608
        row = iter(cursor.fetchone())
    return Bits(
        **{
            name: tuple(int(next(row) or 0) for _ in range(length))
            for name, length in lengths.items()
        }
    )


def pairs(rows: StandingQuerySet, posture: str) -> Pairs:
    """How many ventures stand at each lean and posture. One query."""
    both = rows.filter(lean__isnull=False, **{f"{posture}__isnull": False}).order_by()
    found = both.values_list("lean", posture).annotate(n=Count("pk"))
    return {(lean, score): number for lean, score, number in found}


def _pairs(counts: Counts) -> dict[tuple[int, int], int]:
    split = {divmod(both, WIDE): number for both, number in counts.items()}
    return {(lean - SHIFT, score): number for (lean, score), number in split.items()}


def in_fields(counts: Pairs) -> dict[tuple[int, int], int]:
    """The same in fields of BIN points; a field by its place, 0 to 19 across and 0 to 9 up. The
    last holds its upper end too."""
    found: dict[tuple[int, int], int] = {}
    for (lean, score), number in counts.items():
        place = (min((lean + SHIFT) // BIN, 19), min(score // BIN, 9))
        found[place] = found.get(place, 0) + number
    return found


def by_round(rows: StandingQuerySet) -> dict[tuple[uuid.UUID | None, str], Counts]:
    """Postures and lean of these ventures in each round, and now (None). One query."""
    found = _histograms(rows, {name: F(name) for name in COURSES}, "round_id")
    return {key: _known(counts) for key, counts in found.items()}
