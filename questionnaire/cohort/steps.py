"""What a venture needs next, has reached and can pay for, as far as it is shared; no Django.

An action, a rung reached and the runway each say what was answered, so each is told only where the
answers of every category that its rule reads are shared; whether a rung is paid for rests on the
whole ladder and on the runway. What is not told is no "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.scoring.conditions import Condition
from questionnaire.scoring.rubric import Rubric

RUNWAY = "months-of-runway"
LONGEST = 600
"""Months; a longer runway is told as this one."""


@dataclass(frozen=True, slots=True)
class Needs:
    """The categories whose answers a rule of an edition may read, by key."""

    actions: Mapping[str, frozenset[str]]
    milestones: Mapping[str, frozenset[str]]
    ladder: frozenset[str]
    runway: frozenset[str]


@dataclass(frozen=True, slots=True)
class Steps:
    """The parts of a report that this is about; needs: of the edition that it was made under."""

    needs: Needs
    actions: Sequence[Mapping[str, Any]]
    milestones: Sequence[Mapping[str, Any]]
    estimates: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Next:
    """As the accelerator may see it: keys. known: the rungs of which it may see whether they are
    reached; financed, unfinanced: of the rungs whether the cash reaches them. runway is None where
    it is not shared or not known; runway_shared says which."""

    actions: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    financed: tuple[str, ...] = ()
    unfinanced: tuple[str, ...] = ()
    runway: int | None = None
    runway_shared: bool = False


NOTHING_NEXT = Next()


@lru_cache(maxsize=32)
def needs_of(rubric: Rubric) -> Needs:
    """What the rules of an edition read; made once per process."""
    category_of = {one.key: one.category for one in rubric.questions}
    runway_question = rubric.compute.inputs.get("runway")
    runway = frozenset({category_of[runway_question]} if runway_question in category_of else ())
    milestones = {one.key: _read(rubric, one.when, category_of) for one in rubric.milestones}
    return Needs(
        actions={
            one.key: _read(rubric, one.when, category_of)
            | {category_of[key] for key in one.lifts if key in category_of}
            for one in rubric.actions
        },
        milestones=milestones,
        ladder=runway.union(*milestones.values()),
        runway=runway,
    )


def _read(rubric: Rubric, when: Condition, category_of: Mapping[str, str]) -> frozenset[str]:
    found: set[str] = set()
    for name in when.reads():
        if not name.startswith("="):
            found.add(category_of[name])
        elif name == "=lean" or name.startswith("=posture-"):
            found |= set(rubric.categories)  # drawn from everything
        else:
            inputs = rubric.compute.inputs.values()
            found |= {category_of[key] for key in inputs if key in category_of}
    return frozenset(found)


def disclosed_steps(steps: Steps, answers: frozenset[str]) -> Next:
    """What of it may be seen. answers: the categories whose answers are shared."""
    needs = steps.needs
    known = [
        one for one in steps.milestones
        if _within(needs.milestones, one["key"], answers)
    ]  # fmt: skip
    ladder = known if needs.ladder <= answers else []
    shared = needs.runway <= answers
    return Next(
        actions=tuple(
            one["key"] for one in steps.actions
            if _within(needs.actions, one["key"], answers)
        ),
        known=_keys(known),
        reached=_keys(one for one in known if one["verdict"] == "met"),
        financed=_keys(one for one in ladder if one["financed"] is True),
        unfinanced=_keys(one for one in ladder if one["financed"] is False),
        runway=_runway(steps.estimates) if shared else None,
        runway_shared=shared,
    )  # fmt: skip


def _within(needs: Mapping[str, frozenset[str]], key: str, answers: frozenset[str]) -> bool:
    return key in needs and needs[key] <= answers


def _keys(found: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(one["key"] for one in found)


def _runway(estimates: Sequence[Mapping[str, Any]]) -> int | None:
    usual = next((one["usual"] for one in estimates if one["key"] == RUNWAY), None)
    return None if usual is None else min(LONGEST, int(half_up(usual)))
