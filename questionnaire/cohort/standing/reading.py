"""A cohort's page read from the database: five queries at most, whatever the number of ventures.

Without filters it reads what is counted already (``tallied.py``); what filters leave is counted
here and now. The rounds and the rows of the page are read either way.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.cohort.aggregate import Counts, Row
from questionnaire.cohort.models import Cohort, Round
from questionnaire.cohort.narrowing import SORTS, Filters
from questionnaire.cohort.standing.columns import Places, row_from
from questionnaire.cohort.standing.counting import (
    COURSES,
    Bits,
    Counted,
    Whole,
    by_round,
    counted,
    counted_bits,
    in_fields,
    pairs,
)
from questionnaire.cohort.standing.keyset import Order, page_of
from questionnaire.cohort.standing.querysets import StandingQuerySet
from questionnaire.cohort.standing.tallied import (
    WHOLE,
    Sums,
    bits_from,
    counted_from,
    courses_from,
    fields_from,
    sums,
    whole_from,
)

READ = (
    "enrolment_id", "name", "stage", "state", "path", "path_shared", "close", "margin", "lean",
    "funding", "community", "safety", "runway", *(f"c{place}" for place in range(8)), "whys",
    "tensions", "tensions_of", "actions", "actions_of", "known", "reached", "financed",
    "unfinanced",
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
    here = chosen.pk if chosen else None
    narrowed = bool(asked.filters.active)
    kinds = WHOLE if narrowed else ()
    found = sums(cohort.pk, here, kinds, against=asked.against, courses=bool(rounds))
    tell = _narrowed if narrowed else _everyone
    return Read(
        places=places,
        rounds=rounds,
        round=chosen,
        whole=whole_from(found, here),
        rows=[row_from(one, places) for one in sheet.rows],
        earlier=sheet.earlier,
        later=sheet.later,
        **tell(_Ground(cohort, places, rows, here, found, bool(rounds)), asked),
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What there is to count. here: the round that is looked at, None for now."""

    cohort: Cohort
    places: Places
    rows: StandingQuerySet
    here: uuid.UUID | None
    found: Sums
    has_rounds: bool


def _everyone(ground: _Ground, asked: Asked) -> dict[str, Any]:
    """From what is counted already; few are drawn one by one, for which they are read."""
    found, here = ground.found, ground.here
    count = counted_from(found, here, ground.places)
    many = sum(count.numbers[asked.against].values()) > MOST_DOTS
    drawn = fields_from(found, here, asked.against) if many else pairs(ground.rows, asked.against)
    return {
        "counted": count,
        "bits": bits_from(found, here, ground.places),
        "scatter": Scatter(asked.against, drawn, many),
        "courses": courses_from(found) if ground.has_rounds else {},
    }


def _narrowed(ground: _Ground, asked: Asked) -> dict[str, Any]:
    """Those that match, counted now."""
    rows = ground.rows
    count = counted(rows, ground.places, asked.against)
    many = sum(count.numbers[asked.against].values()) > MOST_DOTS
    drawn = in_fields(count.pairs) if many else count.pairs
    return {
        "counted": count,
        "bits": counted_bits(rows, ground.places),
        "scatter": Scatter(asked.against, drawn, many),
        "courses": _courses(ground, count) if ground.has_rounds else {},
    }


def chosen_round(cohort: Cohort, asked: Asked) -> Round | None:
    """The round that is asked for, if the cohort has it."""
    return cohort.rounds.filter(kind=asked.round).first() if asked.round else None


def standings(cohort: Cohort, chosen: Round | None) -> StandingQuerySet:
    """All standings of a cohort in a round, or now."""
    every: StandingQuerySet = cohort.standings.all()
    return every.at(chosen.pk if chosen else None)


def _courses(ground: _Ground, count: Counted) -> dict[tuple[uuid.UUID | None, str], Counts]:
    """Those that match, through all rounds; what is looked at is counted already."""
    through: StandingQuerySet = ground.cohort.standings.all()
    others = through.filter(enrolment__in=ground.rows.values("enrolment"))
    here = {(ground.here, name): count.numbers[name] for name in COURSES}
    return by_round(others.elsewhere(ground.here)) | here
