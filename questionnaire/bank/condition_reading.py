"""A condition as an editor types it, read and checked at once; and made test by test; no Django.

The rule, in words: what was typed must be JSON, have a condition's shape, and fit the questions of
its edition, in that order; each fault names its place. A test is added to what stands with "and" or
"or": to the outermost group where that already says so, else around the whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pydantic

from questionnaire.bank.condition_form import Condition
from questionnaire.bank.seed_faults import FileOf, shape_faults
from questionnaire.scoring.answers import parse
from questionnaire.scoring.condition_check import OPERATORS, check_condition
from questionnaire.scoring.conditions import COMPARISONS, COUNTS
from questionnaire.scoring.faults import Said, whole

Raw = Mapping[str, Any]
ANSWERED, OPEN = "answered", "not-answered"
"""How a builder offers ``answered: true`` and ``answered: false``."""
ALONE, NUMBERED = "alone", frozenset({*COMPARISONS, *COUNTS})
NESTS = ("all", "any", "not")
LINE = 88
MOST_TESTS = 200
"""Of one condition; the longest of the shipped bank has seven."""


class Reading(NamedTuple):
    """What was typed: the condition, None where nothing stands there; and its faults in words."""

    condition: Any
    faults: tuple[str, ...] = ()


def read_condition(text: str, document: Raw, *, place: str, before: str | None) -> Reading:
    """Read a typed condition; before: the question that a ``show_when`` belongs to."""
    if text.strip() in ("", "null"):
        return Reading(None)
    found, faults = parse(text)
    if faults:
        return Reading(None, tuple(one.line for one in faults))
    return Reading(found, tuple(condition_faults(found, document, place=place, before=before)))


def condition_faults(
    raw: Any, document: Raw, *, place: str, before: str | None = None
) -> list[str]:
    """What is wrong with a condition, shape first; each fault names its place."""
    if _is_long(raw):
        problem = Said("it has more than %(most)s tests", most=str(MOST_TESTS))
        return [whole(place, problem, Said("ask for less, or ask a question about it"))]
    shape: Any = pydantic.create_model("Typed", **{place: (Condition, ...)})  # type: ignore[call-overload]
    try:
        shape.model_validate({place: raw})
    except pydantic.ValidationError as error:
        found = shape_faults(error, {place: raw}, FileOf({}, ()))
        return [whole(one.key, one.problem, one.mend) for one in found]
    return [one.line for one in check_condition(raw, document, place=place, before=before)]


def _is_long(raw: Any) -> bool:
    """Whether it holds more tests than ``MOST_TESTS``: each would be checked and told of."""
    left, tests = [raw], 0
    while left and tests <= MOST_TESTS:
        one = left.pop()
        if isinstance(one, list | tuple):
            left += one
        elif isinstance(one, Mapping) and (within := [one[key] for key in NESTS if key in one]):
            left += within
        else:
            tests += 1
    return tests > MOST_TESTS


def typed(condition: Any) -> str:
    """A condition as text to go on typing."""
    if condition is None:
        return ""
    said = _said(condition)
    line = json.dumps(said, ensure_ascii=False)
    return line if len(line) < LINE else json.dumps(said, ensure_ascii=False, indent=2)


def _said(condition: Any) -> Any:
    """Without what a stored test leaves open: its other subject."""
    if isinstance(condition, list | tuple):
        return [_said(one) for one in condition]
    if isinstance(condition, Mapping):
        return {name: _said(one) for name, one in condition.items() if one is not None}
    return condition


# ---------------------------------------------------------------- test by test


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
