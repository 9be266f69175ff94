"""A condition as an editor types it, read and checked at once; and made test by test; no Django.

The rule, in words: what was typed must be JSON, have a condition's shape, and fit the questions of
its edition, in that order; each fault names its place. A test is added to what stands with "and" or
"or": to the outermost group where that already says so, else around the whole.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

import pydantic

from questionnaire.bank.condition_form import Condition
from questionnaire.bank.seed_faults import FileOf, shape_faults
from questionnaire.scoring.answers import parse
from questionnaire.scoring.condition_check import check_condition
from questionnaire.scoring.faults import Said, whole

Raw = Mapping[str, Any]
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
    # Silenced: a field's name that is known only when this runs is none that types foresee.
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
