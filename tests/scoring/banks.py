"""Small editions as plain dicts, for tests that must see every completion."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.reach import walk
from questionnaire.scoring.rubric import Question, Rubric
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.vocabulary import Claim, Kind

PATHS = (("closed", -100), ("gated", -20), ("weights", 60), ("open", 100))


def option(
    key: str,
    lean: float = 0,
    *,
    on: Mapping[str, Mapping[str, float]] | None = None,
    pull: Mapping[str, float] | None = None,
    exclusive: bool = False,
    **points: float,
) -> dict[str, Any]:
    found: dict[str, Any] = {"key": key, "text": {"en": key}, "points": points, "lean": lean}
    if on:
        found["points_on"] = {route: dict(said) for route, said in on.items()}
    if pull:
        found["pull"] = dict(pull)
    if exclusive:
        found["exclusive"] = True
    return found


def question(key: str, kind: str, *options: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "key": key, "kind": kind, "ask": {"en": key}, "why": {"en": key},
        "options": list(options), **more,
    }  # fmt: skip


def number(key: str, maximum: float, **more: Any) -> dict[str, Any]:
    inner = {name: more.pop(name) for name in ("curves", "lean", "minimum") if name in more}
    asked = question(key, "number", **more)
    return asked | {"number": {"unit": {"en": "u"}, "maximum": maximum, **inner}}


def when(q: str, op: str, *value: Any) -> dict[str, Any]:
    single = op in {"below", "at-most", "above", "at-least", "answered"} or op.startswith("ticked")
    return {"q": q, "op": op, "value": value[0] if single else list(value)}


def computed(name: str, op: str, value: float) -> dict[str, Any]:
    return {"computed": name, "op": op, "value": value}


def must(key: str, when: dict[str, Any]) -> dict[str, Any]:
    return {"key": key, "kind": "must", "text": {"en": key}, "when": when, "weight": 1}


def should(key: str, when: dict[str, Any], weight: float = 1) -> dict[str, Any]:
    return {"key": key, "kind": "should", "text": {"en": key}, "when": when, "weight": weight}


def document(
    *questions: dict[str, Any],
    requirements: Mapping[str, list[dict[str, Any]]] | None = None,
    **more: Any,
) -> dict[str, Any]:
    """An edition of one category; paths as in PATHS; ``more`` sets whole parts."""
    asked = {one["key"] for one in questions}
    wanted = requirements or {}
    found: dict[str, Any] = {
        "schema": 1,
        "key": "small",
        "title": {"en": "Small"},
        "languages": ["en"],
        "rules": {"route": "route", "coverage": 0.0},
        "compute": {
            "mfu": [0.2, 0.38, 0.55],
            "reruns": [1.2, 1.5, 1.7],
            "hardware": [
                {"key": "a100", "name": "A100", "peak": 312, "price": [1.29, 1.89, 5.12]},
                {"key": "h100", "name": "H100", "peak": 989, "price": [1.98, 2.99, 12.29]},
            ],
            "inputs": {
                "parameters": "parameters", "tokens": "tokens", "burn": "burn",
                "runway": "runway", "secured": "secured", "outside_share": "outside",
                "promise": "promise", "notice": "notice", "plan": "plan",
            },
            "ladder": {"usable_model": "first-base-model", "first_revenue": "first-revenue"},
            "secured": {
                "share-under-10": [0, 0.1], "share-30-to-60": [0.3, 0.6], "all-and-reserve": [1, 1],
            },
            "switching": {
                "low_below": 5, "high_above": 20,
                "stays_open": ["irrevocable-licence", "neutral-home"],
                "gives_notice": ["export-stability-notice"],
            },
        },
        "categories": [
            {"key": "one", "name": {"en": "One"}, "summary": {"en": "s"},
             "questions": list(questions)},
        ],
        "paths": [
            {"key": key, "name": {"en": key}, "summary": {"en": key}, "position": position,
             "presupposes": {}, "first_90_days": [], "requirements": wanted.get(key, []),
             "arguments": []}
            for key, position in PATHS
        ],
        "tensions": [], "actions": [], "milestones": [], "reversal": [], "facts": [],
    }  # fmt: skip
    assert asked
    return found | more


def answer(value: Any, claim: Claim | None = None) -> Answer:
    return Answer(value=tuple(value) if isinstance(value, list) else value, claim=claim)


def sheet(**values: Any) -> dict[str, Answer]:
    return {key.replace("_", "-"): answer(value) for key, value in values.items()}


UNKNOWN = Answer(unknown=True)
OTHER = Answer(other="something else")


def possible(one: Question, steps: int = 3) -> list[Any]:
    """Every value of a choice, every set of ticks, and some numbers."""
    if one.kind is Kind.MULTIPLE:
        plain = [key for key in one.options if key not in one.exclusive]
        sets = [
            ticks
            for size in range(1, len(plain) + 1)
            for ticks in itertools.combinations(plain, size)
        ]
        return [*sets, *((key,) for key in sorted(one.exclusive))]
    if one.kind is Kind.NUMBER:
        span = one.maximum - one.minimum
        return [one.minimum + span * step / (steps - 1) for step in range(steps)]
    return list(one.options)


def completions(rubric: Rubric, given: Sheet) -> Iterator[dict[str, Answer]]:
    """Every way of answering what is open, follow-ups and "none of these fits" included."""
    facts = walk(rubric, given)
    for one in facts.asked:
        said = given.get(one.key)
        if said is None or said.unknown:
            for value in possible(one):
                yield from completions(rubric, {**given, one.key: answer(value)})
            yield from completions(rubric, {**given, one.key: OTHER})
            return
    yield dict(given)


def follow_ups() -> Rubric:
    """A route, an overriding option, a multiple, two follow-ups and a number."""
    return compile_rubric(
        document(
            question("route", "single", option("shut", -2), option("free", 2), lean_core=True),
            question(
                "first",
                "single",
                option("a", 1, funding=0, on={"free": {"funding": 3}}),
                option("b", -1, funding=4, community=2),
                lean_core=True,
            ),
            question(
                "ticks",
                "multiple",
                option("x", 1, funding=1),
                option("y", -2, funding=2, pull={"closed": 10}),
                option("z", funding=1),
                option("none", exclusive=True, funding=0),
                lean_core=True,
                weight={"funding": 2},
                show_when=when("first", "in", "a"),
            ),
            number(
                "size",
                10,
                curves={"funding": [[0, 1], [10, 4]]},
                show_when={"any": [when("ticks", "has", "y"), when("route", "in", "shut")]},
            ),
            requirements={
                "closed": [
                    should("small", when("size", "below", 6)),
                    should("ticked", when("ticks", "has", "x"), 3),
                ],
                "gated": [
                    must("funded", computed("posture-funding", "at-least", 30)),
                    should("leans", computed("lean", "below", 10)),
                ],
                "open": [
                    should("routed", when("route", "in", "free")),
                    should("unsized", when("size", "answered", False)),
                ],
            },
        )
    )
