"""May the release be called open source AI, by the definition of the OSI, version 1.0?

The rule, in words (D3.2, D3.3): three things must be there.
  - Information about the training data: at least one of datasets, research paper, technical report
    and data card, so detailed that a skilled person could build a substantially equivalent system.
    Raw data need not be shared.
  - The whole code that made and runs the model: preprocessing, training and inference, and the
    libraries of your own that they need; under licences that the OSI approved. An open licence
    that is none of them does not do for code: not CC-BY-4.0, and not OpenMDW-1.0, which the Model
    Openness Framework takes for everything (D2.3, D2.5) and no source of ours calls approved.
  - Architecture and final parameters, under open terms; whether terms for parameters that are not
    the OSI's are approved is to be checked. Terms that the maker cannot give are not
    open: where the base's terms stand against the licence of the weights, that is settled first
    (D8.7, D10.7). Weights on the way that are released need a licence as well.
Where everything is there and only terms are not open, the release would pass under other terms, as
the validation of the definition said of BLOOM, StarCoder2 and Falcon (D3.5). While nobody said
whether the data is described, or what the terms of the base are, nothing is settled: a "yes" is
what stands without them. The definition says nothing about safety (D3.7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from questionnaire.scoring.release.base import WEIGHTS, Conflict, of_base
from questionnaire.scoring.release.licences import OSI
from questionnaire.scoring.release.mof import Release, Standing
from questionnaire.scoring.release.plan import Answered, Plan
from questionnaire.scoring.release.told import Told

INFORMATION = ("datasets", "data-card", "technical-report", "research-paper")
CODE = ("data-preprocessing-code", "training-code", "inference-code", "model-architecture")
MODEL = ("final-parameters",)


class Verdict(StrEnum):
    """May be called open source, hangs on what nobody said, would be under other terms, or may
    not."""

    YES = "yes"
    UNSETTLED = "not-settled"
    OTHER_TERMS = "other-terms"
    NO = "no"


class Why(StrEnum):
    """Why a release may not be called open source, or what holds it up."""

    NO_INFORMATION = "no-information"
    NOT_DESCRIBED = "not-described"
    DESCRIPTION_UNSAID = "description-unsaid"
    MISSING = "missing"
    NOT_OPEN = "not-open"
    UNLICENSED = "unlicensed"
    NOT_APPROVED = "not-approved"
    NOT_APPROVED_WEIGHTS = "not-approved-weights"
    LIBRARIES = "libraries"
    BASE = "base"
    BASE_UNKNOWN = "base-unknown"


BY_TERMS = {Why.NOT_OPEN, Why.UNLICENSED, Why.NOT_APPROVED, Why.BASE}
"""What another licence would settle."""
REMARKS = {
    Why.DESCRIPTION_UNSAID, Why.NOT_APPROVED_WEIGHTS, Why.LIBRARIES, Why.BASE_UNKNOWN,
}  # fmt: skip
"""What is to be checked and forbids nothing."""
DECIDING = {Why.DESCRIPTION_UNSAID, Why.BASE_UNKNOWN}
"""What keeps a "yes" back while nobody said it."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason. component: which one it is about, empty for none; licence: the one in the way;
    conflict: the one with the base, None for other reasons."""

    why: Why
    component: str = ""
    licence: str = ""
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict, why not, and what is still to be checked."""

    verdict: Verdict
    reasons: tuple[Reason, ...]
    remarks: tuple[Reason, ...]


def judge(plan: Plan, told: Told, *, by: dt.date | None = None) -> Judged:
    """Whether a plan may be called open source AI, once all that is planned is out; with ``by``
    what is out on that day. told: the answers, which tell of the base's terms where the plan does
    not."""
    release = plan.release(by=by, with_later=by is None)
    found = (*_base(plan, told), *_information(plan, release), *_needed(release),
             *_on_the_way(release), *_libraries(release))  # fmt: skip
    reasons = tuple(one for one in found if one.why not in REMARKS)
    remarks = tuple(one for one in found if one.why in REMARKS)
    return Judged(_verdict({one.why for one in found}), reasons, remarks)


def _verdict(found: set[Why]) -> Verdict:
    reasons = found - REMARKS
    if reasons:
        return Verdict.OTHER_TERMS if reasons <= BY_TERMS else Verdict.NO
    return Verdict.UNSETTLED if found & DECIDING else Verdict.YES


def _information(plan: Plan, release: Release) -> Iterator[Reason]:
    there = [key for key in INFORMATION if release.standing(key) is not Standing.MISSING]
    if not there:
        yield Reason(Why.NO_INFORMATION)
    elif not any(release.counts(key) for key in there):
        yield _terms(release, there[0])
    if plan.described is Answered.NO:
        yield Reason(Why.NOT_DESCRIBED)
    elif plan.described is Answered.UNSAID and there:
        yield Reason(Why.DESCRIPTION_UNSAID)


def _needed(release: Release) -> Iterator[Reason]:
    for key in (*CODE, *MODEL):
        standing = release.standing(key)
        if standing is Standing.MISSING:
            yield Reason(Why.MISSING, key)
        elif standing is not Standing.COUNTS:
            yield _terms(release, key)
        elif release.licence(key) not in OSI:
            why = Why.NOT_APPROVED if key in CODE else Why.NOT_APPROVED_WEIGHTS
            yield Reason(why, key, release.licence(key))


def _base(plan: Plan, told: Told) -> Iterator[Reason]:
    for one in of_base(plan, told):
        yield Reason(Why.BASE if one.grave else Why.BASE_UNKNOWN, licence=one.licence, conflict=one)


def _on_the_way(release: Release) -> Iterator[Reason]:
    """Nobody has to release weights of the way; those that are released need a licence."""
    for key in WEIGHTS:
        if key not in MODEL and release.standing(key) is Standing.UNLICENSED:
            yield _terms(release, key)


def _terms(release: Release, key: str) -> Reason:
    unlicensed = release.standing(key) is Standing.UNLICENSED
    return Reason(Why.UNLICENSED if unlicensed else Why.NOT_OPEN, key, release.licence(key))


def _libraries(release: Release) -> Iterator[Reason]:
    """Libraries of others are there already; nobody can see here whether there are own ones."""
    key = "supporting-libraries"
    standing = release.standing(key)
    if standing is Standing.MISSING:
        yield Reason(Why.LIBRARIES, key)
    elif standing is not Standing.COUNTS:
        yield _terms(release, key)
    elif release.licence(key) not in OSI:
        yield Reason(Why.NOT_APPROVED, key, release.licence(key))
