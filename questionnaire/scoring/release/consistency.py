"""Where the plan says something else than the declared route, the decision or the answers.

The rules, in words: what the plan opens is compared with what the founder declared (route,
experimentation-access, published parts, licence of the weights) and decided (path). Each
disagreement is a tension with the question that settles it; so is a part that the plan opens and
the list of published parts leaves out, a size that is not the answered one, a base that is built on
and not named, and a duty (D4.1) that nothing could be shown for. A decision that is open again, and
a decided path that today's answers knock out, stand against every plan: it is a plan for them.
A path hands out weights from "weights with limits" on; "open weights" and "fully open" ask for an
open licence, "fully open" for training code and information about the data as well; "closed" and
"hosted API" keep the weights (D1.1). "Staged, gated" opens in steps: weights that are out at once
under an open licence skip them, for nobody can call weights back (D10.8); later ones, or ones under
a licence with limits, may be the last step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from questionnaire.scoring.release import told as asked
from questionnaire.scoring.release.advised import BY_OPTION
from questionnaire.scoring.release.duties import Holds, duties
from questionnaire.scoring.release.licences import LIMITED, licence_of
from questionnaire.scoring.release.mof import Release
from questionnaire.scoring.release.plan import Plan
from questionnaire.scoring.release.told import Told

WEIGHTS = "final-parameters"
KEEPS, HANDS_OUT, OPENS = (
    frozenset({"closed", "hosted-api"}),
    frozenset({"weights-with-limits", "open-weights", "fully-open"}),
    frozenset({"open-weights", "fully-open"}),
)  # fmt: skip
PUBLISHED = {
    "weights": (WEIGHTS,), "inference-code": ("model-architecture", "inference-code"),
    "training-code": ("training-code", "data-preprocessing-code"),
    "data-information": ("datasets", "data-card"),
    "evaluation": ("evaluation-code", "evaluation-data", "evaluation-results"),
    "model-card": ("model-card",), "data-card": ("data-card",),
    "technical-report": ("technical-report", "research-paper"),
    "checkpoints": ("intermediate-parameters",),
}  # fmt: skip
"""Options of the question about published parts, and the components any of which keeps them."""

LISTED = tuple(dict.fromkeys(key for keys in PUBLISHED.values() for key in keys))
"""Every component that the question about published parts asks for."""
WITH_WEIGHTS = (PUBLISHED["training-code"], PUBLISHED["data-information"])
"""What goes out beside the weights where people get "weights, training code and data information":
any of each."""


class Gap(StrEnum):
    """What does not agree."""

    DECISION_OPEN = "decision-open"
    PATH_KNOCKED_OUT = "path-knocked-out"
    PATH_KEEPS_WEIGHTS = "path-keeps-weights"
    PATH_HANDS_OUT = "path-hands-out"
    PATH_IS_OPEN = "path-is-open"
    PATH_IS_LIMITED = "path-is-limited"
    PATH_NEEDS_ALL = "path-needs-all"
    PATH_IN_STEPS = "path-in-steps"
    ROUTE_CLOSED = "route-closed"
    ROUTE_OPEN = "route-open"
    PARTS_PROMISED = "parts-promised"
    PARTS_UNSAID = "parts-unsaid"
    LICENCE_SAID = "licence-said"
    ACCESS_SAID = "access-said"
    ACCESS_SHORT = "access-short"
    PARTNER_HOLDS = "partner-holds"
    BASE_NOT_NAMED = "base-not-named"
    SIZE_SAID = "size-said"
    DUTIES_NOT_READY = "duties-not-ready"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A disagreement. question: the one that settles it, empty where the decision does;
    components: which parts it is about; options: what was answered; musts: those of the decided
    path that break."""

    gap: Gap
    question: str = ""
    components: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    musts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided. path: empty while nothing is; reopened: something made it open again;
    broken: the path's musts that today's answers break."""

    path: str = ""
    reopened: bool = False
    broken: tuple[str, ...] = ()


def mismatches(plan: Plan, decided: Decided, told: Told) -> tuple[Mismatch, ...]:
    """Every disagreement."""
    release = plan.release(with_later=True)
    return (*_with_decision(decided), *_with_path(release, decided.path),
            *_in_steps(plan, decided.path), *_with_answers(release, told),
            *_with_figures(plan, told))  # fmt: skip


def _with_decision(decided: Decided) -> Iterator[Mismatch]:
    if decided.path and decided.reopened:
        yield Mismatch(Gap.DECISION_OPEN)
    if decided.path and decided.broken:
        yield Mismatch(Gap.PATH_KNOCKED_OUT, musts=decided.broken)


def _with_path(release: Release, path: str) -> Iterator[Mismatch]:
    out = WEIGHTS in release.parts
    if path in KEEPS and out:
        yield Mismatch(Gap.PATH_KEEPS_WEIGHTS, components=(WEIGHTS,))
    if path in HANDS_OUT and not out:
        yield Mismatch(Gap.PATH_HANDS_OUT, components=(WEIGHTS,))
    if path in OPENS and out and not release.counts(WEIGHTS):
        yield Mismatch(Gap.PATH_IS_OPEN, components=(WEIGHTS,))
    if path == "weights-with-limits" and release.counts(WEIGHTS) and out:
        yield Mismatch(Gap.PATH_IS_LIMITED, components=(WEIGHTS,))
    wanted = ("training-code", "data-preprocessing-code", "data-card")
    lacking = tuple(key for key in wanted if not release.counts(key))
    if path == "fully-open" and lacking:
        yield Mismatch(Gap.PATH_NEEDS_ALL, components=lacking)


def _in_steps(plan: Plan, path: str) -> Iterator[Mismatch]:
    if path == "staged-gated" and plan.release().counts(WEIGHTS):
        yield Mismatch(Gap.PATH_IN_STEPS, components=(WEIGHTS,))


def _with_answers(release: Release, told: Told) -> Iterator[Mismatch]:
    out = WEIGHTS in release.parts
    route = told.one(asked.ROUTE)
    if route == "closed" and out:
        yield Mismatch(Gap.ROUTE_CLOSED, asked.ROUTE, (WEIGHTS,), (route,))
    if route in OPENS and not release.counts(WEIGHTS):
        yield Mismatch(Gap.ROUTE_OPEN, asked.ROUTE, (WEIGHTS,), (route,))
    promised = told.many(asked.PUBLISHED)
    kept = tuple(
        option
        for option, keys in PUBLISHED.items()
        if option in promised and not any(release.counts(key) for key in keys)
    )
    if kept:
        parts = tuple(dict.fromkeys(key for one in kept for key in PUBLISHED[one]))
        yield Mismatch(Gap.PARTS_PROMISED, asked.PUBLISHED, parts, kept)
    named = {key for option in promised for key in PUBLISHED.get(option, ())}
    unsaid = tuple(key for key in LISTED if key not in named and release.counts(key))
    if promised and unsaid:
        yield Mismatch(Gap.PARTS_UNSAID, asked.PUBLISHED, unsaid)
    yield from _licence_and_access(release, told)


def _licence_and_access(release: Release, told: Told) -> Iterator[Mismatch]:
    out = WEIGHTS in release.parts
    said = told.one(asked.LICENCE)
    terms = licence_of(release.licence(WEIGHTS)).terms if out else None
    wants_open, wants_limits = ("permissive", "share-alike"), ("responsible-use",
                                "community-limits", "research-only")  # fmt: skip
    is_open = release.counts(WEIGHTS)
    if out and ((said in wants_open and not is_open) or (said in wants_limits and is_open)):
        yield Mismatch(Gap.LICENCE_SAID, asked.LICENCE, (WEIGHTS,), (said,))
    access = told.one(asked.ACCESS)
    hands_out = access in ("gated-download", "free-download", "weights-code-data")
    if access and hands_out != out:
        yield Mismatch(Gap.ACCESS_SAID, asked.ACCESS, (WEIGHTS,), (access,))
    if access == "weights-code-data":
        kept = (keys for keys in WITH_WEIGHTS if not any(key in release.parts for key in keys))
        lacking = tuple(key for keys in kept for key in keys)
        if lacking:
            yield Mismatch(Gap.ACCESS_SHORT, asked.ACCESS, lacking, (access,))
    rights = told.one(asked.PARTNER_RIGHTS)
    if rights in ("exclusive-licence", "exclusive-hosting") and out and terms not in LIMITED:
        yield Mismatch(Gap.PARTNER_HOLDS, asked.PARTNER_RIGHTS, (WEIGHTS,), (rights,))


SAME_SIZE = 0.1
"""Figures that differ by less than this share say the same."""


def _with_figures(plan: Plan, told: Told) -> Iterator[Mismatch]:
    builds_on = told.one(asked.TRAINING) in ("further-training", "adapters")
    if builds_on and not plan.base:
        yield Mismatch(Gap.BASE_NOT_NAMED, asked.TRAINING)
    for value, question in ((plan.parameters, asked.PARAMETERS), (plan.tokens, asked.TOKENS)):
        said = told.number(question)
        if value and said and abs(value - said) > SAME_SIZE * said:
            yield Mismatch(Gap.SIZE_SAID, question)
    ready = told.many(asked.EU_DUTIES)
    owed = duties(plan, told)
    lacking = tuple(
        option
        for option, duty in BY_OPTION.items()
        if option not in ready and owed.holds(duty) is Holds.YES
    )
    if ready and lacking:
        yield Mismatch(Gap.DUTIES_NOT_READY, asked.EU_DUTIES, options=lacking)
