"""The openness profile: the 14 dimensions of the European Open Source AI Index, and its score.

Each dimension is open, partial or closed, for 1, 0.5 and 0 points, and counts as much as any other
(the index weighs none; osai-index.eu, and Liesenfeld and Dingemanse 2024, "Rethinking open source
generative AI"). Eleven follow from the components of the plan; data of the fine-tuning, package and
interface are asked for. The records of the index that can be read carry 12 of the 14, without
package and interface, so known models are compared on those 12 (D9.3, D9.4). A dimension that
nobody said anything about counts as closed and is marked as not said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from questionnaire.scoring.release.licences import LIMITED, base_id, licence_of
from questionnaire.scoring.release.mof import Release, Standing
from questionnaire.scoring.release.plan import Degree, Plan


class Group(StrEnum):
    """The three parts of the index."""

    AVAILABILITY = "availability"
    DOCUMENTATION = "documentation"
    ACCESS = "access"


GROUPS = {
    "base-data": Group.AVAILABILITY, "end-data": Group.AVAILABILITY,
    "base-weights": Group.AVAILABILITY, "end-weights": Group.AVAILABILITY,
    "training-code": Group.AVAILABILITY, "code-documentation": Group.DOCUMENTATION,
    "architecture": Group.DOCUMENTATION, "preprint": Group.DOCUMENTATION,
    "paper": Group.DOCUMENTATION, "model-card": Group.DOCUMENTATION,
    "data-sheet": Group.DOCUMENTATION, "package": Group.ACCESS, "api": Group.ACCESS,
    "licences": Group.ACCESS,
}  # fmt: skip
DIMENSIONS = tuple(GROUPS)
NOT_IN_RECORDS = ("package", "api")
POINTS = {Degree.OPEN: 1.0, Degree.PARTIAL: 0.5, Degree.CLOSED: 0.0, Degree.UNSAID: 0.0}
KNOWN = (
    ("OLMo", 0.96), ("BLOOMZ", 0.96), ("Apertus", 0.92), ("Pythia", 0.83), ("gpt-oss", 0.46),
    ("DeepSeek-V3", 0.38), ("Falcon", 0.38), ("Llama 3.1", 0.29), ("Mistral", 0.29),
)  # fmt: skip
"""Known models with their share of the 12 dimensions in the index's records (our count over the
stored records of Language-Technology-Assessment/main-database, CC BY 4.0)."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Every dimension with its degree. score: points of 14; share: of the 12 that the index's
    records carry, 0 to 1."""

    degrees: Mapping[str, Degree]

    @property
    def score(self) -> float:
        return sum(POINTS[one] for one in self.degrees.values())

    @property
    def share(self) -> float:
        told = [POINTS[one] for key, one in self.degrees.items() if key not in NOT_IN_RECORDS]
        return sum(told) / len(told)


def profile(plan: Plan, *, with_later: bool = True) -> Profile:
    """The profile of a plan. with_later: once everything that is planned is out."""
    release = plan.release(with_later=with_later)
    return Profile({key: _RULES[key](plan, release) for key in DIMENSIONS})


def _of(release: Release, key: str) -> Degree:
    """A component: open under an open licence, partial under any other, closed if it is kept."""
    standing = release.standing(key)
    if standing is Standing.COUNTS:
        return Degree.OPEN
    return Degree.CLOSED if standing is Standing.MISSING else Degree.PARTIAL


def _worst(degrees: Iterable[Degree]) -> Degree:
    return min(degrees, key=lambda one: POINTS[one])


def _base_data(_plan: Plan, release: Release) -> Degree:
    """A data card tells what the data is, which is part of opening it."""
    shared = _of(release, "datasets")
    told = Degree.PARTIAL if release.counts("data-card") else Degree.CLOSED
    return shared if POINTS[shared] >= POINTS[told] else told


def _end_data(plan: Plan, release: Release) -> Degree:
    """Of a model that was not tuned, the data of the end model is that of the base."""
    if plan.tuned_data is not Degree.UNSAID or plan.treatment not in ("", "pre-trained"):
        return plan.tuned_data
    return _base_data(plan, release)


def _base_weights(plan: Plan, release: Release) -> Degree:
    if not plan.base:
        return _of(release, "final-parameters")
    licence = licence_of(base_id(plan.base_licence))
    if licence.open:
        return Degree.OPEN
    return Degree.PARTIAL if licence.terms in LIMITED else Degree.CLOSED


def _documented_code(_plan: Plan, release: Release) -> Degree:
    parts = [_of(release, key) for key in ("model-architecture", "training-code", "inference-code")]
    if all(one is Degree.OPEN for one in parts):
        return Degree.OPEN
    return Degree.CLOSED if all(one is Degree.CLOSED for one in parts) else Degree.PARTIAL


def _documented_model(_plan: Plan, release: Release) -> Degree:
    report = max(
        (_of(release, key) for key in ("technical-report", "research-paper")),
        key=lambda one: POINTS[one],
    )
    card = _of(release, "model-card")
    if report is Degree.OPEN and card is not Degree.CLOSED:
        return Degree.OPEN
    return Degree.CLOSED if report is card is Degree.CLOSED else Degree.PARTIAL


def _licences(_plan: Plan, release: Release) -> Degree:
    degrees = {_of(release, key) for key in release.parts}
    if not degrees or not any(release.counts(key) for key in release.parts):
        return Degree.CLOSED
    return _worst(degrees) if degrees == {Degree.OPEN} else Degree.PARTIAL


_Rule = Callable[[Plan, Release], Degree]
_RULES: Mapping[str, _Rule] = {
    "base-data": _base_data,
    "end-data": _end_data,
    "base-weights": _base_weights,
    "end-weights": lambda _plan, release: _of(release, "final-parameters"),
    "training-code": lambda _plan, release: _of(release, "training-code"),
    "code-documentation": _documented_code,
    "architecture": _documented_model,
    "preprint": lambda _plan, release: _of(release, "technical-report"),
    "paper": lambda _plan, release: _of(release, "research-paper"),
    "model-card": lambda _plan, release: _of(release, "model-card"),
    "data-sheet": lambda _plan, release: _of(release, "data-card"),
    "package": lambda plan, _release: plan.package,
    "api": lambda plan, _release: plan.api,
    "licences": _licences,
}
