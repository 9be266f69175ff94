"""Stored answers as a sheet, which questions are asked now, and how far a founder has come.

No Django. Reachability is scoring's (``scoring.reach``); here it only becomes progress.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.vocabulary import Claim, Kind

SECONDS_A_QUESTION = 45


def answer_of(rubric: Rubric, key: str, stored: Any, claim: str) -> Answer | None:
    """One stored value as scoring reads it; None for an answer taken back or never understood."""
    question = rubric.by_key.get(key)
    if question is None or not isinstance(stored, Mapping):
        return None
    said = Claim(claim) if claim else None
    if stored.get("unknown"):
        return Answer(unknown=True, claim=said)
    if stored.get("other"):
        return Answer(other=str(stored["other"]), claim=said)
    value = stored.get("value")
    if value is None:
        return None
    if question.kind is Kind.MULTIPLE:
        return Answer(value=tuple(value), claim=said)
    return Answer(value=float(value) if question.kind is Kind.NUMBER else value, claim=said)


def sheet_of_rows(rubric: Rubric, rows: Iterable[tuple[str, Any, str]]) -> Sheet:
    """The sheet of (question, stored value, claim) rows."""
    answers = ((key, answer_of(rubric, key, stored, claim)) for key, stored, claim in rows)
    return {key: answer for key, answer in answers if answer is not None}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the questions that are asked now have an answer; minutes is a rough guess."""

    asked: int
    answered: int
    unknown: int

    @property
    def minutes(self) -> int:
        """Minutes left, at least 1 while anything is open."""
        return math.ceil((self.asked - self.answered) * SECONDS_A_QUESTION / 60)

    @property
    def done(self) -> bool:
        return self.answered == self.asked


@dataclass(frozen=True, slots=True)
class Way:
    """Where a founder is: the keys asked now, in order, and the progress of each category."""

    asked: tuple[str, ...]
    categories: Mapping[str, Progress]

    @property
    def minutes(self) -> int:
        """Minutes left in all: the sum of the categories', as a founder would add them."""
        return sum(one.minutes for one in self.categories.values())

    @property
    def whole(self) -> Progress:
        """The progress over all categories."""
        parts = self.categories.values()
        return Progress(
            asked=sum(one.asked for one in parts),
            answered=sum(one.answered for one in parts),
            unknown=sum(one.unknown for one in parts),
        )

    def next_category(self, after: str | None = None) -> str | None:
        """The next category with an open question, beginning behind ``after``; None at the end."""
        keys = list(self.categories)
        start = keys.index(after) + 1 if after in keys else 0
        turn = keys[start:] + keys[:start]
        return next((key for key in turn if not self.categories[key].done), None)


def way(rubric: Rubric, sheet: Sheet) -> Way:
    """Which questions the sheet's founder is asked, and how far they have come.

    A "don't know yet" and a "none of these fits" are answers here: the founder has dealt with them.
    """
    facts = walk(rubric, sheet)
    counts: dict[str, list[int]] = {question.category: [0, 0, 0] for question in rubric.questions}
    for question in facts.asked:
        count = counts[question.category]
        answer = sheet.get(question.key)
        count[0] += 1
        count[1] += answer is not None
        count[2] += answer is not None and answer.unknown
    return Way(
        asked=tuple(question.key for question in facts.asked),
        categories={key: Progress(*count) for key, count in counts.items()},
    )
