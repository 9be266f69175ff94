"""Who reviews what in a cohort, and a rule's plan before it is applied, as plain values."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.cohort.aggregate import Row
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.people.models import User, stage_word
from questionnaire.review.assigning.balance import Plan, Reviewer, spread_reviews
from questionnaire.review.models import Review
from questionnaire.review.queries import barred_in, closed_in, taken_in


@dataclass(frozen=True, slots=True)
class Seat:
    """A reviewer of a venture. user: None once the account is gone; state: waiting, in or
    conflict."""

    id: uuid.UUID
    user: int | None
    name: str
    state: str
    released: bool


@dataclass(frozen=True, slots=True)
class Seated:
    """A venture with its reviewers."""

    id: uuid.UUID
    name: str
    stage: str
    readable: bool
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """A rule's plan. ventures: (name, new reviewers); loads: (name, has, gets); short: (name, how
    many are missing); left_out: ventures without a report to read. mark: what it is recognised by
    when it is applied."""

    ventures: tuple[tuple[str, tuple[str, ...]], ...]
    loads: tuple[tuple[str, int, int], ...]
    short: tuple[tuple[str, int], ...]
    left_out: int
    pairs: tuple[tuple[uuid.UUID, int], ...]
    mark: str


def seats_in(actor: Actor, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Seat]]:
    """The reviewers of each of these ventures; nothing of what they wrote. One query."""
    found: dict[uuid.UUID, list[Seat]] = {}
    for one in Review.objects.seats_for(actor).filter(enrolment__in=ids):
        found.setdefault(one["enrolment_id"], []).append(seat_of(one))
    return found


def seat_of(one: Mapping[str, Any]) -> Seat:
    """A row of ``seats_for``."""
    state = "waiting" if one["submitted_at"] is None else "conflict" if one["conflict"] else "in"
    name = one["reviewer__name"] or one["reviewer__email"] or ""
    return Seat(one["id"], one["reviewer_id"], name, state, one["released_at"] is not None)


def seated(rows: Iterable[Row], seats: Mapping[uuid.UUID, Sequence[Seat]]) -> list[Seated]:
    """Each venture with its reviewers."""
    return [
        Seated(row.id, row.name, stage_word(row.stage), row.readable, tuple(seats.get(row.id, ())))
        for row in rows
    ]


def planned(
    cohort: Cohort, rows: Sequence[Row], everybody: Sequence[User], said: Mapping[str, Any],
    asked: Sequence[int],
) -> Planned:  # fmt: skip
    """What a rule comes to. said: each, room, stage and path of its form. Three queries."""
    closed = closed_in(cohort)
    there = [row for row in rows if _matches(row, said) and row.id not in closed]
    wanted = {str(row.id): row for row in there if row.readable}
    taken = taken_in(cohort)
    loads = {pk: sum(user == pk for _venture, user in taken) for pk in asked}
    plan = spread_reviews(
        wanted,
        [Reviewer(pk, loads[pk], said["room"]) for pk in asked],
        said["each"],
        taken={(str(venture), user) for venture, user in taken},
        conflicts={(str(venture), user) for venture, user in barred_in(cohort.enrolments.all())},
    )
    return _told(plan, wanted, {one.pk: str(one) for one in everybody}, loads, len(there))


def _matches(row: Row, said: Mapping[str, Any]) -> bool:
    """A path that is not shared matches none."""
    stage, path = said["stage"], said["path"]
    return (not stage or row.stage == stage_word(stage)) and (not path or row.path == path)


def _told(
    plan: Plan, wanted: Mapping[str, Row], names: Mapping[int, str], loads: Mapping[int, int],
    matching: int,
) -> Planned:  # fmt: skip
    new: dict[str, list[str]] = {}
    for venture, user in plan.pairs:
        new.setdefault(venture, []).append(names[user])
    gets = plan.loads()
    by_name = sorted(wanted, key=lambda pk: (wanted[pk].name.casefold(), pk))
    text = "\n".join(f"{venture} {user}" for venture, user in plan.pairs)
    return Planned(
        ventures=tuple((wanted[pk].name, tuple(new[pk])) for pk in by_name if pk in new),
        loads=tuple((names[pk], has, gets.get(pk, 0)) for pk, has in loads.items()),
        short=tuple((wanted[pk].name, plan.short[pk]) for pk in by_name if pk in plan.short),
        left_out=matching - len(wanted),
        pairs=tuple((uuid.UUID(venture), user) for venture, user in plan.pairs),
        mark=hashlib.sha256(text.encode()).hexdigest(),
    )
