"""What a venture needs next, has reached and can pay for, as far as it is shared; no Django.

An action, a rung reached and the runway each say what was answered, so each is told only where the
answers of every category that its rule rests on are shared (scoring/rests.py); whether a rung is
paid for rests on the whole ladder, on the runway and on what is spent. What is not told is no "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.scoring.rests import Rests

RUNWAY = "months-of-runway"
LONGEST = 600
"""Months; a longer runway is told as this one."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The parts of a report that this is about."""

    actions: Sequence[Mapping[str, Any]]
    milestones: Sequence[Mapping[str, Any]]
    estimates: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Next:
    """As the accelerator may see it: keys. actions_of: the actions of which it may see whether they
    are needed; known: the rungs of which it may see whether they are reached; financed, unfinanced:
    of the rungs whether the cash reaches them. runway is None where it is not shared or not known;
    runway_shared says which."""

    actions: tuple[str, ...] = ()
    actions_of: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    financed: tuple[str, ...] = ()
    unfinanced: tuple[str, ...] = ()
    runway: int | None = None
    runway_shared: bool = False


NOTHING_NEXT = Next()


def disclosed_steps(steps: Steps, needs: Rests, answers: frozenset[str]) -> Next:
    """What of it may be seen. needs: of the edition that the report was made under; answers: the
    categories whose answers are shared."""
    known = [
        one for one in steps.milestones
        if within(needs.milestones, one["key"], answers)
    ]  # fmt: skip
    ladder = known if needs.ladder <= answers else []
    shared = needs.runway <= answers
    needed = {one["key"] for one in steps.actions}
    return Next(
        # In the edition's order: which gains most rests on everything.
        actions=tuple(key for key, behind in needs.actions.items()
                      if key in needed and behind <= answers),
        actions_of=all_within(needs.actions, answers),
        known=_keys(known),
        reached=_keys(one for one in known if one["verdict"] == "met"),
        financed=_keys(one for one in ladder if one["financed"] is True),
        unfinanced=_keys(one for one in ladder if one["financed"] is False),
        runway=_runway(steps.estimates) if shared else None,
        runway_shared=shared,
    )  # fmt: skip


def within(needs: Mapping[str, frozenset[str]], key: str, answers: frozenset[str]) -> bool:
    """Whether all that it rests on is shared; never for what the edition does not have."""
    return key in needs and needs[key] <= answers


def all_within(needs: Mapping[str, frozenset[str]], answers: frozenset[str]) -> tuple[str, ...]:
    """Those of which it may be told whether they are there, in the edition's order."""
    return tuple(key for key in needs if within(needs, key, answers))


def _keys(found: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(one["key"] for one in found)


def _runway(estimates: Sequence[Mapping[str, Any]]) -> int | None:
    usual = next((one["usual"] for one in estimates if one["key"] == RUNWAY), None)
    return None if usual is None else min(LONGEST, int(half_up(usual)))
