"""What a cohort's ventures disclosed, as rows, medians and counts; no Django.

A number is shown only when every category that it may rest on is shared (scoring/rests.py);
otherwise it would tell something of the others. What cannot be shown is a reason, never a zero, and
is left out of medians and counts.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Literal

from questionnaire.bank.figures import half_up
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.steps import (
    NOTHING_NEXT,
    Next,
    Steps,
    all_within,
    disclosed_steps,
    within,
)
from questionnaire.scoring.rests import Rests
from questionnaire.vocabulary import EnrolmentState, Posture

Points = Mapping[str, Mapping[str, Sequence[int]]]
"""Category -> posture -> gained and possible points, in tenths."""
LEAST_SETTLED = 0.5
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
    path_shared: whether it would be shown. tensions_of: the contradictions of which it may see
    whether they are there."""

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
    tensions_of: tuple[str, ...] = ()
    next: Next = NOTHING_NEXT
    runway: Seen = NOT_SHARED

    @property
    def readable(self) -> bool:
        """Whether there is a report to open."""
        return self.state is EnrolmentState.SUBMITTED

    def lacks(self, required: Iterable[str]) -> tuple[str, ...]:
        """Which of these categories are not there: a required one is there where its score is
        shown, or where nothing of it is asked."""
        known = (key for key in required if key in self.categories)
        return tuple(
            key
            for key in known
            if self.categories[key].value is None and self.categories[key].missing != "none-asked"
        )


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
    """The columns of a venture's report, and its parts that steps.py reads. rests: what rests on
    what in its edition; part: the points (as in summary) that rest on these categories alone."""

    path: str
    close: bool
    margin: int | None
    lean: int | None
    postures: Mapping[str, int | None]
    summary: Mapping[str, Any]
    rests: Rests
    part: Callable[[frozenset[str]], Points]
    steps: Steps


def row_of(one: Enrolled, sent: Sent | None, categories: Sequence[str]) -> Row:
    """One venture's row. categories: the edition's, in order."""
    if not one.consented:
        silent = replace(one, stage="")  # how far it is by now is not shared either
        return _without_numbers(silent, EnrolmentState.NOT_SHARED, NOT_SHARED, categories)
    if sent is None:
        state = EnrolmentState.ANSWERING if one.started else EnrolmentState.INVITED
        early = TOO_EARLY if one.shared.scores else NOT_SHARED
        return _without_numbers(one, state, early, categories)
    scores, path, rests = one.shared.scores, one.shared.shows_path(categories), sent.rests
    following = disclosed_steps(sent.steps, rests, one.shared.answers)
    return Row(
        id=one.id,
        name=one.name,
        stage=one.stage,
        state=EnrolmentState.SUBMITTED,
        path=sent.path if path else "",
        path_shared=path,
        close=sent.close and path,
        margin=seen(sent.margin, rests.categories, scores) if path else NOT_SHARED,
        lean=seen(sent.lean, rests.lean, scores),
        postures={
            posture: seen(sent.postures[posture], rests.postures[posture], scores)
            for posture in POSTURES
        },
        categories=category_scores(rests, sent.summary["points"], sent.part, scores, categories),
        # A contradiction says what was answered, so scores alone do not show it.
        tensions=tuple(
            key
            for key in sent.summary["tensions"]
            if within(rests.tensions, key, one.shared.answers)
        ),
        tensions_of=all_within(rests.tensions, one.shared.answers),
        next=following,
        runway=_runway(following),
    )


def seen(value: int | None, needed: Iterable[str], shared: frozenset[str]) -> Seen:
    """A number if everything it was drawn from is shared."""
    if not set(needed) <= shared:
        return NOT_SHARED
    return TOO_EARLY if value is None else Seen(value)


def category_scores(
    rests: Rests,
    points: Points,
    part: Callable[[frozenset[str]], Points],
    shared: frozenset[str],
    categories: Iterable[str],
) -> dict[str, Seen]:
    """Each category's score: what its answers gained of what they could, over all postures.

    points: of the whole; part: of what rests on some categories alone. Where some category is not
    shared, only the answers count whose worth rests on shared ones; and a score is not shared where
    that is less than half of what the category's questions weigh.
    """
    found = points if rests.categories <= shared else part(shared)
    return {
        key: _of_points(found.get(key))
        if key in shared and rests.settled(key, shared) >= LEAST_SETTLED
        else NOT_SHARED
        for key in categories
    }


def _of_points(by_posture: Mapping[str, Sequence[int]] | None) -> Seen:
    if not by_posture:
        return NONE_ASKED
    gained = sum(pair[0] for pair in by_posture.values())
    possible = sum(pair[1] for pair in by_posture.values())
    return Seen(int(half_up(100 * gained / possible))) if possible else NONE_ASKED


def _runway(following: Next) -> Seen:
    if not following.runway_shared:
        return NOT_SHARED
    return TOO_EARLY if following.runway is None else Seen(following.runway)


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


# ---------------------------------------------------------------- the whole cohort


Counts = Mapping[int, int]
"""A value -> how many ventures show it: all that medians and charts of a cohort need."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One number over the ventures that show it; low and high are its quartiles. median is None
    while none does."""

    counts: Counts
    low: int | None
    median: int | None
    high: int | None
    weak: int
    mixed: int
    firm: int

    @property
    def size(self) -> int:
        """How many ventures show it."""
        return sum(self.counts.values())


def counted(numbers: Iterable[Seen]) -> dict[int, int]:
    """How many show each value; what is not shown is left out."""
    found: dict[int, int] = {}
    for one in numbers:
        if one.value is not None:
            found[one.value] = found.get(one.value, 0) + 1
    return found


def spread(counts: Counts, edges: tuple[float, float]) -> Spread:
    """Quartiles and bands over what is shown."""
    low, middle, high = (quantile(counts, quarter) for quarter in (1, 2, 3))
    weak = sum(number for value, number in counts.items() if value < edges[0])
    firm = sum(number for value, number in counts.items() if value >= edges[1])
    mixed = sum(counts.values()) - weak - firm
    return Spread(counts, low, middle, high, weak, mixed, firm)


def quantile(counts: Counts, quarter: int) -> int | None:
    """The value so many quarters up the sorted values, between two where it falls between them
    (the inclusive method: R. Hyndman and Y. Fan 1996, number 7), rounded. None without values."""
    values = sorted(counts)
    if not values:
        return None
    ends = list(accumulate(counts[value] for value in values))
    place, rest = divmod((ends[-1] - 1) * quarter, 4)
    first, second = (
        next(value for value, end in zip(values, ends, strict=True) if end > min(at, ends[-1] - 1))
        for at in (place, place + 1)
    )
    return int(half_up(first + (second - first) * rest / 4))


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
