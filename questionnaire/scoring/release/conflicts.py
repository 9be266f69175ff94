"""Licences that do not go together: with the base, with the word "open", with others' work.

The rules, in words, each with its source:
  - Who builds on a model takes its terms along: a base with limits, or for research only, cannot be
    passed on under another licence, and share-alike asks for the same licence (D8.7, D10.7).
  - A licence with banned uses, or with limits on users or trade, is not open source by the rules
    of the OSI or of the Model Openness Framework, whatever it is called (D2.3, D3.5, D10.7).
  - What is released without a licence may be read and not used.
  - A model trained anew stands on no other; a plan that says both has to drop one.
  - Work of others needs terms under which they gave it, and data needs a right to pass it on.
No legal advice: what a licence allows in a case is for counsel to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from questionnaire.scoring.release import told as asked
from questionnaire.scoring.release.components import BY_KEY
from questionnaire.scoring.release.licences import LIMITED, Terms, licence_of
from questionnaire.scoring.release.mof import Release, Standing, classify
from questionnaire.scoring.release.plan import Answered, Plan
from questionnaire.scoring.release.told import Told


class Clash(StrEnum):
    """What does not go together."""

    BASE_FOR_RESEARCH = "base-for-research"
    BASE_WITH_LIMITS = "base-with-limits"
    BASE_SHARES_ALIKE = "base-shares-alike"
    BASE_UNKNOWN = "base-unknown"
    SERVICE_TERMS = "service-terms"
    ANEW_ON_BASE = "anew-on-base"
    CALLED_OPEN = "called-open"
    NO_LICENCE = "no-licence"
    UNKNOWN_LICENCE = "unknown-licence"
    OTHER_KIND = "other-kind"
    DATA_LIMITS = "data-limits"
    DATA_UNCHECKED = "data-unchecked"
    NO_CONTRIBUTOR_TERMS = "no-contributor-terms"
    MAY_RELICENSE = "may-relicense"


GRAVE = {
    Clash.BASE_FOR_RESEARCH, Clash.BASE_WITH_LIMITS, Clash.BASE_SHARES_ALIKE, Clash.SERVICE_TERMS,
    Clash.CALLED_OPEN, Clash.NO_LICENCE, Clash.DATA_UNCHECKED, Clash.NO_CONTRIBUTOR_TERMS,
}  # fmt: skip
"""What has to be settled before a release; the rest is to be checked."""
OF_BASE = {
    Clash.BASE_FOR_RESEARCH, Clash.BASE_WITH_LIMITS, Clash.BASE_SHARES_ALIKE, Clash.BASE_UNKNOWN,
    Clash.SERVICE_TERMS,
}  # fmt: skip
"""What the base's terms say to the weights made from it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that does not go together. components: which parts it is about; licence: the one
    in the way, other: the one it stands against."""

    clash: Clash
    components: tuple[str, ...] = ()
    licence: str = ""
    other: str = ""

    @property
    def grave(self) -> bool:
        return self.clash in GRAVE


def conflicts(plan: Plan, told: Told) -> tuple[Conflict, ...]:
    """Every conflict of a plan, the grave ones first, over all that is planned."""
    release = plan.release(with_later=True)
    found = (*_base(plan, told, release), *_claim(plan, release), *_licences(release),
             *_others(release, told))  # fmt: skip
    return tuple(sorted(found, key=lambda one: not one.grave))


WEIGHTS = ("final-parameters", "intermediate-parameters")


def of_base(plan: Plan, told: Told) -> tuple[Conflict, ...]:
    """The conflicts of a plan with the model that it is built on, the grave ones first."""
    return tuple(one for one in conflicts(plan, told) if one.clash in OF_BASE)


def _base(plan: Plan, told: Told, release: Release) -> Iterator[Conflict]:
    """What the base's terms say to the weights made from it."""
    passed_on = tuple(key for key in WEIGHTS if key in release.parts)
    if plan.base and plan.treatment == "pre-trained":
        yield Conflict(Clash.ANEW_ON_BASE)
    if told.one(asked.BASE_TERMS) == "service-terms" and passed_on:
        yield Conflict(Clash.SERVICE_TERMS, passed_on)
    terms = _base_terms(plan, told)
    if terms is Terms.NOT_COMMERCIAL:
        yield Conflict(Clash.BASE_FOR_RESEARCH, passed_on, plan.base_licence)
    if not passed_on or not (plan.base or plan.base_licence):
        return
    planned = release.licence(passed_on[0])
    if terms in LIMITED - {Terms.NOT_COMMERCIAL} and planned != plan.base_licence:
        yield Conflict(Clash.BASE_WITH_LIMITS, passed_on, plan.base_licence, planned)
    if terms is Terms.SHARE_ALIKE and planned != plan.base_licence:
        yield Conflict(Clash.BASE_SHARES_ALIKE, passed_on, plan.base_licence, planned)
    if terms in (Terms.NONE, Terms.UNKNOWN):
        yield Conflict(Clash.BASE_UNKNOWN, passed_on, plan.base_licence, planned)


def _base_terms(plan: Plan, told: Told) -> Terms:
    """The base's terms by its licence; by the answer where the plan names none."""
    if plan.base_licence:
        return licence_of(plan.base_licence).terms
    answered = {
        "permissive": Terms.PERMISSIVE, "community-licence": Terms.USER_LIMITS,
        "research-only": Terms.NOT_COMMERCIAL,
    }  # fmt: skip
    return answered.get(told.one(asked.BASE_TERMS), Terms.NONE)


def _claim(plan: Plan, release: Release) -> Iterator[Conflict]:
    if plan.called_open is not Answered.YES:
        return
    weights = "final-parameters"
    if not release.counts(weights):
        licence = release.licence(weights) if weights in release.parts else ""
        yield Conflict(Clash.CALLED_OPEN, (weights,), licence)


def _licences(release: Release) -> Iterator[Conflict]:
    bare = tuple(key for key in release.parts if release.standing(key) is Standing.UNLICENSED)
    if bare:
        yield Conflict(Clash.NO_LICENCE, bare)
    by_licence: dict[str, list[str]] = {}
    for key in release.parts:
        if licence_of(release.licence(key)).terms is Terms.UNKNOWN:
            by_licence.setdefault(release.licence(key), []).append(key)
    for licence, keys in by_licence.items():
        yield Conflict(Clash.UNKNOWN_LICENCE, tuple(keys), licence)
    unfit = classify(release).unfit
    if unfit:
        yield Conflict(Clash.OTHER_KIND, tuple(key for key in unfit if key in BY_KEY))


def _others(release: Release, told: Told) -> Iterator[Conflict]:
    """What came from others: data, and work on the code."""
    if "datasets" in release.parts:
        if told.one(asked.DATA_RIGHTS) in ("public-unchecked", "not-known"):
            yield Conflict(Clash.DATA_UNCHECKED, ("datasets",))
        limited = licence_of(release.licence("datasets")).terms in LIMITED
        if limited and release.counts("final-parameters"):
            weights = release.licence("final-parameters")
            yield Conflict(Clash.DATA_LIMITS, ("datasets",), release.licence("datasets"), weights)
    code = tuple(key for key in release.parts if BY_KEY[key].kind == "code")
    takes = told.one(asked.OUTSIDE_WORK) in ("tools-and-languages", "code-under-review")
    if code and takes and told.one(asked.CONTRIBUTION) in ("no-terms", ""):
        yield Conflict(Clash.NO_CONTRIBUTOR_TERMS, code)
    if code and told.one(asked.CONTRIBUTION) == "agreement-relicence":
        yield Conflict(Clash.MAY_RELICENSE, code)
