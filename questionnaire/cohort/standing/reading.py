"""A cohort's page read from the database: seven queries, whatever the number of ventures."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionnaire.cohort.aggregate import Counts, Row
from questionnaire.cohort.models import Cohort, Round
from questionnaire.cohort.narrowing import SORTS, Filters
from questionnaire.cohort.standing.columns import Places, row_from
from questionnaire.cohort.standing.counting import (
    Bits,
    Counted,
    Whole,
    by_round,
    counted,
    counted_bits,
    fields,
    pairs,
    whole,
)
from questionnaire.cohort.standing.keyset import Order, page_of
from questionnaire.cohort.standing.querysets import StandingQuerySet

READ = (
    "enrolment_id", "name", "stage", "state", "path", "path_shared", "close", "margin", "lean",
    "funding", "community", "safety", "runway", *(f"c{place}" for place in range(8)), "whys",
    "tensions", "actions", "known", "reached", "financed", "unfinanced",
)  # fmt: skip
MOST_DOTS = 500
"""More ventures than this are drawn as fields, not one by one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. token: the page's place; columns: those chosen, in their order;
    round: its kind, empty for now; against: the posture of the scatter;
    required: the categories that the cohort requires."""

    filters: Filters
    order: Order
    columns: tuple[str, ...] = SORTS[1:]
    token: str = ""
    round: str = ""
    against: str = "safety"
    required: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scatter:
    """Lean against a posture. in_fields: counted by field, not by point."""

    posture: str
    counts: Mapping[tuple[int, int], int]
    in_fields: bool


@dataclass(frozen=True, slots=True)
class Read:
    """Everything that the page tells. rows: those of this page."""

    places: Places
    rounds: Sequence[Round]
    round: Round | None
    whole: Whole
    rows: list[Row]
    earlier: str
    later: str
    counted: Counted
    bits: Bits
    scatter: Scatter
    courses: Mapping[tuple[uuid.UUID | None, str], Counts]

    @property
    def all_here(self) -> bool:
        """Whether this page holds every venture that matches."""
        return not (self.earlier or self.later)


def read_cohort(cohort: Cohort, places: Places, asked: Asked) -> Read:
    """The page of a cohort that the reader may see."""
    rounds = list(cohort.rounds.all())
    chosen = next((one for one in rounds if one.kind == asked.round), None)
    everyone = standings(cohort, chosen)
    rows = everyone.matching(asked.filters, places)
    sheet = page_of(rows, asked.order, asked.token, READ)
    count = counted(rows, places)
    return Read(
        places=places,
        rounds=rounds,
        round=chosen,
        whole=whole(everyone),
        rows=[row_from(one, places) for one in sheet.rows],
        earlier=sheet.earlier,
        later=sheet.later,
        counted=count,
        bits=counted_bits(rows, places),
        scatter=_scatter(rows, asked.against, count),
        courses=_courses(cohort, rows, asked.filters) if rounds else {},
    )


def chosen_round(cohort: Cohort, asked: Asked) -> Round | None:
    """The round that is asked for, if the cohort has it."""
    return cohort.rounds.filter(kind=asked.round).first() if asked.round else None


def standings(cohort: Cohort, chosen: Round | None) -> StandingQuerySet:
    """All standings of a cohort in a round, or now."""
    every: StandingQuerySet = cohort.standings.all()
    return every.at(chosen.pk if chosen else None)


def _scatter(rows: StandingQuerySet, posture: str, count: Counted) -> Scatter:
    many = sum(count.numbers[posture].values()) > MOST_DOTS
    return Scatter(posture, fields(rows, posture) if many else pairs(rows, posture), many)


def _courses(
    cohort: Cohort, rows: StandingQuerySet, filters: Filters
) -> dict[tuple[uuid.UUID | None, str], Counts]:
    """Those that match, through all rounds."""
    through: StandingQuerySet = cohort.standings.all()
    if filters.active:
        through = through.filter(enrolment__in=rows.values("enrolment"))
    return by_round(through)
