"""What scoring returns: frozen values with their reasons, and nothing else.

Units: postures, pull, readiness and fit run from 0 to 100, the lean from -100 (closed) to
+100 (open). ``None`` always means "cannot be said", never zero. Every part that is a sum
carries its parts, and the parts add up to it exactly (``math.fsum``).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

from questionnaire.vocabulary import (
    Band,
    Claim,
    Direction,
    Posture,
    RequirementKind,
    ReversalPart,
    Severity,
    Side,
    Verdict,
)

SCORING_VERSION = 3
"""Raised whenever the same edition and sheet would give another scorecard; frozen into each."""


class Depth(StrEnum):
    """How much to work out. LIVE: postures, lean, computed values, paths and their order.
    REPORT adds tensions, actions, milestones, reversal. FULL adds flips, robustness, find out."""

    LIVE = "live"
    REPORT = "report"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class Contribution:
    """One answer's part of a posture: ``gained`` of ``possible`` points of the 0 to 100 score."""

    question: str
    category: str
    gained: float
    possible: float
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class PostureScore:
    """A posture. score is the sum of what contributions gained; None when nothing was answered.

    low, high: the bounds over every way of answering what is still open or "don't know".
    evidenced: the score when only answers marked done or proven gain their points.
    coverage: answered share of the reachable weight, 0 to 1; band is WITHHELD under the minimum.
    """

    posture: Posture
    score: float | None
    band: Band
    low: float
    high: float
    evidenced: float | None
    answered: int
    asked: int
    coverage: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class LeanPart:
    """One core answer's signed part of the lean, in lean points."""

    question: str
    category: str
    points: float


@dataclass(frozen=True, slots=True)
class LeanScore:
    """The lean. contested: share (0 to 1) of the answered core weight that pulls against it."""

    value: float | None
    low: float
    high: float
    contested: float
    answered: int
    asked: int
    contributions: tuple[LeanPart, ...]


@dataclass(frozen=True, slots=True)
class RequirementResult:
    """A must or should of a path, and the questions whose answers decide it."""

    key: str
    kind: RequirementKind
    verdict: Verdict
    weight: float
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArgumentResult:
    """An authored reason that holds, and the questions behind it; heaviest first."""

    key: str
    side: Side
    weight: float
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathResult:
    """One path for this venture. fit = pull share x pull + readiness share x readiness.

    knocked_out: at least one must is broken. rank: 1 is best among the paths that are open;
    knocked-out paths rank after them. low, high: fit over the open answers (shoulds and lean).
    """

    key: str
    position: float
    pull: float
    readiness: float
    fit: float
    low: float
    high: float
    knocked_out: bool
    rank: int
    requirements: tuple[RequirementResult, ...]
    arguments: tuple[ArgumentResult, ...]


@dataclass(frozen=True, slots=True)
class LeadPart:
    """One answer's or should's signed part of the recommended path's lead over the runner-up.

    requirement: ``path.key`` of the should, as in the languages files. A part with neither is where
    the two paths stand: the lead at a neutral lean, and what clamping pull to 0..100 made of it.
    """

    question: str
    requirement: str | None
    points: float


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the answers support. path is None while nothing that leans was answered.

    close: the margin is under the edition's mark, so no winner is named ("too close to call").
    least_broken: no path is open; path is then the one with the fewest broken musts, best fit.
    lead: parts that add up to margin. deciders: open questions that would settle a close call.
    """

    path: str | None
    runner_up: str | None
    margin: float | None
    close: bool
    least_broken: bool
    lead: tuple[LeadPart, ...]
    deciders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A computed value as a range, with the answers and constants that it was worked out from.

    low, usual, high are None together when an input is missing; ``missing`` names those questions.
    """

    key: str
    unit: str
    low: float | None
    usual: float | None
    high: float | None
    inputs: tuple[tuple[str, float | str], ...]
    missing: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class TensionResult:
    """A contradiction that holds between the answers to these questions."""

    key: str
    severity: Severity
    questions: tuple[str, ...]
    settle: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActionResult:
    """Something to do. gain: posture points, over all three, if all it lifts came to their best."""

    key: str
    gain: float
    gains: tuple[tuple[Posture, float], ...]
    questions: tuple[str, ...]
    tensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MilestoneResult:
    """A rung: reached, open or not reached by the answers; month counts from today on the runway.

    financed: whether the money lasts to it, the training run paid where it comes before (since
    scoring 3; before, the months of runway alone); None where that cannot be said."""

    key: str
    verdict: Verdict
    questions: tuple[str, ...]
    month_low: float
    month_high: float
    financed: bool | None


@dataclass(frozen=True, slots=True)
class ReversalResult:
    """One sentence of the stress test that holds, and the questions behind it."""

    key: str
    direction: Direction
    part: ReversalPart
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One answer changed: from what it is (None: unanswered) to another value."""

    question: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Flip:
    """Changes that together put another path first. cost: how far the answers move."""

    changes: tuple[Change, ...]
    path: str
    fit: float
    runner_up_fit: float | None
    cost: float


@dataclass(frozen=True, slots=True)
class PathShare:
    """SMAA: the share of draws in which the path takes each rank; mean weights where it wins."""

    key: str
    first: float
    ranks: tuple[float, ...]
    central: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Robustness:
    """How the recommendation holds over ``draws`` weightings made from ``seed``."""

    draws: int
    seed: int
    shares: tuple[PathShare, ...]


@dataclass(frozen=True, slots=True)
class FindOut:
    """An open question and how far (fit points of lead) its answer could move the first path."""

    question: str
    swing: float
    flips: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """A result that can be told in parts."""

    def as_json(self, *parts: str) -> dict[str, Any]:
        """It as plain JSON values; field names are the schema's names. parts: nothing
        but these, where some are named."""
        wanted = parts or tuple(one.name for one in fields(self))
        return {name: _plain(getattr(self, name)) for name in wanted}


@dataclass(frozen=True, slots=True)
class Outlook(Parts):
    """Of a scorecard what stands beside the questions while they are answered."""

    postures: tuple[PostureScore, ...]
    lean: LeanScore


@dataclass(frozen=True, slots=True)
class Scorecard(Parts):
    """The full result for one sheet under one edition."""

    scoring_version: int
    edition: str
    depth: Depth
    route: str | None
    reachable: tuple[str, ...]
    answered: tuple[str, ...]
    unknown: tuple[str, ...]
    other: tuple[str, ...]
    unanswered: tuple[str, ...]
    postures: tuple[PostureScore, ...]
    lean: LeanScore
    paths: tuple[PathResult, ...]
    recommendation: Recommendation
    estimates: tuple[Estimate, ...]
    tensions: tuple[TensionResult, ...] = ()
    actions: tuple[ActionResult, ...] = ()
    milestones: tuple[MilestoneResult, ...] = ()
    reversal: tuple[ReversalResult, ...] = ()
    switching_cost: str | None = None
    flips: tuple[Flip, ...] = ()
    robustness: Robustness | None = None
    find_out: tuple[FindOut, ...] = ()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return str(value)
    return value
