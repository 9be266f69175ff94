"""What the EU asks of whoever provides the model, from the same plan. No legal advice.

The rules, in words (fact ids of the fact base; what stands there as unverified is not told):
  - Presumed general-purpose above 10^23 training operations, if the model can generate language, or
    images or video from text (D4.3). The guidelines that say so are not binding.
  - Presumed to carry systemic risk above 10^25 (D4.4).
  - Who changes another's model with more than a third of its original training compute becomes the
    provider of that change (D4.5). While the base's operations are not known: the whole then has
    under four times those of the change, which may by itself be too little for a presumption.
  - Only who provides the model tells the Commission of its risk (D4.4).
  - Four duties, Article 53(1): technical documentation, information for those who build on the
    model, copyright policy, summary of the training content (D4.1).
  - The first two are lifted for a model under a free and open licence with public parameters,
    architecture and usage information (Article 53(2), D4.2). That is lost with systemic risk, and
    is read as meant for releases that are not monetised (D4.6). A licence that the base's terms do
    not let you give is no free and open one.
  - What comes later lifts nothing yet: the two duties are lifted by what is out on the day asked.
    Where everything planned will lift them, the line says so.
  - Dates: D4.7.
Operations are FLOP; ranges are the least and the most that the planned run may need.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from questionnaire.scoring.estimates import (
    BILLIONS_SQUARED,
    EXTRA_COMPUTE,
    FLOP_PER_PARAMETER_AND_TOKEN,
)
from questionnaire.scoring.release.base import of_base
from questionnaire.scoring.release.mof import Release
from questionnaire.scoring.release.plan import Answered, Plan
from questionnaire.scoring.release.told import Told

GENERAL, SYSTEMIC = 1e23, 1e25
MODIFIED = 1 / 3
GENERATES = frozenset({"language", "code", "multimodal", "image", "video"})
"""Media of models that can generate language, or images or video from text."""
COUNTS_SINCE, FINES_SINCE, OLDER_UNTIL = (
    dt.date(2025, 8, 2), dt.date(2026, 8, 2), dt.date(2027, 8, 2),
)  # fmt: skip


class Holds(StrEnum):
    """Whether something holds, as far as the plan says."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    LIFTED = "lifted"


class Duty(StrEnum):
    """What the law presumes or asks for."""

    GENERAL_PURPOSE = "general-purpose"
    MODIFIER = "modifier"
    SYSTEMIC_RISK = "systemic-risk"
    EXEMPTION = "exemption"
    DOCUMENTATION = "documentation"
    DOWNSTREAM = "downstream"
    COPYRIGHT = "copyright"
    SUMMARY = "summary"
    NOTIFY = "notify"


SOURCES = {
    Duty.GENERAL_PURPOSE: "D4.3", Duty.MODIFIER: "D4.5", Duty.SYSTEMIC_RISK: "D4.4",
    Duty.EXEMPTION: "D4.2", Duty.DOCUMENTATION: "D4.1", Duty.DOWNSTREAM: "D4.1",
    Duty.COPYRIGHT: "D4.1", Duty.SUMMARY: "D4.1", Duty.NOTIFY: "D4.4",
}  # fmt: skip
LIFTABLE = (Duty.DOCUMENTATION, Duty.DOWNSTREAM)
KEPT = (Duty.COPYRIGHT, Duty.SUMMARY)


class Lost(StrEnum):
    """Why the exemption for open source does not hold, or may not; and what was not said, where
    a line cannot be told for it; and why a change of another's model makes nobody its provider."""

    LICENCE = "licence"
    BASE = "base"
    PARAMETERS = "parameters"
    ARCHITECTURE = "architecture"
    USAGE = "usage"
    SYSTEMIC_RISK = "systemic-risk"
    RISK_UNSAID = "risk-unsaid"
    PAID = "paid"
    PAID_UNSAID = "paid-unsaid"
    BASE_UNSAID = "base-unsaid"
    SIZE_UNSAID = "size-unsaid"
    NOT_YET = "not-yet"
    MAYBE_THEN = "maybe-then"
    NEAR = "near"
    SMALL_CHANGE = "small-change"
    UNDER_A_THIRD = "under-a-third"


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line: what, whether it holds, since when, why not, and by which fact."""

    duty: Duty
    holds: Holds
    since: dt.date | None = None
    lost: tuple[Lost, ...] = ()

    @property
    def source(self) -> str:
        return SOURCES[self.duty]


@dataclass(frozen=True, slots=True)
class Duties:
    """All lines. flop: the training run's operations, least and most; None where size or tokens
    are not said. share: of the base's compute, least and most."""

    lines: tuple[DutyLine, ...]
    flop: tuple[float, float] | None
    share: tuple[float, float] | None

    def holds(self, duty: Duty) -> Holds:
        """Whether a line holds. KeyError for one that is not there."""
        return {one.duty: one.holds for one in self.lines}[duty]


def operations(plan: Plan) -> tuple[float, float] | None:
    """Operations of the planned run, least and most (D6.1, D6.6); None without size or tokens."""
    if plan.parameters is None or plan.tokens is None:
        return None
    flop = FLOP_PER_PARAMETER_AND_TOKEN * plan.parameters * plan.tokens * BILLIONS_SQUARED
    return flop, flop * EXTRA_COMPUTE


def duties(plan: Plan, told: Told, by: dt.date | None = None) -> Duties:
    """What the EU asks for by this plan. Never raises; what is not said is told as may be. told:
    the answers, which tell of the base's terms where the plan does not; by: the day up to which
    what comes later counts as out, None for only what is released at once."""
    own = operations(plan)
    share = _share(plan, own)
    clash = any(one.grave for one in of_base(plan, told))
    outs = plan.release(by=by), plan.release(with_later=True)
    return Duties(tuple(_lines(plan, outs, own, share, clash=clash)), own, share)


def _share(plan: Plan, own: tuple[float, float] | None) -> tuple[float, float] | None:
    if not plan.base_flop or own is None:
        return None
    return own[0] / plan.base_flop, own[1] / plan.base_flop


def _above(span: tuple[float, float] | None, mark: float) -> Holds:
    if span is None:
        return Holds.MAYBE
    if span[0] > mark:
        return Holds.YES
    return Holds.MAYBE if span[1] > mark else Holds.NO


def _lines(
    plan: Plan, outs: tuple[Release, Release], own: tuple[float, float] | None,
    share: tuple[float, float] | None, *, clash: bool,
) -> Iterator[DutyLine]:  # fmt: skip
    whole = _with_base(plan, own)
    unsaid = tuple(_unsaid(plan, own))
    general = _general(plan, whole)
    yield DutyLine(Duty.GENERAL_PURPOSE, general, None, _open(general, unsaid))
    provider = tells = general
    if plan.base:
        changed = _if_changed(plan, own, whole)
        modifier = _above(share, MODIFIED)
        if plan.base_flop is None:
            modifier = _both(modifier, _above(changed, GENERAL))
        yield DutyLine(Duty.MODIFIER, modifier, None, _open(modifier, unsaid))
        provider = _both(general, modifier)
        tells = _both(provider, _above(changed, SYSTEMIC))
    risk = _both(_above(whole, SYSTEMIC), general)
    since = COUNTS_SINCE if risk is Holds.YES else None
    yield DutyLine(Duty.SYSTEMIC_RISK, risk, since, _open(risk, unsaid))
    now, then = (tuple(_lost(plan, out, risk, clash=clash)) for out in outs)
    exempt = _exempt(now)
    lost = (*now, *_once_out(exempt, _exempt(then)))
    if provider is not Holds.NO:
        yield DutyLine(Duty.EXEMPTION, exempt, None, lost)
    why = tuple(_of_provider(plan, provider, general, unsaid))
    for duty in (*LIFTABLE, *KEPT):
        lifted = duty in LIFTABLE and exempt is Holds.YES and provider is not Holds.NO
        unsure = duty in LIFTABLE and exempt is Holds.MAYBE and provider is Holds.YES
        holds = Holds.LIFTED if lifted else Holds.MAYBE if unsure else provider
        since = None if holds in (Holds.NO, Holds.LIFTED) else COUNTS_SINCE
        yield DutyLine(duty, holds, since, now if unsure else why if holds is provider else ())
    notify = _both(risk, tells)
    if notify is not Holds.NO:
        yield DutyLine(Duty.NOTIFY, notify, COUNTS_SINCE, _open(notify, unsaid))


def _unsaid(plan: Plan, own: tuple[float, float] | None) -> Iterator[Lost]:
    """What is missing to tell how much compute stands in the whole model."""
    if own is None:
        yield Lost.SIZE_UNSAID
    if plan.base and plan.base_flop is None:
        yield Lost.BASE_UNSAID


def _of_provider(
    plan: Plan, provider: Holds, general: Holds, unsaid: tuple[Lost, ...]
) -> Iterator[Lost]:
    """Why it is not settled whether somebody provides the model, or settled that nobody does by
    changing another's: a change may be too small for it whatever that one's compute is."""
    if provider is Holds.MAYBE:
        yield from unsaid or (Lost.NEAR,)
    elif provider is Holds.NO and general is not Holds.NO:
        yield Lost.SMALL_CHANGE if plan.base_flop is None else Lost.UNDER_A_THIRD


def _open(holds: Holds, unsaid: tuple[Lost, ...]) -> tuple[Lost, ...]:
    """The reasons of a line that cannot be told; none where it can."""
    return unsaid if holds is Holds.MAYBE else ()


def _with_base(plan: Plan, own: tuple[float, float] | None) -> tuple[float, float] | None:
    """Operations in the whole model: those of the base count too, since it stands in there."""
    if not plan.base:
        return own
    if plan.base_flop is None:
        return (own[0], SYSTEMIC * 10) if own else None
    low, high = own or (0.0, 0.0)
    return plan.base_flop + low, plan.base_flop + high


def _if_changed(
    plan: Plan, own: tuple[float, float] | None, whole: tuple[float, float] | None
) -> tuple[float, float] | None:
    """Operations in the whole model if the run is more than a third of the base's: then the base
    has under three times those of the run."""
    if plan.base_flop is not None or own is None:
        return whole
    return own[0], own[1] * (1 + 1 / MODIFIED)


def _general(plan: Plan, whole: tuple[float, float] | None) -> Holds:
    """Of a medium that the guidelines do not name it cannot be said from the plan alone."""
    above = _above(whole, GENERAL)
    return above if plan.medium in GENERATES else _both(above, Holds.MAYBE)


def _both(one: Holds, other: Holds) -> Holds:
    if Holds.NO in (one, other):
        return Holds.NO
    return Holds.YES if one is other is Holds.YES else Holds.MAYBE


def _lost(plan: Plan, release: Release, risk: Holds, *, clash: bool) -> Iterator[Lost]:
    yield from _weights(release, clash=clash)
    if not ({"model-architecture", "technical-report", "research-paper"} & set(release.parts)):
        yield Lost.ARCHITECTURE
    if not ({"model-card", "technical-report"} & set(release.parts)):
        yield Lost.USAGE
    if risk is not Holds.NO:
        yield Lost.SYSTEMIC_RISK if risk is Holds.YES else Lost.RISK_UNSAID
    if plan.paid is Answered.YES:
        yield Lost.PAID
    elif plan.paid is Answered.UNSAID:
        yield Lost.PAID_UNSAID


def _weights(release: Release, *, clash: bool) -> Iterator[Lost]:
    if "final-parameters" not in release.parts:
        yield Lost.PARAMETERS
    elif not release.counts("final-parameters"):
        yield Lost.LICENCE
    elif clash:
        yield Lost.BASE


def _exempt(lost: tuple[Lost, ...]) -> Holds:
    """Not knowing whether it is paid for leaves it open; so does a risk that is only possible."""
    if not lost:
        return Holds.YES
    return Holds.MAYBE if set(lost) <= {Lost.PAID_UNSAID, Lost.RISK_UNSAID} else Holds.NO


def _once_out(now: Holds, then: Holds) -> Iterator[Lost]:
    """What becomes of the exemption once everything planned is out, where it does not hold yet."""
    if now is Holds.NO and then is not Holds.NO:
        yield Lost.NOT_YET if then is Holds.YES else Lost.MAYBE_THEN
