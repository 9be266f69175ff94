"""The rubric: one edition in the form that scoring reads; compiling.py makes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.scoring.conditions import Condition, says_not_known
from questionnaire.scoring.voices import POSTURES, Leaning, Term, Voice
from questionnaire.vocabulary import (
    Direction,
    Kind,
    RequirementKind,
    ReversalPart,
    Severity,
    Side,
)

__all__ = ["POSTURES", "Question", "Rubric"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as scoring reads it.

    leaning: of core questions only; leans: of every option, core or not. pulls: option -> fit
    points for single paths, by place. not_known: options that say that this is not known yet.
    """

    key: str
    place: int
    category: str
    kind: Kind
    core: bool
    shown: Condition | None
    options: tuple[str, ...]
    exclusive: frozenset[str]
    not_known: frozenset[str]
    minimum: float
    maximum: float
    step: float
    voices: Mapping[str | None, tuple[Voice, ...]]
    terms: Mapping[str | None, tuple[Term, ...]]
    leaning: Leaning | None
    leans: Mapping[str, float]
    pulls: Mapping[str, tuple[tuple[int, float], ...]]
    marks: tuple[float, ...]

    def is_open(self, value: Any) -> bool:
        """Whether nothing is known yet: no answer, "don't know yet", or an option that says so."""
        return value is None or says_not_known(value, self.not_known)

    def pull(self, value: Any) -> tuple[tuple[int, float], ...]:
        """The fit points that the answer adds to single paths' pull."""
        if not self.pulls:
            return ()
        if isinstance(value, tuple):
            return tuple(part for tick in value for part in self.pulls.get(tick, ()))
        return self.pulls.get(value, ())


@dataclass(frozen=True, slots=True)
class Requirement:
    """A must or a should of the path at ``path``; ``share`` is its part of the path's shoulds."""

    key: str
    path: int
    kind: RequirementKind
    weight: float
    share: float
    when: Condition


@dataclass(frozen=True, slots=True)
class Argument:
    """A reason for or against a path."""

    key: str
    side: Side
    weight: float
    when: Condition


@dataclass(frozen=True, slots=True)
class Path:
    """A release path; its requirements, by their place in the rubric's list."""

    key: str
    place: int
    position: float
    musts: tuple[int, ...]
    shoulds: tuple[int, ...]
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    key: str
    severity: Severity
    settle: str
    actions: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Action:
    key: str
    lifts: tuple[str, ...]
    when: Condition


@dataclass(frozen=True, slots=True)
class Milestone:
    key: str
    months: tuple[float, float]
    when: Condition


@dataclass(frozen=True, slots=True)
class ReversalLine:
    key: str
    direction: Direction
    part: ReversalPart
    when: Condition


@dataclass(frozen=True, slots=True)
class Rules:
    """The edition's numbers (questionnaire.bank.authored_numbers.Rules says what they mean)."""

    weak_below: float
    firm_from: float
    coverage: float
    pull: float
    readiness: float
    too_close: float
    contested: float
    route: str


@dataclass(frozen=True, slots=True)
class Hardware:
    """An accelerator: dense peak in TFLOP/s; USD per hour as low, usual, high."""

    key: str
    peak: float
    price: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Compute:
    """What the estimates are worked out with (authored_numbers.Compute says what the fields mean).

    inputs: role -> question. secured: option -> share of the money needed, 0 to 1, least and most.
    """

    mfu: tuple[float, float, float]
    reruns: tuple[float, float, float]
    hardware: tuple[Hardware, ...]
    inputs: Mapping[str, str]
    usable_model: str
    first_revenue: str
    secured: Mapping[str, tuple[float, float]]
    low_below: float
    high_above: float
    stays_open: frozenset[str]
    gives_notice: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Rubric:
    """One edition, ready for scoring.

    gates: the questions that others' visibility depends on. readers: question -> the requirements
    that its answer can change by itself. follows: question -> itself and all that it can show or
    hide, directly or through others. reach: question -> the requirements that its answer can
    change, by itself or through those. flop_marks: training compute at which some condition turns.
    asks_answered: some question is shown by whether another was answered.
    """

    edition: str
    rules: Rules
    compute: Compute
    questions: tuple[Question, ...]
    by_key: Mapping[str, Question]
    categories: tuple[str, ...]
    paths: tuple[Path, ...]
    requirements: tuple[Requirement, ...]
    tensions: tuple[Tension, ...]
    actions: tuple[Action, ...]
    milestones: tuple[Milestone, ...]
    reversal: tuple[ReversalLine, ...]
    gates: frozenset[str]
    readers: Mapping[str, tuple[int, ...]]
    follows: Mapping[str, frozenset[str]]
    reach: Mapping[str, frozenset[int]]
    flop_marks: tuple[float, ...]
    asks_answered: bool
