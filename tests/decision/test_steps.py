"""What of an edition belongs to each step of the walk, whatever the edition has."""

from __future__ import annotations

from typing import Any

from questionnaire.decision.steps import (
    KEYS,
    STEPS,
    musts_of,
    questions_of,
    reads,
    tensions_by_step,
    words_of,
)
from tests.bank.banks import raw, shipped


def document() -> Any:
    return shipped().document()


def plain(message: str, **values: object) -> str:
    return message % values


def step(key: str) -> Any:
    return STEPS[KEYS.index(key)]


def test_the_shipped_edition_answers_every_step() -> None:
    found = {one.key: questions_of(one, document()) for one in STEPS}
    assert found["who-decides"] == (
        "funding-partner", "funding-exclusivity", "funding-control", "team-decision-rights",
        "loyalty-partner-demand",
    )  # fmt: skip
    # DESIGN's walk names these for its seven steps; the facts find every one but X06's cost.
    named = {
        "who-decides": {"funding-control", "team-decision-rights", "funding-exclusivity"},
        "means": {"funding-model-parameters", "funding-model-tokens", "funding-compute",
                  "funding-training", "funding-sources", "funding-secured", "funding-runway"},
        "outsiders": {"team-outside-work", "loyalty-outside-share", "team-gates"},
        "harm": {"team-error-cost", "ethics-levers", "ethics-safety-limits",
                 "experimentation-staging"},
        "law": {"ethics-eu-users", "ethics-eu-duties", "experimentation-licence",
                "funding-base-terms"},
        "income": {"funding-open-income", "funding-revenue"},
        "turning-back": {"loyalty-outside-share", "loyalty-reversal-cost",
                         "loyalty-partner-demand", "loyalty-promise"},
    }  # fmt: skip
    assert {key: named[key] - set(found[key]) for key in named} == {key: set() for key in KEYS}


def test_a_question_counts_with_its_first_fact_and_one_of_the_core_with_all() -> None:
    bank = raw()
    first, second, third, _ = bank["categories"][0]["questions"]
    first["facts"], second["facts"], third["facts"] = ["D1.1", "D4.3"], ["D1.1", "D4.3"], ["D4"]
    assert questions_of(step("law"), bank) == ("route", "runway")


def test_an_edition_that_rests_on_nothing_known_leaves_steps_empty_and_breaks_none() -> None:
    bank = raw()
    for question in bank["categories"][0]["questions"]:
        question["facts"] = ["X99.1"]
    bank["compute"]["inputs"] = {}
    assert [questions_of(one, bank) for one in STEPS] == [()] * len(STEPS)
    assert [musts_of(one, bank) for one in STEPS] == [frozenset()] * len(STEPS)
    assert tensions_by_step(bank) == {}


def test_a_condition_reads_questions_and_values_at_any_depth() -> None:
    lean = {"not": {"any": [{"computed": "lean", "op": "below", "value": 0}]}}
    condition = {"all": [{"q": "a", "op": "in", "value": ["x"]}, lean]}
    assert list(reads(condition)) == ["a", "=lean"]
    assert list(reads(None)) == []


def test_every_contradiction_is_told_at_one_step_at_most() -> None:
    at = tensions_by_step(document())
    keys = {one["key"] for one in document()["tensions"]}
    assert set(at) <= keys and set(at.values()) <= set(KEYS)
    assert at["open-plan-exclusive-partner"] == "who-decides"
    assert keys - set(at) == {"says-open-publishes-little", "marketing-before-evidence"}


def test_a_must_on_a_posture_belongs_to_the_step_of_that_posture() -> None:
    bank = raw()
    bank["paths"][0]["requirements"] = [
        {"key": "safe", "kind": "must", "text": {"en": "Safe"},
         "when": {"computed": "posture-safety", "op": "at-least", "value": 50}},
        {"key": "nice", "kind": "should", "text": {"en": "Nice"},
         "when": {"computed": "posture-safety", "op": "at-least", "value": 50}},
    ]  # fmt: skip
    assert musts_of(step("harm"), bank) == {("shut", "safe")}
    assert musts_of(step("law"), bank) == frozenset()


def test_each_step_asks_one_question() -> None:
    words = [words_of(one, plain) for one in STEPS]
    assert [one.ask.count("?") for one in words] == [1] * len(STEPS)
    assert len({one.name for one in words}) == len(STEPS) == 7
