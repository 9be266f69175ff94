"""An answer sheet as scoring sees it: values, claims, and what is known to be unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaire.vocabulary import Claim

AnswerValue = str | float | tuple[str, ...]
"""single, scale: the option's key; multiple: the ticked keys; number: a number; text: a text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: exactly one of value, unknown ("don't know yet"), other ("none of these fits")."""

    value: AnswerValue | None = None
    unknown: bool = False
    other: str | None = None
    claim: Claim | None = None


Sheet = Mapping[str, Answer]
"""Question key -> answer; a question without an entry is unanswered."""
