"""An authored condition compiled into tests that read a sheet's facts."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from questionnaire.scoring.conditions import (
    OTHER,
    All,
    AnsweredTest,
    AnswerTest,
    Any_,
    ComputedTest,
    Condition,
    Not,
)

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "below": operator.lt,
    "at-most": operator.le,
    "above": operator.gt,
    "at-least": operator.ge,
}
COUNTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "ticked-at-least": operator.ge,
    "ticked-at-most": operator.le,
}


def _number_test(compare: Callable[[Any, Any], bool], mark: float) -> Callable[[Any], bool]:
    return lambda value: value is not OTHER and compare(value, mark)


def _step_test(
    compare: Callable[[Any, Any], bool], mark: float, steps: Mapping[str, int]
) -> Callable[[Any], bool]:
    return lambda value: value is not OTHER and compare(steps[value], mark)


TICKS: Mapping[str, Callable[[frozenset[str], Any], bool]] = {
    "has": lambda keys, value: value is not OTHER and not keys.isdisjoint(value),
    "lacks": lambda keys, value: value is OTHER or not keys.issubset(value),
    "exactly": lambda keys, value: value is not OTHER and keys == frozenset(value),
}


def _ticks_test(op: str, keys: frozenset[str]) -> Callable[[Any], bool]:
    return partial(TICKS[op], keys)


def _count_test(
    compare: Callable[[Any, Any], bool], mark: float, exclusive: frozenset[str]
) -> Callable[[Any], bool]:
    """Counts real options: an exclusive one ("none") is not a thing that one has."""
    return lambda value: (
        value is not OTHER and compare(sum(tick not in exclusive for tick in value), mark)
    )


def _answer_test(raw: Mapping[str, Any], question: Mapping[str, Any]) -> Condition:
    key, op, value = raw["q"], raw["op"], raw["value"]
    options = question.get("options", ())
    not_known = frozenset(option["key"] for option in options if option.get("not_known"))
    if op == "answered":
        return AnsweredTest(key, value)
    if op in COUNTS:
        alone = frozenset(option["key"] for option in options if option.get("exclusive"))
        return AnswerTest(key, _count_test(COUNTS[op], value, alone), not_known)
    if op == "in":
        return AnswerTest(key, frozenset(value).__contains__, not_known.difference(value))
    if op in COMPARISONS:
        steps = {option["key"]: step for step, option in enumerate(options)}
        compare = COMPARISONS[op]
        return AnswerTest(
            key, _step_test(compare, value, steps) if steps else _number_test(compare, value)
        )
    return AnswerTest(key, _ticks_test(op, frozenset(value)), not_known.difference(value))


def compile_condition(
    raw: Mapping[str, Any], questions: Mapping[str, Mapping[str, Any]]
) -> Condition:
    """The compiled form of an authored condition; ``questions`` are the edition's, by key.

    Expects what ``check_condition`` finds no fault with; anything else is a KeyError.
    """
    if "all" in raw:
        return All(tuple(compile_condition(part, questions) for part in raw["all"]))
    if "any" in raw:
        return Any_(tuple(compile_condition(part, questions) for part in raw["any"]))
    if "not" in raw:
        return Not(compile_condition(raw["not"], questions))
    if raw.get("computed") is not None:
        return ComputedTest(raw["computed"], COMPARISONS[raw["op"]], float(raw["value"]))
    return _answer_test(raw, questions[raw["q"]])
