"""Conditions read as typed, joined test by test, and told in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from questionnaire.bank.condition_building import joined, made_test, offered
from questionnaire.bank.condition_reading import Reading, read_condition, typed
from questionnaire.bank.condition_words import condition_words
from tests.bank.banks import q, raw, shipped

BANK = raw()
QUESTIONS = {one["key"]: one for one in BANK["categories"][0]["questions"]}
OPEN = q("route", "in", ["open"])


def say(message: str, **values: object) -> str:
    return message % values


def read(text: str, before: str | None = None) -> Reading:
    return read_condition(text, BANK, place="when", before=before)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("{", "line 1, column 2: this is not JSON (Expecting property name enclosed in double"),
        ('{"q": "route", "value": ["open"]}', "when.op: op is missing"),
        ('{"all": []}', "when.all: "),
        ('{"all": [{"q": "rout", "op": "in", "value": ["open"]}]}', "when.all[0]: there is no"),
        ('{"not": {"q": "route", "op": "in", "value": ["opne"]}}', "when.not: route has no option"),
        ('{"q": "runway", "op": "below", "value": 999}', "when: 999 lies outside 0 to 120"),
        (json.dumps({"not": {"any": [{"q": "no"}] * 201}}), "when: it has more than 200 tests"),
        (json.dumps([{"q": "no"}] * 9_000), "when: it has more than 200 tests"),
    ],
)
def test_every_fault_names_its_place(text: str, fault: str) -> None:
    reading = read(text)
    assert [one[: len(fault)] for one in reading.faults] == [fault]


def test_nothing_is_no_condition_and_show_when_looks_back_only() -> None:
    assert [read(text) for text in ("", "  ", "null")] == [Reading(None)] * 3
    later = typed(q("extras", "answered", True))
    assert read(later).faults == ()
    assert read(later, before="base").faults == (
        "when: extras is asked later; refer to earlier questions only",
    )


def test_what_is_typed_out_is_read_back() -> None:
    whole = joined(joined(None, OPEN, how="all", turned=False), OPEN, how="any", turned=True)
    assert read(typed(whole)) == Reading(whole)
    assert typed(None) == ""


def test_a_test_joins_the_outermost_group_or_stands_around_the_whole() -> None:
    other = q("base", "in", ["weak"])
    both = joined(OPEN, other, how="all", turned=False)
    assert both == {"all": [OPEN, other]}
    assert joined(both, OPEN, how="all", turned=True) == {"all": [OPEN, other, {"not": OPEN}]}
    assert joined(both, OPEN, how="any", turned=False) == {"any": [both, OPEN]}
    assert joined(both, OPEN, how="alone", turned=False) == OPEN
    assert both == {"all": [OPEN, other]}


@pytest.mark.parametrize(
    ("key", "op", "options", "number", "test"),
    [
        ("route", "in", ["open"], "", OPEN),
        ("route", "answered", [], "", q("route", "answered", True)),
        ("route", "not-answered", [], "", q("route", "answered", False)),
        ("runway", "at-least", [], " 12,5 ", q("runway", "at-least", 12.5)),
        ("runway", "below", [], "12", q("runway", "below", 12)),
        ("runway", "below", [], "a year", q("runway", "below", "a year")),
        ("extras", "ticked-at-least", ["docs"], "1", q("extras", "ticked-at-least", 1)),
    ],
)
def test_what_was_chosen_becomes_a_test(
    key: str, op: str, options: list[str], number: str, test: Any
) -> None:
    assert made_test({"q": key}, op, options, number, QUESTIONS[key]) == test


def test_a_scales_mark_is_the_option_chosen() -> None:
    scale = {**QUESTIONS["base"], "kind": "scale"}
    made = made_test({"q": "base"}, "above", ["strong"], "", scale)
    assert made == q("base", "above", 1)
    assert made_test({"q": "base"}, "above", [], "", scale) == q("base", "above", None)


def test_each_kind_offers_its_own_comparisons() -> None:
    assert offered(QUESTIONS["route"]) == ("in", "answered", "not-answered")
    assert offered(None) == ("below", "at-most", "above", "at-least")


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (OPEN, "Met when “route?” is “Open”."),
        (
            {"any": [OPEN, {"all": [q("runway", "below", 6), q("base", "answered", False)]}]},
            "Met when “route?” is “Open” or (“How long?” is below 6 months"
            " and “base?” is not answered).",
        ),
        (
            {"not": {"any": [OPEN, q("extras", "has", ["docs", "none"])]}},
            "Met when it is not so that"
            " (“route?” is “Open” or “extras?” has “Docs” or “None” ticked).",
        ),
        (
            {"all": [{"computed": "lean", "op": "at-most", "value": -25}]},
            "Met when the lean is at most −25.",
        ),
        (
            q("extras", "lacks", ["docs"]),
            "Met when “extras?” has “Docs” not ticked.",
        ),
        ({"not": OPEN}, "Met when “route?” is not “Open”."),
        (
            {"any": [{"not": {"all": [OPEN, q("base", "answered", True)]}}, OPEN]},
            "Met when (it is not so that (“route?” is “Open” and “base?” is answered))"
            " or “route?” is “Open”.",
        ),
        (
            {
                "any": [
                    {"not": q("extras", "has", ["docs", "none"])},
                    {"not": q("runway", "below", 6)},
                ]
            },
            "Met when “extras?” has none of “Docs” or “None” ticked"
            " or “How long?” is at least 6 months.",
        ),
        (
            q("extras", "ticked-at-most", 1),
            "Met when “extras?” has at most 1 ticked.",
        ),
    ],
)
def test_a_condition_in_words(condition: Any, words: str) -> None:
    assert condition_words(condition, BANK, language="en", say=say) == words


def test_every_condition_of_the_shipped_edition_is_told_in_every_language() -> None:
    document = shipped().model_dump(mode="json", by_alias=True, exclude_none=True)
    found: list[Any] = [
        question["show_when"]
        for category in document["categories"]
        for question in category["questions"]
        if question.get("show_when")
    ]
    found += [one["when"] for path in document["paths"] for one in path["requirements"]]
    found += [one["when"] for path in document["paths"] for one in path["arguments"]]
    found += [one["when"] for name in ("tensions", "actions", "milestones", "reversal")
              for one in document[name]]  # fmt: skip
    assert len(found) > 50
    for language in document["languages"]:
        for condition in found:
            words = condition_words(condition, document, language=language, say=say)
            assert (words.count("("), "%(" in words) == (words.count(")"), False)
