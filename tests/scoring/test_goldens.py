"""The shipped personas come out as they did; the shipped bank keeps its intervals and its speed."""

from __future__ import annotations

import json
from random import Random

import pytest

from questionnaire.bank.content import Persona
from questionnaire.scoring.answers import read_sheet
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.condition_check import check_condition
from questionnaire.scoring.posture import scores
from questionnaire.scoring.reach import walk
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.simulate import INCLINATIONS, simulate, venture
from questionnaire.scoring.voices import POSTURES
from questionnaire.vocabulary import Band, Kind, Posture
from tests.scoring.goldens import FOLDER, card_of, outcome, raw_answers, rubric, shipped, told

PERSONAS = shipped().personas
SAFETY = POSTURES.index(Posture.SAFETY)


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda one: one.key)
def test_persona_comes_out_as_it_did(persona: Persona) -> None:
    kept = json.loads((FOLDER / f"{persona.key}.json").read_text(encoding="utf-8"))
    assert outcome(card_of(persona)) == kept, "meant? .venv/bin/python -m tests.scoring.goldens"


def test_a_persona_comes_out_the_same_by_a_rubric_compiled_afresh() -> None:
    persona = next(one for one in PERSONAS if one.key == "kestrel-code")
    fresh = compile_rubric(shipped().document())
    sheet, faults = read_sheet(fresh, raw_answers(persona))
    kept = json.loads((FOLDER / "kestrel-code.json").read_text(encoding="utf-8"))
    assert (faults, outcome(score(fresh, sheet))) == ([], kept)


def test_every_golden_has_its_persona() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {one.key for one in PERSONAS}


def test_the_terminal_says_what_it_said() -> None:
    kept = {path.stem: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt")}
    assert told() == kept, "meant? .venv/bin/python -m tests.scoring.goldens"


CARDS = [card_of(persona) for persona in PERSONAS]


def test_goldens_cover_every_tension_action_and_line_of_the_stress_test() -> None:
    for part in ("tensions", "actions", "reversal"):
        said = {one.key for card in CARDS for one in getattr(card, part)}
        assert said == {one.key for one in getattr(rubric(), part)}, part


def test_goldens_cover_every_path_as_the_one_in_front() -> None:
    assert {card.recommendation.path for card in CARDS} == {one.key for one in rubric().paths}


def test_goldens_cover_every_band_of_every_posture() -> None:
    seen = {(one.posture, one.band) for card in CARDS for one in card.postures if one.band}
    shown = set(Band) - {Band.WITHHELD}
    assert seen >= {(posture, band) for posture in Posture for band in shown}


def test_goldens_cover_clear_and_close_and_barred_recommendations() -> None:
    found = [card.recommendation for card in CARDS]
    assert {one.close for one in found} == {True, False}
    assert {one.least_broken for one in found} == {True, False}


def test_goldens_cover_milestones_reached_and_not_and_every_cost_of_turning_back() -> None:
    reached = {(one.key, one.verdict) for card in CARDS for one in card.milestones}
    for milestone in rubric().milestones:
        assert {(milestone.key, "met"), (milestone.key, "broken")} <= reached, milestone.key
    assert {card.switching_cost for card in CARDS} >= {"low", "medium", "high"}


def test_every_shipped_condition_passes_the_type_check() -> None:
    document = shipped().document()
    found = [
        str(fault)
        for path in document["paths"]
        for one in (*path["requirements"], *path["arguments"])
        for fault in check_condition(one["when"], document, place=one["key"])
    ]
    for part in ("tensions", "actions", "milestones", "reversal"):
        for one in document[part]:
            found += map(str, check_condition(one["when"], document, place=one["key"]))
    for category in document["categories"]:
        for one in category["questions"]:
            if one.get("show_when"):
                key = one["key"]
                faults = check_condition(one["show_when"], document, place=key, before=key)
                found += map(str, faults)
    assert found == []


@pytest.mark.parametrize("persona", PERSONAS[:6], ids=lambda one: one.key)
def test_bounds_hold_while_a_persona_answers_question_by_question(persona: Persona) -> None:
    card = card_of(persona)
    full = read_sheet(rubric(), raw_answers(persona))[0]
    given_now: dict = {}
    for question in rubric().questions:
        if question.key in full:
            given_now[question.key] = full[question.key]
        now = score(rubric(), given_now, Depth.LIVE)
        for here, there in zip(now.postures, card.postures, strict=True):
            if there.score is not None:
                assert here.low - 1e-9 <= there.score <= here.high + 1e-9
        assert now.lean.low - 1e-9 <= card.lean.value <= now.lean.high + 1e-9
        for one, other in zip(now.paths, card.paths, strict=True):
            assert one.low - 1e-9 <= other.fit <= one.high + 1e-9


@pytest.mark.parametrize("inclination", [-1.0, 0.0, 1.0])
def test_careful_ventures_stand_firmer_than_careless_ones(inclination: float) -> None:
    def mean(care: float) -> float:
        chance = Random(7)
        sheets = [venture(rubric(), inclination, care, chance) for _ in range(30)]
        found = [scores(walk(rubric(), sheet))[SAFETY] or 0.0 for sheet in sheets]
        return sum(found) / len(found)

    careless, careful = mean(0.0), mean(1.0)
    assert careful - careless > 20


def test_inclined_ventures_lean_where_they_incline() -> None:
    leans = {}
    for inclination in (-1.0, 1.0):
        chance = Random(7)
        sheets = [venture(rubric(), inclination, 0.5, chance) for _ in range(30)]
        found = [score(rubric(), sheet, Depth.LIVE).lean.value or 0.0 for sheet in sheets]
        leans[inclination] = sum(found) / len(found)
    assert leans[1.0] - leans[-1.0] > 60


def test_simulated_ventures_of_every_inclination_are_the_same_each_time() -> None:
    found = simulate(rubric(), ventures=20)
    assert found == simulate(rubric(), ventures=20)
    assert [one.inclination for one in found] == list(INCLINATIONS)
    for one in found:
        assert sum(one.wins.values()) + one.barred == pytest.approx(1)
    assert any(question.kind is Kind.TEXT for question in rubric().questions)
