"""What a condition says about later answers, and which the bank suggests to watch."""

from __future__ import annotations

from typing import Any

import pytest

from questionnaire.bank.localising import localise
from questionnaire.decision.choosing import chosen_test, tell_condition
from questionnaire.decision.tripwires import (
    Look,
    Watch,
    contrary,
    same,
    source_of,
    suggestions,
)
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.sheet import Answer
from questionnaire.vocabulary import Verdict
from tests.bank.banks import raw, shipped
from tests.decision.test_steps import plain
from tests.decision.ways import RUNWAY


def bank() -> Any:
    return shipped().document()


def sheet_of(persona: str) -> dict[str, Answer]:
    found = next(one for one in shipped().personas if one.key == persona)
    return {
        key: Answer(value=tuple(one.value) if isinstance(one.value, list) else one.value)
        for key, one in found.answers.items()
        if one.value is not None
    }


def look(condition: Any, **answers: Any) -> Look:
    document = bank()
    sheet = {key.replace("_", "-"): Answer(value=value) for key, value in answers.items()}
    return Watch(compile_rubric(document), document, sheet).look(condition)


def test_a_tripwire_fires_when_its_condition_is_met_and_only_then() -> None:
    met = look(RUNWAY, funding_runway=8.0)
    assert met == Look(Verdict.MET, ("funding-runway",)) and met.fires
    assert not look(RUNWAY, funding_runway=13.0).fires
    assert look(RUNWAY) == Look(Verdict.OPEN, ("funding-runway",))
    assert not look(RUNWAY).fires


@pytest.mark.parametrize("condition", [
    {"q": "no-such-question", "op": "in", "value": ["a"]},
    {"q": "funding-runway", "op": "in", "value": ["a"]},
    {"q": "funding-control", "op": "in", "value": ["no-such-option"]},
    {"all": []}, {"computed": "no-such", "op": "below", "value": 1}, [], None, "below",
])  # fmt: skip
def test_a_condition_that_does_not_fit_the_questions_says_nothing(condition: Any) -> None:
    assert look(condition, funding_runway=1.0) == Look(None)
    document = bank()
    told = tell_condition(condition, document, localise(document, "en"), "closed", plain)
    assert told.words == "These questions no longer ask about it."


def card_of(persona: str) -> Any:
    return score(compile_rubric(bank()), sheet_of(persona)).as_json()


def test_musts_reasons_and_flips_of_the_path_are_suggested_as_far_as_they_do_not_hold() -> None:
    document, card = bank(), card_of("harbour-health")
    path = card["recommendation"]["path"]
    found = suggestions(card, document, path)
    assert {"must", "flip"} <= {one.kind for one in found}
    watch = Watch(compile_rubric(document), document, sheet_of("harbour-health"))
    looks = [watch.look(one.condition) for one in found]
    assert [one.verdict for one in looks].count(None) == 0
    assert not any(one.fires for one in looks)


def test_a_broken_must_is_not_suggested_and_flips_only_for_the_path_in_front() -> None:
    document, card = bank(), card_of("harbour-health")
    found = suggestions(card, document, "fully-open")
    keys = {one.key for one in found if one.kind == "must"}
    broken = {
        one["key"]
        for path in card["paths"] if path["key"] == "fully-open"
        for one in path["requirements"] if one["verdict"] == "broken"
    }  # fmt: skip
    assert broken and not keys & broken
    assert [one for one in found if one.kind == "flip"] == []
    assert suggestions(card, document, "no-such-path") == ()


@pytest.mark.parametrize("persona", [one.key for one in shipped().personas])
def test_whatever_is_suggested_to_any_persona_fits_the_questions(persona: str) -> None:
    document, card = bank(), card_of(persona)
    watch = Watch(compile_rubric(document), document, sheet_of(persona))
    for path in document["paths"]:
        for one in suggestions(card, document, path["key"]):
            assert watch.look(one.condition).verdict is not None, one


def test_turning_round_takes_a_not_away() -> None:
    assert contrary(RUNWAY) == {"not": RUNWAY}
    assert contrary({"not": RUNWAY}) == RUNWAY


def test_the_same_condition_is_known_however_its_numbers_are_written() -> None:
    flop = {"computed": "training-flop", "op": "above", "value": 1e23}
    assert same(flop, {"value": 10**23, "op": "above", "computed": "training-flop"})
    assert not same(flop, {**flop, "value": 1e25})


def test_a_condition_of_the_bank_is_told_by_its_own_words() -> None:
    document = bank()
    texts = localise(document, "en")
    path = next(one for one in document["paths"] if one["key"] == "open-weights")
    must = next(one for one in path["requirements"] if one["key"] == "release-rights")
    told = tell_condition(contrary(must["when"]), document, texts, "open-weights", plain)
    assert told.title == (
        "No longer so: It is settled that no investor holds control or a veto over the release"
    )
    assert told.words.startswith("It holds while “Can you keep control")
    assert source_of(contrary(must["when"]), document, "closed") == ("", "")
    base = next(one for one in path["requirements"] if one["key"] == "base-permissive")
    told = tell_condition(contrary(base["when"]), document, texts, "open-weights", plain)
    assert "” is none of “" in told.words
    assert "not so that" not in told.words
    harm = next(one for one in path["arguments"] if one["key"] == "errors-harm")
    told = tell_condition(harm["when"], document, texts, "open-weights", plain)
    assert told.title == (
        "Newly so: Errors can harm people, and a released copy cannot be patched."
    )  # fmt: skip
    assert told.words.startswith("If “")
    own = tell_condition(RUNWAY, document, texts, "open-weights", plain)
    assert (own.title, own.words) == (
        "", "If “For how many months does the cash in hand last, at what you plan to spend?” is "
        "below 9 months",
    )  # fmt: skip


def test_an_own_test_is_made_of_what_was_chosen() -> None:
    document = raw()
    assert chosen_test("base", "in", ["weak"], "", document) == (
        {"q": "base", "op": "in", "value": ["weak"]}, False,
    )  # fmt: skip
    assert chosen_test("runway", "below", [], "6", document) == (
        {"q": "runway", "op": "below", "value": 6}, False,
    )  # fmt: skip
    assert chosen_test("base", "in", [], "", document) == (None, False)
    assert chosen_test("runway", "below", [], "many", document) == (None, True)
    assert chosen_test("runway", "below", [], "500", document) == (None, True)
    assert chosen_test("nothing", "in", ["weak"], "", document) == (None, False)
    assert chosen_test("base", "no-such", ["weak"], "", document) == (None, False)
