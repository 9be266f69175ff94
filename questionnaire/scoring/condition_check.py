"""The type check of an authored condition against its edition.

The rule, in words: every test must name a question that exists (and, in ``show_when``, one that is
asked earlier) or a computed value, use an operator that fits the question's kind, and compare with
something the question can give. Each fault names the place and the mend. Nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from questionnaire.scoring.computed import COMPUTED, SCORES
from questionnaire.scoring.conditions import COMPARISONS, COUNTS
from questionnaire.scoring.faults import Fault, shown

GROUPS = ("all", "any")
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "single": ("in", "answered"),
    "multiple": ("has", "lacks", "exactly", *COUNTS, "answered"),
    "number": (*COMPARISONS, "answered"),
    "scale": ("in", *COMPARISONS, "answered"),
    "text": ("answered",),
}


def check_condition(
    condition: Any,
    document: Mapping[str, Any],
    *,
    place: str = "condition",
    before: str | None = None,
) -> list[Fault]:
    """The faults of a condition; none means that it compiles and can be evaluated.

    place: how to call it in the faults. before: for a ``show_when``, the question it belongs to;
    it may then read only earlier questions, and no score.
    """
    questions = {
        raw["key"]: raw for category in document["categories"] for raw in category["questions"]
    }
    allowed = dict(questions)
    if before is not None:
        keys = list(questions)
        earlier = keys[: keys.index(before)] if before in questions else keys
        allowed = {key: questions[key] for key in earlier}
    return list(_faults(condition, questions, allowed, place, before is not None))


_Bank = Mapping[str, Mapping[str, Any]]


def _faults(raw: Any, questions: _Bank, allowed: _Bank, place: str, walk: bool) -> Iterator[Fault]:
    group = next((name for name in GROUPS if name in raw), None) if _is_object(raw) else None
    if not _is_object(raw):
        yield Fault(place, f"{shown(raw)} is not a condition", "write all, any, not or a test")
    elif group is not None:
        yield from _group_faults(raw[group], questions, allowed, f"{place}.{group}", walk)
    elif "not" in raw:
        yield from _faults(raw["not"], questions, allowed, f"{place}.not", walk)
    elif raw.get("computed") is not None:
        yield from _computed_faults(raw, place, walk)
    elif raw.get("q") is not None:
        yield from _question_faults(raw, questions, allowed, place)
    else:
        yield Fault(place, "it says neither q nor computed", "name a question or a computed value")


def _group_faults(
    parts: Any, questions: _Bank, allowed: _Bank, place: str, walk: bool
) -> Iterator[Fault]:
    if not isinstance(parts, list | tuple) or not parts:
        yield Fault(place, "it has no parts", "list conditions here")
        return
    for index, part in enumerate(parts):
        yield from _faults(part, questions, allowed, f"{place}[{index}]", walk)


def _is_object(raw: Any) -> bool:
    return isinstance(raw, Mapping)


def _computed_faults(raw: Mapping[str, Any], place: str, walk: bool) -> Iterator[Fault]:
    name, op = raw["computed"], raw.get("op")
    if name not in COMPUTED:
        yield Fault(place, f"there is no computed value {shown(name)}", _near(name, COMPUTED))
    elif walk and name in SCORES:
        yield Fault(place, f"{name} is worked out from all answers", "ask by earlier answers")
    if op not in COMPARISONS:
        yield Fault(place, f"{shown(op)} does not compare numbers", _one_of(COMPARISONS))
    if not _is_number(raw.get("value")):
        yield Fault(place, f"{shown(raw.get('value'))} is not a number", "give a number")


def _question_faults(
    raw: Mapping[str, Any], questions: _Bank, allowed: _Bank, place: str
) -> Iterator[Fault]:
    key, op = raw["q"], raw.get("op")
    if key not in questions:
        yield Fault(place, f"there is no question {shown(key)}", _near(key, allowed))
        return
    if key not in allowed:
        yield Fault(place, f"{key} is asked later", "refer to earlier questions only")
        return
    question = questions[key]
    operators = OPERATORS[question["kind"]]
    if op not in operators:
        problem = f"{shown(op)} does not fit {key}, a {question['kind']} question"
        yield Fault(place, problem, _one_of(operators))
        return
    yield from _value_faults(str(op), raw.get("value"), question, place)


def _value_faults(op: str, value: Any, question: Mapping[str, Any], place: str) -> Iterator[Fault]:
    key = question["key"]
    if op == "answered":
        if not isinstance(value, bool):
            yield Fault(place, f"{shown(value)} is neither true nor false", "say true or false")
    elif op in COMPARISONS or op in COUNTS:
        if not _is_number(value):
            yield Fault(place, f"{shown(value)} is not a number", f"compare {key} with a number")
        else:
            yield from _reach_faults(op, float(value), question, place)
    elif not isinstance(value, list | tuple) or not value:
        yield Fault(place, f"{shown(value)} is not a list of options", "list option keys")
    else:
        options = [option["key"] for option in question["options"]]
        for one in value:
            if one not in options:
                yield Fault(place, f"{key} has no option {shown(one)}", _near(one, options))


def _reach_faults(
    op: str, value: float, question: Mapping[str, Any], place: str
) -> Iterator[Fault]:
    """A mark outside all that can be answered makes the test say the same for everyone."""
    low, high = 0.0, float(max(0, len(question.get("options", ())) - (op in COMPARISONS)))
    number = question.get("number")
    if number:
        low, high = float(number.get("minimum", 0)), float(number["maximum"])
    if not low <= value <= high:
        problem = f"{value:g} lies outside {low:g} to {high:g}, all that {question['key']} can give"
        yield Fault(place, problem, "choose a mark within")


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _near(key: Any, known: Iterable[str]) -> str:
    close = get_close_matches(str(key), list(known), n=1)
    return f"did you mean {close[0]}?" if close else "use a key of this edition"


def _one_of(words: Iterable[str]) -> str:
    return f"use one of {', '.join(words)}"
