"""What a venture answered, as far as the release plan reads it: the one list of those questions.

An answer that is not there, not known, or outside all options reads as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from questionnaire.scoring.sheet import Sheet

ROUTE = "funding-route"
TRAINING = "funding-training"
BASE_TERMS = "funding-base-terms"
PARTNER_RIGHTS = "funding-exclusivity"
PARAMETERS = "funding-model-parameters"
TOKENS = "funding-model-tokens"
BURN = "funding-burn"
RUNWAY = "funding-runway"
ACCESS = "experimentation-access"
PUBLISHED = "experimentation-published-parts"
LICENCE = "experimentation-licence"
OUTSIDE_WORK = "team-outside-work"
CONTRIBUTION = "team-contribution-terms"
EU_USERS = "ethics-eu-users"
EU_DUTIES = "ethics-eu-duties"
DATA_RIGHTS = "ethics-data-rights"
LEVERS = "ethics-levers"
STEPS_IN = "ethics-intervention"
STEPS = "ethics-intervention-steps"
MONITORING = "ethics-monitoring"
REACH = "ethics-policy-reach"
LIMITS = "ethics-safety-limits"
RED_LINE = "ethics-red-line"
RED_TEAM = "ethics-red-team"
MISUSE = "ethics-misuse-plan"
RESPONSE = "ethics-response-time"
EDUCATION = "ethics-education"
BUILDS_ON = ("further-training", "adapters", "prompts-only")
"""Kinds of training that stand on another's model; only then its terms are asked for."""


@dataclass(frozen=True, slots=True)
class Told:
    """Answers by question; those that say nothing are left out."""

    values: Mapping[str, Any] = field(default_factory=dict)

    def one(self, key: str) -> str:
        """The option or text answered; empty where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def many(self, key: str) -> frozenset[str]:
        """The options ticked."""
        value = self.values.get(key)
        if not isinstance(value, list | tuple | set | frozenset):
            return frozenset()
        return frozenset(one for one in value if isinstance(one, str))

    def number(self, key: str) -> float | None:
        """The number answered, if there is one."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value)


def told_of(sheet: Sheet) -> Told:
    """What a sheet tells: the values of answers that are known and within the options."""
    return Told({key: one.value for key, one in sheet.items() if one.value is not None})
