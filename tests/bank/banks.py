"""A small, sound edition as content, and ways to change one thing about it."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from questionnaire.bank.content import Content
from questionnaire.bank.seed import load_content

SHIPPED = "2026-11"
Raw = dict[str, Any]


@cache
def shipped() -> Content:
    """The edition in seeds/, read once."""
    return load_content(SHIPPED)


def en(text: str) -> dict[str, str]:
    return {"en": text}


def q(key: str, op: str, value: Any) -> Raw:
    return {"q": key, "op": op, "value": value}


def choice(key: str, *options: Raw, kind: str = "single", **more: Any) -> Raw:
    return {
        "key": key, "kind": kind, "ask": en(f"{key}?"), "why": en(f"Why {key}."),
        "options": list(options), **more,
    }  # fmt: skip


def option(key: str, **more: Any) -> Raw:
    return {"key": key, "text": en(key.capitalize()), **more}


def path(key: str, position: float, requirement: Raw) -> Raw:
    return {
        "key": key, "name": en(key.capitalize()), "summary": en(f"About {key}."),
        "position": position, "presupposes": {"money": en("Some"), "people": en("Few")},
        "first_90_days": [en("Start."), en("Go on.")],
        "requirements": [
            {"key": "fits", "kind": "should", "text": en("It fits."), "when": requirement}
        ],
        "arguments": [
            {"key": "own-words", "side": "for", "text": en("You said so."), "when": requirement}
        ],
    }  # fmt: skip


def persona(key: str, expect: str, **answers: Any) -> Raw:
    return {
        "key": key, "venture": f"{key.capitalize()} Models", "stage": "idea",
        "story": en("Made up."), "answers": {k: {"value": v} for k, v in answers.items()},
        "expect": {"path": expect},
    }  # fmt: skip


def points(height: float) -> dict[str, float]:
    return {"funding": height, "community": height, "safety": height}


def raw() -> Raw:
    """Four questions, two paths, one of everything else; lint finds nothing in it."""
    closed, opened = q("route", "in", ["closed"]), q("route", "in", ["open"])
    return {
        "key": "small-1", "title": en("Small edition"), "languages": ["en"],
        "rules": {"route": "route", "opening": ["route"], "coverage": 0},
        "compute": {
            "mfu": [0.2, 0.38, 0.55], "reruns": [1.2, 1.5, 1.7],
            "hardware": [{"key": "h100", "name": "H100", "peak": 989, "price": [2, 3, 7]}],
            "inputs": {
                "parameters": "runway", "tokens": "runway", "burn": "runway", "runway": "runway",
                "secured": "base", "outside_share": "runway", "promise": "base", "plan": "route",
            },
            "ladder": {"usable_model": "funded", "first_revenue": "funded"},
            "secured": {"weak": [0, 0.5], "strong": [0.5, 1]},
            "switching": {"low_below": 5, "high_above": 20, "stays_open": ["strong"]},
        },
        "categories": [
            {
                "key": "funding", "name": en("Funding"), "summary": en("Money."),
                "questions": [
                    choice(
                        "route", option("closed", lean=-2), option("open", lean=2),
                        lean_core=True, unscored="A plan is no merit.",
                    ),
                    choice(
                        "base", option("weak", points=points(0), next=en("Get better.")),
                        option("strong", points=points(4)), facts=["D1.1"],
                    ),
                    {
                        "key": "runway", "kind": "number", "ask": en("How long?"),
                        "why": en("It runs out."),
                        "number": {
                            "unit": en("months"), "maximum": 120,
                            "curves": {"funding": [[0, 0], [24, 4]]},
                            "steps": [{"below": 24, "next": en("Raise money.")}],
                        },
                    },
                    choice(
                        "extras", option("docs", points=points(4)),
                        option("none", points=points(0), exclusive=True, next=en("Write some.")),
                        kind="multiple", core=False, show_when=opened,
                    ),
                ],
            }
        ],
        "paths": [path("shut", -100, closed), path("free", 100, opened)],
        "tensions": [
            {
                "key": "open-but-weak", "name": en("Open but weak"), "severity": "high",
                "when": {"all": [opened, q("base", "in", ["weak"])]}, "why": en("It breaks."),
                "settle": "base", "actions": ["get-strong"],
            }
        ],
        "actions": [
            {
                "key": "get-strong", "text": en("Get strong"), "when": q("base", "in", ["weak"]),
                "done_when": en("You are."), "lifts": ["base"], "facts": ["D1.1"],
            }
        ],
        "milestones": [
            {
                "key": "funded", "name": en("Funded"), "evidence": en("Money in the bank"),
                "when": q("runway", "at-least", 12), "months": [0, 6], "money": [0.5, 1],
            }
        ],
        "reversal": [
            {
                "key": "gone", "direction": "closing", "part": "irrevocable",
                "text": en("What is out is out."), "when": opened,
            }
        ],
        "facts": [{"id": "D1.1", "text": en("It is so."), "source": "A paper"}],
        "personas": [
            persona("ada", "shut", route="closed", base="strong", runway=30),
            persona("bob", "free", route="open", base="weak", extras=["docs"]),
        ],
    }  # fmt: skip


def small(**changes: Any) -> Content:
    """The small edition, with top-level values set."""
    return Content.model_validate({**raw(), **changes})


def changed(place: str, value: Any) -> Content:
    """The small edition with the value at a place (``paths.0.position``) set; None takes it out."""
    whole = copy.deepcopy(raw())
    *steps, last = (int(step) if step.isdigit() else step for step in place.split("."))
    holder: Any = whole
    for step in steps:
        holder = holder[step]
    if value is None:
        del holder[last]
    elif isinstance(holder, list) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value
    return Content.model_validate(whole)
