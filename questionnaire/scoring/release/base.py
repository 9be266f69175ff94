"""What the terms of a base say to the weights made from it, and what a conflict is.

The rule, in words: who builds on a model takes its terms along. A base with limits, or for research
only, cannot be passed on under another licence, and share-alike asks for the same licence (D8.7,
D10.7). A model trained anew stands on no other; a plan that says both has to drop one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from questionnaire.scoring.release import told as asked
from questionnaire.scoring.release.licences import LIMITED, Terms, base_id, licence_of
from questionnaire.scoring.release.mof import Release
from questionnaire.scoring.release.plan import Plan
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
    CALLED_TOO_SOON = "called-too-soon"
    NO_LICENCE = "no-licence"
    UNKNOWN_LICENCE = "unknown-licence"
    OTHER_KIND = "other-kind"
    DATA_LIMITS = "data-limits"
    DATA_UNCHECKED = "data-unchecked"
    NO_CONTRIBUTOR_TERMS = "no-contributor-terms"
    MAY_RELICENSE = "may-relicense"


GRAVE = {
    Clash.BASE_FOR_RESEARCH, Clash.BASE_WITH_LIMITS, Clash.BASE_SHARES_ALIKE, Clash.SERVICE_TERMS,
    Clash.CALLED_OPEN, Clash.CALLED_TOO_SOON, Clash.NO_LICENCE, Clash.DATA_UNCHECKED,
    Clash.NO_CONTRIBUTOR_TERMS,
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


WEIGHTS = ("final-parameters", "intermediate-parameters")


def of_base(plan: Plan, told: Told) -> tuple[Conflict, ...]:
    """The conflicts of a plan with the model that it is built on, the grave ones first."""
    found = base_conflicts(plan, told, plan.release(with_later=True))
    of_terms = (one for one in found if one.clash in OF_BASE)
    return tuple(sorted(of_terms, key=lambda one: not one.grave))


def base_conflicts(plan: Plan, told: Told, release: Release) -> Iterator[Conflict]:
    """What the base's terms say to the weights made from it, and whether there is one at all."""
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
    same = base_id(planned) == base_id(plan.base_licence)
    if terms in LIMITED - {Terms.NOT_COMMERCIAL} and not same:
        yield Conflict(Clash.BASE_WITH_LIMITS, passed_on, plan.base_licence, planned)
    if terms is Terms.SHARE_ALIKE and not same:
        yield Conflict(Clash.BASE_SHARES_ALIKE, passed_on, plan.base_licence, planned)
    if terms in (Terms.NONE, Terms.UNKNOWN):
        yield Conflict(Clash.BASE_UNKNOWN, passed_on, plan.base_licence, planned)


def _base_terms(plan: Plan, told: Told) -> Terms:
    """The base's terms by its licence; by the answer where the plan names none."""
    if plan.base_licence:
        return licence_of(base_id(plan.base_licence)).terms
    answered = {
        "permissive": Terms.PERMISSIVE, "community-licence": Terms.USER_LIMITS,
        "research-only": Terms.NOT_COMMERCIAL,
    }  # fmt: skip
    return answered.get(told.one(asked.BASE_TERMS), Terms.NONE)
