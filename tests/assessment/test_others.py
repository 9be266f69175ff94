"""Texts that no option fitted: gathered, counted, and without the venture's name."""

from __future__ import annotations

from typing import Any

from questionnaire.assessment.others import blotted, digest, gather


def sent(venture: str, **others: str) -> tuple[str, dict[str, Any], str]:
    return "e-1", {key: {"value": {"other": text}} for key, text in others.items()}, venture


def test_texts_that_differ_in_capitals_and_spaces_are_one_counted_by_venture() -> None:
    found = gather(
        [sent("One", base="A co-op"), sent("Two", base=" a  CO-OP "), sent("Six", base="No")]
    )
    assert [(one.question, one.text, one.count) for one in found] == [
        ("base", "A co-op", 2), ("base", "No", 1),
    ]  # fmt: skip
    assert found[0].digest == digest("e-1", "base", "a co-op")


def test_only_texts_instead_of_an_option_are_gathered() -> None:
    answers: dict[str, Any] = {
        "base": {"value": {"value": "weak"}, "note": "Secret"},
        "extras": {"value": {"unknown": True}},
        "route": {"value": {"raw": "-other"}},
        "gone": {"value": None},
    }
    assert gather([("e-1", answers, "A")]) == []


def test_a_ventures_own_name_is_blotted_out() -> None:
    assert blotted("We at ISAR Bio, not isarbios", "Isar  Bio") == "We at […], not isarbios"
    assert blotted("C++ and (Q)", "(Q)") == "C++ and […]"
    assert blotted("As it is", "") == "As it is"
