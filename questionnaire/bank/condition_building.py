"""A condition made test by test from what is chosen; no Django."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.scoring.condition_check import OPERATORS
from questionnaire.scoring.condition_compiling import COMPARISONS, COUNTS

Raw = Mapping[str, Any]
ANSWERED, OPEN = "answered", "not-answered"
"""How a builder offers ``answered: true`` and ``answered: false``."""
ALONE, NUMBERED = "alone", frozenset({*COMPARISONS, *COUNTS})


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Group:
    """Choices under a heading."""

    name: str
    choices: tuple[Choice, ...]


def offered(question: Raw | None) -> tuple[str, ...]:
    """The comparisons that a question can stand in; None: a computed value."""
    if question is None:
        return tuple(COMPARISONS)
    found = OPERATORS[question["kind"]]
    return (*(one for one in found if one != ANSWERED), ANSWERED, OPEN)


def made_test(
    subject: Mapping[str, str], op: str, options: Sequence[str], number: str, question: Raw | None
) -> Raw:
    """A test from what was chosen; the check says what does not fit.

    subject: ``{"q": key}`` or ``{"computed": name}``. A scale's mark is the first option chosen.
    """
    if op in (ANSWERED, OPEN):
        return {**subject, "op": ANSWERED, "value": op == ANSWERED}
    if op in NUMBERED:
        keys = [one["key"] for one in question.get("options", ())] if question else []
        if op in COMPARISONS and keys:
            marks = [keys.index(one) for one in options if one in keys]
            return {**subject, "op": op, "value": marks[0] if marks else None}
        return {**subject, "op": op, "value": _number(number)}
    return {**subject, "op": op, "value": list(options)}


def joined(whole: Any, test: Raw, *, how: str, turned: bool) -> Raw:
    """The condition with a test more; how: ``all``, ``any`` or ``alone``; turned: its contrary."""
    one = {"not": test} if turned else test
    if not whole or how == ALONE:
        return one
    if how in whole:
        return {how: [*whole[how], one]}
    return {how: [whole, one]}


def _number(text: str) -> float | int | str:
    """A number as conditions hold it; what is none is left to the check."""
    try:
        found = float(text.strip().replace(",", "."))
    except ValueError:
        return text
    return int(found) if found.is_integer() else found
