"""A policy of use and monitoring drafted from the ethics answers: each line with its lever.

The rule, in words (D1.3, D10.3, D10.8): what runs on your own machines can be logged, limited,
blocked and repaired; weights that were handed out cannot be called back, and their limits can be
removed. So a line is enforced by what you host, by the licence, by those who host copies, or by
nobody. On a path that hands out weights, a line that hangs on hosting holds for your own service
only, and licences and requests to hosts reach in part: a copy stays a copy. A licence is a lever
where it names the limit, and an open licence names none. A lever counts where the answers name it.
Where no weights are handed out there is no copy to take down and no licence to end; and where
nobody outside can use the model at all there is nobody to block. What hangs on those alone is not
needed yet, and nothing is said of enforcing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from questionnaire.scoring.release import told as asked
from questionnaire.scoring.release.licences import LIMITED, licence_of
from questionnaire.scoring.release.plan import Degree, Plan
from questionnaire.scoring.release.told import Told


class Lever(StrEnum):
    """By what a line is enforced."""

    BLOCK = "block-user"
    PATCH = "central-patch"
    LICENCE = "end-licence"
    TAKEDOWN = "takedown-requests"
    DETECTION = "detection-tools"
    OWN_WORK = "own-work"


class Force(StrEnum):
    """Whether a line can be enforced: everywhere, by your own work alone, on your own service only,
    in part because copies in other hands stay, or nowhere; nowhere although there is the lever of
    ending the licence, since the planned one names no limit; or not needed yet, since nobody
    outside has what it is about."""

    FULL = "full"
    OWN_WORK = "own-work"
    OWN_SERVICE = "own-service"
    IN_PART = "in-part"
    NONE = "none"
    NO_LIMIT = "no-limit"
    NOT_YET = "not-yet"


class Chapter(StrEnum):
    """The parts of the policy."""

    USE = "use"
    STEPS = "steps"
    WATCH = "watch"
    ANSWER = "answer"
    TEACH = "teach"


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """A line. rule: which; from_answer: the question and option that it comes from, own: the
    founder's words in it."""

    chapter: Chapter
    rule: str
    force: Force
    levers: tuple[Lever, ...]
    question: str
    own: str = ""


HOSTED, OUTSIDE = (Lever.BLOCK, Lever.PATCH), (Lever.LICENCE, Lever.TAKEDOWN)
STEPS = {
    "warning": (Lever.OWN_WORK,), "limiting": (Lever.PATCH,), "suspension": (Lever.BLOCK,),
    "exclusion": (Lever.BLOCK,), "report": (Lever.OWN_WORK,),
}  # fmt: skip
WATCH = {
    "private-logs": HOSTED, "abuse-detection": HOSTED, "report-channel": (Lever.OWN_WORK,),
    "derivative-watch": (Lever.OWN_WORK,), "audit-or-bounty": (Lever.OWN_WORK,),
}  # fmt: skip
REACH = ("plain-policy", "in-product-notice", "downstream-clauses", "teaching-material",
         "change-notices")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Means:
    """What there is to enforce with. levers: named in the answers; out: weights are handed out;
    served: somebody outside can use what you host; by_licence: the licence names limits."""

    levers: frozenset[str]
    out: bool
    served: bool
    by_licence: bool

    def force(self, levers: tuple[Lever, ...]) -> tuple[Force, tuple[Lever, ...]]:
        """How far these levers reach, and which of them are there."""
        if Lever.OWN_WORK in levers:
            return Force.OWN_WORK, (Lever.OWN_WORK,)
        within = tuple(one for one in levers if (self.served if one in HOSTED else self.out))
        if not within:
            return Force.NOT_YET, ()
        there = tuple(one for one in within if self._has(one))
        if not there:
            unused = Lever.LICENCE in within and Lever.LICENCE in self.levers
            return (Force.NO_LIMIT if unused else Force.NONE), ()
        if not self.out:
            return Force.FULL, there
        hosted_only = all(one in HOSTED for one in there)
        return (Force.OWN_SERVICE if hosted_only else Force.IN_PART), there

    def _has(self, lever: Lever) -> bool:
        if lever is Lever.LICENCE:
            return self.by_licence and lever in self.levers
        return lever in self.levers


def policy(plan: Plan, told: Told) -> tuple[PolicyLine, ...]:
    """The lines of a draft; the more was answered, the more there are."""
    release = plan.release(with_later=True)
    out = "final-parameters" in release.parts
    limits = out and licence_of(release.licence("final-parameters")).terms in LIMITED
    means = _Means(told.many(asked.LEVERS), out, _served(plan, told), limits)
    return (*_use(told, means), *_steps(told, means), *_watch(told, means), *_answer(told, means),
            *_teach(told, means))  # fmt: skip


def _served(plan: Plan, told: Told) -> bool:
    """Whether somebody outside can use what you host, as far as was said; else it is believed."""
    if plan.api in (Degree.OPEN, Degree.PARTIAL):
        return True
    return told.one(asked.ACCESS) != "not-at-all"


def _line(means: _Means, chapter: Chapter, rule: str, levers: tuple[Lever, ...], question: str,
          own: str = "") -> PolicyLine:  # fmt: skip
    force, there = means.force(levers)
    return PolicyLine(chapter, rule, force, there, question, own)


def _use(told: Told, means: _Means) -> Iterator[PolicyLine]:
    every = (*HOSTED, *OUTSIDE)
    yield _line(means, Chapter.USE, "law", every, asked.STEPS_IN)
    limits = told.one(asked.LIMITS)
    if limits in ("banned-uses", "tested-thresholds", "published-stop-rule"):
        yield _line(means, Chapter.USE, "banned-uses", every, asked.LIMITS)
    red_line = told.one(asked.RED_LINE)
    if red_line:
        yield _line(means, Chapter.USE, "red-line", every, asked.RED_LINE, red_line)
    if limits in ("tested-thresholds", "published-stop-rule"):
        yield _line(means, Chapter.USE, "thresholds", (Lever.OWN_WORK,), asked.LIMITS)


def _steps(told: Told, means: _Means) -> Iterator[PolicyLine]:
    steps = told.many(asked.STEPS)
    for rule, levers in STEPS.items():
        if rule in steps:
            yield _line(means, Chapter.STEPS, rule, levers, asked.STEPS)
    if told.one(asked.STEPS_IN) == "graded-with-appeal":
        yield _line(means, Chapter.STEPS, "appeal", (Lever.OWN_WORK,), asked.STEPS_IN)
    for lever in (Lever.TAKEDOWN, Lever.LICENCE):
        if lever in means.levers:
            yield _line(means, Chapter.STEPS, str(lever), (lever,), asked.LEVERS)


def _watch(told: Told, means: _Means) -> Iterator[PolicyLine]:
    ticked = told.many(asked.MONITORING)
    for rule, levers in WATCH.items():
        if rule in ticked:
            yield _line(means, Chapter.WATCH, rule, levers, asked.MONITORING)
    if Lever.DETECTION in means.levers:
        yield _line(means, Chapter.WATCH, "detection-tools", (Lever.OWN_WORK,), asked.LEVERS)


def _answer(told: Told, means: _Means) -> Iterator[PolicyLine]:
    if told.one(asked.MISUSE) in ("case-by-case", "playbook", "rehearsed-playbook"):
        rule = told.one(asked.MISUSE)
        yield _line(means, Chapter.ANSWER, rule, (Lever.OWN_WORK,), asked.MISUSE)
    hours = told.number(asked.RESPONSE)
    if hours is not None:
        own = f"{hours:g}"
        yield _line(means, Chapter.ANSWER, "response", (Lever.OWN_WORK,), asked.RESPONSE, own)


def _teach(told: Told, means: _Means) -> Iterator[PolicyLine]:
    reach = told.many(asked.REACH)
    for rule in REACH:
        if rule == "in-product-notice" and rule in reach:
            yield _line(means, Chapter.TEACH, rule, HOSTED, asked.REACH)
        elif rule == "downstream-clauses" and rule in reach:
            yield _line(means, Chapter.TEACH, rule, (Lever.LICENCE,), asked.REACH)
        elif rule in reach:
            yield _line(means, Chapter.TEACH, rule, (Lever.OWN_WORK,), asked.REACH)
