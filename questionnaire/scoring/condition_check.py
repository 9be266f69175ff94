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
from questionnaire.scoring.condition_compiling import COMPARISONS, COUNTS
from questionnaire.scoring.faults import Fault, Said, shown

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
        yield Fault(
            place,
            Said("%(value)s is not a condition", value=shown(raw)),
            Said("write all, any, not or a test"),
        )
    elif group is not None:
        yield from _group_faults(raw[group], questions, allowed, f"{place}.{group}", walk)
    elif "not" in raw:
        yield from _faults(raw["not"], questions, allowed, f"{place}.not", walk)
    elif raw.get("computed") is not None:
        yield from _computed_faults(raw, place, walk)
    elif raw.get("q") is not None:
        yield from _question_faults(raw, questions, allowed, place)
    else:
        yield Fault(
            place,
            Said("it says neither q nor computed"),
            Said("name a question or a computed value"),
        )


def _group_faults(
    parts: Any, questions: _Bank, allowed: _Bank, place: str, walk: bool
) -> Iterator[Fault]:
    if not isinstance(parts, list | tuple) or not parts:
        yield Fault(place, Said("it has no parts"), Said("list conditions here"))
        return
    for index, part in enumerate(parts):
        yield from _faults(part, questions, allowed, f"{place}[{index}]", walk)


def _is_object(raw: Any) -> bool:
    return isinstance(raw, Mapping)


def _computed_faults(raw: Mapping[str, Any], place: str, walk: bool) -> Iterator[Fault]:
    name, op = raw["computed"], raw.get("op")
    if name not in COMPUTED:
        yield Fault(
            place,
            Said("there is no computed value %(value)s", value=shown(name)),
            _near(name, COMPUTED),
        )
    elif walk and name in SCORES:
        yield Fault(
            place,
            Said("%(name)s is worked out from all answers", name=name),
            Said("ask by earlier answers"),
        )
    if op not in COMPARISONS:
        yield Fault(
            place, Said("%(value)s does not compare numbers", value=shown(op)), _one_of(COMPARISONS)
        )
    if not _is_number(raw.get("value")):
        yield Fault(
            place,
            Said("%(value)s is not a number", value=shown(raw.get("value"))),
            Said("give a number"),
        )


def _question_faults(
    raw: Mapping[str, Any], questions: _Bank, allowed: _Bank, place: str
) -> Iterator[Fault]:
    key, op = raw["q"], raw.get("op")
    if key not in questions:
        yield Fault(
            place, Said("there is no question %(value)s", value=shown(key)), _near(key, allowed)
        )
        return
    if key not in allowed:
        yield Fault(
            place, Said("%(key)s is asked later", key=key), Said("refer to earlier questions only")
        )
        return
    question = questions[key]
    operators = OPERATORS[question["kind"]]
    if op not in operators:
        problem = Said(
            "%(value)s does not fit %(key)s, a %(one)s question",
            value=shown(op),
            key=key,
            one=question["kind"],
        )
        yield Fault(place, problem, _one_of(operators))
        return
    yield from _value_faults(str(op), raw.get("value"), question, place)


def _value_faults(op: str, value: Any, question: Mapping[str, Any], place: str) -> Iterator[Fault]:
    key = question["key"]
    if op == "answered":
        if not isinstance(value, bool):
            yield Fault(
                place,
                Said("%(value)s is neither true nor false", value=shown(value)),
                Said("say true or false"),
            )
    elif op in COMPARISONS or op in COUNTS:
        if not _is_number(value):
            yield Fault(
                place,
                Said("%(value)s is not a number", value=shown(value)),
                Said("compare %(key)s with a number", key=key),
            )
        else:
            yield from _reach_faults(op, float(value), question, place)
    elif not isinstance(value, list | tuple) or not value:
        yield Fault(
            place,
            Said("%(value)s is not a list of options", value=shown(value)),
            Said("list option keys"),
        )
    else:
        options = [option["key"] for option in question["options"]]
        for one in value:
            if one not in options:
                yield Fault(
                    place,
                    Said("%(key)s has no option %(value)s", key=key, value=shown(one)),
                    _near(one, options),
                )


def _reach_faults(
    op: str, value: float, question: Mapping[str, Any], place: str
) -> Iterator[Fault]:
    """A mark outside all that can be answered makes the test say the same for everyone."""
    low, high = 0.0, float(max(0, len(question.get("options", ())) - (op in COMPARISONS)))
    number = question.get("number")
    if number:
        low, high = float(number.get("minimum", 0)), float(number["maximum"])
    if not low <= value <= high:
        problem = Said(
            "%(value)s lies outside %(low)s to %(high)s, all that %(one)s can give",
            value=f"{value:g}",
            low=f"{low:g}",
            high=f"{high:g}",
            one=question["key"],
        )
        yield Fault(place, problem, Said("choose a mark within"))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _near(key: Any, known: Iterable[str]) -> str:
    close = get_close_matches(str(key), list(known), n=1)
    return (
        Said("did you mean %(one)s?", one=close[0]) if close else Said("use a key of this edition")
    )


def _one_of(words: Iterable[str]) -> str:
    return Said("use one of %(all)s", all=", ".join(words))
