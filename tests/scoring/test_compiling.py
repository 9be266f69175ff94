"""Compiling: what a document leaves out means what the bank's grammar says it means."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from questionnaire.bank.canonical import canonical
from questionnaire.bank.content import Content
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.rubric import Rubric, Rules
from tests.scoring.banks import computed, document, must, number, option, question, should, when

EN = {"en": "So."}
ARGUMENT = {"key": "why", "side": "for", "text": EN, "when": when("a", "in", "y")}


def sparse() -> dict[str, Any]:
    """An edition that says no more than it has to."""
    free = {"unscored": "A plan is no merit."}
    asked = (
        question("route", "single", option("shut", -2), option("free", 2), lean_core=True),
        question("a", "single", option("y"), option("n")),
        question("b", "multiple", option("y"), option("n"), show_when=when("a", "in", "y")),
        number("size", 30),
    )
    shoulds = [should("two", when("a", "in", "n")), should("three", when("b", "has", "y"))]
    raw = document(
        *({"why": EN, **free} | one for one in asked),
        requirements={"open": [must("one", when("a", "in", "y")), *shoulds]},
    )
    for one in raw["paths"][3]["requirements"]:
        del one["weight"]
    raw["paths"][3]["arguments"] = [ARGUMENT]
    raw["tensions"] = [
        {"key": "t", "name": EN, "severity": "high", "when": when("a", "in", "y"), "why": EN,
         "settle": "a"}
    ]  # fmt: skip
    raw["actions"] = [
        {"key": "do", "text": EN, "when": when("a", "in", "y"), "done_when": EN, "lifts": ["a"]}
    ]
    raw["milestones"] = [
        {"key": key, "name": EN, "months": [1, 2], "evidence": EN, "when": when("a", "in", "y")}
        for key in ("first-base-model", "first-revenue")
    ]
    raw["reversal"] = [
        {"key": "r", "direction": "closing", "part": "promise", "text": EN,
         "when": when("a", "in", "y")}
    ]  # fmt: skip
    raw["rules"] = {"route": "route", "opening": ["route"]}
    return raw


def told(rubric: Rubric) -> dict[str, str]:
    """Every part of a rubric in words; functions are told by their names."""
    return {
        part.name: re.sub(r" at 0x[0-9a-f]+", "", repr(getattr(rubric, part.name)))
        for part in dataclasses.fields(rubric)
    }


def test_what_is_left_out_has_the_default_of_the_grammar() -> None:
    raw = sparse()
    whole = Content.model_validate(raw).document()
    assert told(compile_rubric(canonical(raw))) == told(compile_rubric(whole))


def test_of_equal_shoulds_each_is_half() -> None:
    rubric = compile_rubric(sparse())
    assert [(one.key, one.weight, one.share) for one in rubric.requirements] == [
        ("one", 1.0, 0.0), ("two", 1.0, 0.5), ("three", 1.0, 0.5),
    ]  # fmt: skip


def test_a_question_follows_what_decides_whether_it_is_asked() -> None:
    rubric = compile_rubric(sparse())
    assert dict(rubric.follows) == {
        "route": {"route"}, "a": {"a", "b"}, "b": {"b"}, "size": {"size"},
    }  # fmt: skip
    assert rubric.gates == {"a", "route"}


def test_the_editions_own_numbers_are_read() -> None:
    raw = sparse()
    raw["rules"] |= {
        "weak_below": 31, "firm_from": 81, "coverage": 0.21, "pull": 0.71, "readiness": 0.29,
        "too_close": 7, "contested": 0.41,
    }  # fmt: skip
    assert compile_rubric(raw).rules == Rules(
        weak_below=31.0, firm_from=81.0, coverage=0.21, pull=0.71, readiness=0.29, too_close=7.0,
        contested=0.41, route="route",
    )  # fmt: skip


def test_an_answer_reaches_what_is_asked_of_the_lean_and_of_a_posture() -> None:
    asked = (
        question("route", "single", option("shut", -2), option("free", 2), lean_core=True),
        question("firm", "single", option("y", safety=4), option("n", safety=0)),
        question("mute", "single", option("y"), option("n")),
    )
    rubric = compile_rubric(
        document(
            *asked,
            requirements={
                "open": [must("leans", computed("lean", "above", 0))],
                "closed": [must("safe", computed("posture-safety", "above", 50))],
            },
        )
    )
    place = {one.key: number for number, one in enumerate(rubric.requirements)}
    assert {key: sorted(found) for key, found in rubric.reach.items()} == {
        "route": sorted(place.values()), "firm": [place["safe"]], "mute": [],
    }  # fmt: skip
