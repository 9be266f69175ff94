"""What a whole cohort comes to, read from the counts that triggers keep as standings are written.

One query, and as quick for a hundred thousand ventures as for a hundred. What is narrowed by
filters is counted anew (``counting.py``), and so both must come to the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping

from django.db import connection, transaction
from django.db.models import Count, Sum

from questionnaire.cohort.aggregate import POSTURES, Counts
from questionnaire.cohort.standing.columns import Places
from questionnaire.cohort.standing.counting import (
    BIN,
    COURSES,
    MASKS,
    NO_PATH,
    NOT_SENT,
    NOT_SHARED,
    OF,
    Bits,
    Counted,
    Whole,
    lengths_of,
    mixed_of,
)
from questionnaire.cohort.standing.models import Tally

NOW = uuid.UUID(int=0)
"""In place of a round's id, for what stands now."""
WHOLE = ("state", "version")
REASONS = {"!sent": NOT_SENT, "!shared": NOT_SHARED}
MOST_FRESH = 3_000
"""So many rows that nobody has added up yet cost a reader a few milliseconds."""
TIDY = """
WITH gone AS (
    DELETE FROM questionnaire_tally WHERE id IN (
        SELECT id FROM questionnaire_tally WHERE cohort_id = %s FOR UPDATE SKIP LOCKED
    ) RETURNING cohort_id, round_id, kind, value, n
)
INSERT INTO questionnaire_tally (cohort_id, round_id, kind, value, n, fresh)
SELECT cohort_id, round_id, kind, value, SUM(n), FALSE FROM gone
GROUP BY cohort_id, round_id, kind, value HAVING SUM(n) <> 0
"""
Sums = Mapping[tuple[uuid.UUID | None, str], Mapping[str, int]]
"""(round, or None for now; what is told) -> value -> ventures."""


def sums(
    cohort: uuid.UUID, chosen: uuid.UUID | None, kinds: Collection[str], *,
    against: str, courses: bool,
) -> Sums:  # fmt: skip
    """What is told of a round, or of now; all of it unless kinds are named, with the fields of the
    scatter against one posture only. courses: and how postures and lean stood in every round. One
    query."""
    rows = Tally.objects.filter(cohort_id=cohort)
    here = rows.filter(round_id=chosen or NOW)
    if kinds:
        here = here.filter(kind__in=kinds)
    else:
        here = here.exclude(kind__in=[field_of(one) for one in POSTURES if one != against])
    if courses and not kinds:
        here = here | rows.filter(kind__in=COURSES)
    found: dict[tuple[uuid.UUID | None, str], dict[str, int]] = {}
    summed = here.values_list("round_id", "kind", "value").annotate(sum=Sum("n"))
    for at, kind, value, number in summed.order_by():
        if number:
            found.setdefault((None if at == NOW else at, kind), {})[value] = number
    return found


def whole_from(found: Sums, chosen: uuid.UUID | None) -> Whole:
    """All ventures, whatever the filters."""
    versions: dict[tuple[bool, int], int] = {}
    for value, number in found.get((chosen, "version"), {}).items():
        alike, _, version = value.partition(":")
        versions[alike == "1", int(version)] = number
    return Whole(dict(found.get((chosen, "state"), {})), mixed_of(versions))


def counted_from(found: Sums, chosen: uuid.UUID | None, places: Places) -> Counted:
    """As ``counting.counted`` of all rows."""
    numbers = ("lean", *POSTURES, "runway", *places.scores.values())
    states = dict(found.get((chosen, "state"), {}))
    paths: dict[int, int] = {}
    ranks = {key: place for place, key in enumerate(places.paths)} | REASONS
    for value, number in found.get((chosen, "path"), {}).items():
        place = ranks.get(value, NO_PATH)
        paths[place] = paths.get(place, 0) + number
    return Counted(
        size=sum(states.values()),
        numbers={name: _by_number(found.get((chosen, name), {})) for name in numbers},
        states=states,
        paths=paths,
    )


def bits_from(found: Sums, chosen: uuid.UUID | None, places: Places) -> Bits:
    """As ``counting.counted_bits`` of all rows."""
    lengths = lengths_of(places)
    counts = {kind: found.get((chosen, kind), {}) for kind in MASKS} | _of(found, chosen, lengths)
    return Bits(
        **{
            kind: tuple(counts[kind].get(str(bit), 0) for bit in range(length))
            for kind, length in lengths.items()
        }
    )


def _of(
    found: Sums, chosen: uuid.UUID | None, lengths: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    """How many show each bit. Ventures share much the same, so both masks are told as one value;
    taken apart here."""
    counts: dict[str, dict[str, int]] = {kind: {} for kind in OF}
    for value, number in found.get((chosen, "of"), {}).items():
        for kind, mask in zip(OF, value.split(":"), strict=True):
            for bit in range(lengths[kind]):
                if int(mask) >> bit & 1:
                    counts[kind][str(bit)] = counts[kind].get(str(bit), 0) + number
    return counts


def field_of(posture: str) -> str:
    """What the fields of lean against a posture are kept as."""
    return f"at-{posture}"


def fields_from(found: Sums, chosen: uuid.UUID | None, posture: str) -> dict[tuple[int, int], int]:
    """As ``counting.in_fields`` of all rows."""
    fields = _by_number(found.get((chosen, field_of(posture)), {}))
    return {divmod(field, BIN): number for field, number in fields.items()}


def courses_from(found: Sums) -> dict[tuple[uuid.UUID | None, str], Counts]:
    """As ``counting.by_round`` of all rows."""
    return {key: _by_number(counts) for key, counts in found.items() if key[1] in COURSES}


def _by_number(counts: Mapping[str, int]) -> dict[int, int]:
    return {int(value): number for value, number in counts.items()}


def tidy() -> int:
    """Add up what came to many rows, cohort by cohort; of how many. Nobody waits for it: it takes
    the rows that nobody else holds, and puts their sum in their place in one statement. SQLite has
    nothing to add up."""
    if connection.vendor != "postgresql":
        return 0
    fresh = Tally.objects.filter(fresh=True).values_list("cohort_id").annotate(n=Count("pk"))
    found = [cohort for cohort, number in fresh.order_by() if number > MOST_FRESH]
    for cohort in found:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TIDY, [cohort])
    return len(found)
