"""The release plan for machines, as a report's JSON file takes it along; no Django.

Keys are those of scoring/release, the same in every language. Spans are [least, most]; money is in
USD, compute in FLOP. None of it is legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class ComponentRecord:
    """One of the 17. state: released, later or not; passed: its day is over, so that it counts as
    out; licence: the one that holds, empty for none, null for what is kept."""

    component: str
    state: str
    day: str | None
    passed: bool
    licence: str | None


@dataclass(frozen=True, slots=True)
class LackRecord:
    """A component that a class lacks, and why: missing, unlicensed or not-open."""

    component: str
    why: str


@dataclass(frozen=True, slots=True)
class ClassRecord:
    """A class of the framework once everything planned is out. progress: per cent, as the tool
    tells it."""

    level: int
    counted: int
    needed: int
    progress: float
    missing: tuple[LackRecord, ...]


@dataclass(frozen=True, slots=True)
class ReasonRecord:
    """Why the plan does not carry the word, or what is to be checked."""

    why: str
    component: str
    licence: str


@dataclass(frozen=True, slots=True)
class OpenSourceRecord:
    """By the Open Source AI Definition 1.0. verdict: once everything planned is out; today: with
    what is out."""

    verdict: str
    today: str
    reasons: tuple[ReasonRecord, ...]
    to_check: tuple[ReasonRecord, ...]


@dataclass(frozen=True, slots=True)
class OpennessRecord:
    """Points of 14 dimensions, each open, partial, closed or empty for not said."""

    score: float
    dimensions: dict[str, str]


@dataclass(frozen=True, slots=True)
class ConflictRecord:
    """Licences that do not go together; grave: to be settled first."""

    conflict: str
    grave: bool
    components: tuple[str, ...]
    licence: str
    other: str


@dataclass(frozen=True, slots=True)
class ContradictionRecord:
    """Where the plan says something else than the decision or the answers. question: the one that
    settles it, null where the decision does; options: what was answered; musts: those of the
    decided path that today's answers break."""

    contradiction: str
    question: str | None
    components: tuple[str, ...]
    options: tuple[str, ...]
    musts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """What the EU presumes or asks for. holds: yes, no, maybe or lifted; advised: why the report
    advises it although it does not bind, null for others; fact: of the fact base; source: where
    that was read."""

    duty: str
    holds: str
    since: str | None
    why: tuple[str, ...]
    advised: str | None
    fact: str
    source: str


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A training run with what it takes; months is null without a number of accelerators."""

    run: str
    flop: Span
    hours: Span
    cost: Span
    months: Span | None


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    """A milestone ahead, months from the day of the file. reach: whether the money lasts; money:
    up to it, null where it cannot be told."""

    milestone: str
    months: Span
    money: Span | None
    reach: str


@dataclass(frozen=True, slots=True)
class CourseRecord:
    """Compute, money and months. lasts: months that the secured money lasts without the run."""

    hardware: str
    runs: tuple[RunRecord, ...]
    milestones: tuple[MilestoneRecord, ...]
    secured: float | None
    lasts: float | None


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """The plan that stands on a day, and what follows from it and from the answers of that day.

    class_today, class_planned: 1, 2 or 3, and 0 for none.
    """

    as_of: str
    revision: int
    saved_at: str
    name: str
    version: str
    origin: str
    base_licence: str
    components: tuple[ComponentRecord, ...]
    class_today: int
    class_planned: int
    classes: tuple[ClassRecord, ...]
    open_source: OpenSourceRecord
    openness: OpennessRecord
    conflicts: tuple[ConflictRecord, ...]
    contradictions: tuple[ContradictionRecord, ...]
    duties: tuple[DutyRecord, ...]
    duties_are: Literal["not legal advice"]
    flop: Span | None
    course: CourseRecord
