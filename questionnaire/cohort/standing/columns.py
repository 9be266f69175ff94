"""A row as the columns of a standing, and back; no Django.

Which bit and which column stands for what follows from the order of the cohort's edition. What the
edition does not know (a report may be of another one) has no place and is not shown.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.cohort.aggregate import POSTURES, Missing, Row, Seen
from questionnaire.cohort.narrowing import CATEGORY, STAGES, fold, name_key
from questionnaire.cohort.steps import Next
from questionnaire.scoring.rubric import Rubric
from questionnaire.vocabulary import EnrolmentState

NUMBERS = ("margin", "lean", *POSTURES, "runway")
"""The columns of numbers that every cohort has, in the order of the letters in ``whys``."""
LETTERS: Mapping[Missing, str] = {"": ".", "not-shared": "n", "too-early": "e", "none-asked": "a"}
REASONS: Mapping[str, Missing] = {letter: why for why, letter in LETTERS.items()}
MOST_CATEGORIES = 8
BITS = 62


@dataclass(frozen=True, slots=True)
class Places:
    """The keys of a cohort's edition in their order."""

    categories: tuple[str, ...]
    tensions: tuple[str, ...]
    actions: tuple[str, ...]
    milestones: tuple[str, ...]
    paths: tuple[str, ...]

    @property
    def scores(self) -> dict[str, str]:
        """The name of each category's column on the page -> its column in the table."""
        return {f"{CATEGORY}{key}": f"c{place}" for place, key in enumerate(self.shown)}

    @property
    def shown(self) -> tuple[str, ...]:
        """The categories that have a column."""
        return self.categories[:MOST_CATEGORIES]


def places_of(rubric: Rubric) -> Places:
    """Where everything of an edition stands."""
    return Places(
        categories=rubric.categories,
        tensions=tuple(one.key for one in rubric.tensions)[:BITS],
        actions=tuple(one.key for one in rubric.actions)[:BITS],
        milestones=tuple(one.key for one in rubric.milestones)[:BITS],
        paths=tuple(one.key for one in rubric.paths),
    )


def columns_of(row: Row, places: Places) -> dict[str, Any]:
    """A row as a standing holds it."""
    numbers = {
        "margin": row.margin, "lean": row.lean, **row.postures, "runway": row.runway,
    } | {f"c{place}": row.categories[key] for place, key in enumerate(places.shown)}  # fmt: skip
    following = row.next
    return {
        "name": row.name,
        "folded": fold(row.name),
        "name_key": name_key(row.name),
        "stage": row.stage,
        "state": str(row.state),
        "path": row.path,
        "path_shared": row.path_shared,
        "close": row.close,
        **{name: seen.value for name, seen in numbers.items()},
        "whys": "".join(LETTERS[seen.missing] for seen in numbers.values()),
        "path_place": _place(row.path, places.paths),
        "stage_place": _place(row.stage, STAGES),
        "tensions": bits(row.tensions, places.tensions),
        "tensions_of": bits(row.tensions_of, places.tensions),
        "actions": bits(following.actions, places.actions),
        "actions_of": bits(following.actions_of, places.actions),
        "known": bits(following.known, places.milestones),
        "reached": bits(following.reached, places.milestones),
        "financed": bits(following.financed, places.milestones),
        "unfinanced": bits(following.unfinanced, places.milestones),
    }


def _place(key: str, order: Sequence[str]) -> int | None:
    return order.index(key) if key in order else None


def letter_of(place: int) -> int:
    """Where in ``whys``, counted from 1, the letter of a category's score stands."""
    return len(NUMBERS) + place + 1


def row_from(found: Mapping[str, Any], places: Places) -> Row:
    """The row that the columns of a standing hold."""
    named = (*NUMBERS, *(f"c{place}" for place in range(len(places.shown))))
    seen = {
        name: Seen(found[name], REASONS[letter])
        for name, letter in zip(named, found["whys"], strict=True)
    }
    return Row(
        id=uuid.UUID(str(found["enrolment_id"])),
        name=found["name"],
        stage=found["stage"],
        state=EnrolmentState(found["state"]),
        path=found["path"],
        path_shared=found["path_shared"],
        close=found["close"],
        margin=seen["margin"],
        lean=seen["lean"],
        postures={posture: seen[posture] for posture in POSTURES},
        categories={key: seen[f"c{place}"] for place, key in enumerate(places.shown)},
        tensions=keys(found["tensions"], places.tensions),
        tensions_of=keys(found["tensions_of"], places.tensions),
        next=Next(
            actions=keys(found["actions"], places.actions),
            actions_of=keys(found["actions_of"], places.actions),
            known=keys(found["known"], places.milestones),
            reached=keys(found["reached"], places.milestones),
            financed=keys(found["financed"], places.milestones),
            unfinanced=keys(found["unfinanced"], places.milestones),
            runway=found["runway"],
            runway_shared=seen["runway"].missing != "not-shared",
        ),
        runway=seen["runway"],
    )


def bits(found: Iterable[str], order: Sequence[str]) -> int:
    """Keys as a number: a bit for each, by its place."""
    there = set(found)
    return sum(1 << place for place, key in enumerate(order) if key in there)


def keys(number: int, order: Sequence[str]) -> tuple[str, ...]:
    """The keys of the bits that are set."""
    return tuple(key for place, key in enumerate(order) if number >> place & 1)
