"""What moved between two frozen results: the parts add up exactly, whatever differs."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.report.attribution import LEAD, LEAN
from questionnaire.report.narrative.moved import ends_of, tell_parted
from questionnaire.report.parting import QUESTIONS, RULES, TOGETHER, Parted, Result, part
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import SCORING_VERSION, Depth
from questionnaire.scoring.sheet import Sheet
from tests.report import told
from tests.report.test_attribution import drawn
from tests.scoring.banks import document, option, question, sheet

SEEDS = st.integers(0, 10**6)


def result(rubric: Rubric, answers: Sheet, **changed: Any) -> Result:
    return Result(rubric, answers, {**score(rubric, answers, Depth.LIVE).as_json(), **changed})


def heavier(rubric_document: dict[str, Any]) -> Rubric:
    """The same questions in a later edition that weighs its first options otherwise."""
    made = copy.deepcopy(rubric_document) | {"edition": "later", "key": "later"}
    for category in made["categories"]:
        for one in category["questions"][:3]:
            for choice in one.get("options", [])[:1]:
                for posture in choice.get("points", {}):
                    choice["points"][posture] = 0
    return compile_rubric(made)


def otherwise(card: dict[str, Any]) -> dict[str, Any]:
    """A scorecard as other rules would have frozen it."""
    made = copy.deepcopy(card) | {"scoring_version": SCORING_VERSION - 1}
    for one in made["postures"]:
        one["score"] = one["score"] and one["score"] * 0.9
    made["lean"]["value"] = made["lean"]["value"] and made["lean"]["value"] + 1.25
    for path in made["paths"]:
        path["fit"] = path["fit"] * 0.8
    return made


def adds_up(found: Parted, before: Result, after: Result) -> None:
    for name, one in found.numbers.items():
        if one.before is None or one.after is None:
            assert one.parts == {}
            continue
        assert sum(one.parts.values()) == one.after - one.before, name
        assert set(one.parts) - {TOGETHER} == {*found.changed, QUESTIONS, RULES}
    moved = tell_parted(told.tongue(), found)
    ends = ends_of(told.tongue(), found)
    for place, (_key, _name) in enumerate(moved.columns):
        cells = [tenths(row.named[place][1]) for row in moved.rows]
        assert sum(cells) == tenths(moved.named_totals[place][1])
        was, now = (tenths(end[place][1]) for end in ends)
        assert was + sum(cells) == now


def tenths(figure: str) -> int:
    return round(float(figure.replace("−", "-").replace("+", "")) * 10)


@settings(max_examples=25, deadline=None)
@given(SEEDS, SEEDS)
def test_under_one_edition_and_one_scoring_all_of_it_is_the_answers(one: int, two: int) -> None:
    rubric = told.edition().rubric
    before, after = result(rubric, drawn(rubric, one)), result(rubric, drawn(rubric, two))
    found = part(before, after, before.sheet)
    adds_up(found, before, after)
    for movement in found.numbers.values():
        if movement.parts:
            assert (movement.parts[QUESTIONS], movement.parts[RULES]) == (0, 0)


@settings(max_examples=15, deadline=None)
@given(SEEDS, SEEDS)
def test_newer_questions_and_newer_rules_have_parts_of_their_own(one: int, two: int) -> None:
    edition = told.edition()
    later = heavier(edition.document)
    first = result(edition.rubric, drawn(edition.rubric, one))
    before = Result(first.rubric, first.sheet, otherwise(first.card))  # type: ignore[arg-type]
    after = result(later, drawn(later, two))
    adds_up(part(before, after, before.sheet), before, after)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_the_same_answers_under_newer_questions_move_by_the_questions_alone(one: int) -> None:
    edition = told.edition()
    later = heavier(edition.document)
    answers = drawn(edition.rubric, one)
    before, after = result(edition.rubric, answers), result(later, answers)
    found = part(before, after, answers)
    adds_up(found, before, after)
    assert found.changed == ()
    for movement in found.numbers.values():
        if movement.parts:
            assert movement.parts[RULES] == 0
            assert movement.parts.get(TOGETHER, 0) == 0


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_the_same_answers_scored_by_other_rules_move_by_the_rules_alone(one: int) -> None:
    rubric = told.edition().rubric
    answers = drawn(rubric, one)
    after = result(rubric, answers)
    before = Result(rubric, answers, otherwise(after.card))  # type: ignore[arg-type]
    found = part(before, after, answers)
    adds_up(found, before, after)
    for movement in found.numbers.values():
        if movement.before is not None and movement.after is not None:
            assert movement.parts[RULES] == movement.after - movement.before


def test_an_answer_that_the_newer_questions_do_not_take_is_the_questions_doing() -> None:
    def bank(*keys: str, edition: str) -> Rubric:
        asked = [question("route", "single", option("shut", -2), option("free", 2),
                          lean_core=True)]  # fmt: skip
        asked += [
            question(key, "single", option("no", safety=0), option("yes", safety=4)) for key in keys
        ]
        return compile_rubric({**document(*asked), "key": edition})

    earlier, later = bank("old", "kept", edition="one"), bank("kept", edition="two")
    before = result(earlier, sheet(route="free", old="yes", kept="no"))
    after = result(later, sheet(route="free", kept="yes"))
    found = part(before, after, sheet(route="free", kept="no"))
    safety = found.numbers["safety"]
    assert (safety.before, safety.after) == (50, 100)
    assert safety.parts == {"kept": 100, QUESTIONS: -50, RULES: 0}


def test_a_path_that_one_edition_does_not_have_leads_over_nothing() -> None:
    rubric = told.edition().rubric
    before = result(rubric, told.sheet("almendra-speech"))
    after = result(rubric, told.sheet("boveda-legal"))
    assert LEAD in part(before, after, before.sheet).numbers
    was = before.card["recommendation"]["path"]
    left = [path for path in before.card["paths"] if path["key"] != was]
    gone = {**before.card, "paths": left}
    found = part(Result(rubric, before.sheet, gone), after, before.sheet)
    assert (found.behind, LEAD in found.numbers, LEAN in found.numbers) == ("", False, True)
