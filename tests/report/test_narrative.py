"""Sentences of the report, word for word."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from questionnaire.report.narrative import (
    answers,
    ladder,
    lead,
    matrix,
    money,
    musts,
    next_steps,
    paths,
    sentence,
    standing,
    verdict,
)
from questionnaire.report.narrative.tongue import (
    Tongue,
    answer_words,
    apportioned,
    half_up,
    large,
)
from questionnaire.report.page import report_page
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import SCORING_VERSION
from questionnaire.scoring.sheet import Answer
from tests.bank.banks import shipped
from tests.report.told import card, edition, sheet, tongue

CARDS = Path(__file__).parent / "cards"
PERSONAS = [one.key for one in shipped().personas]


def spoken(language: str) -> Tongue:
    texts = dataclasses.replace(tongue().texts, language=language)
    return dataclasses.replace(tongue(), texts=texts)


@pytest.mark.parametrize(
    ("value", "digits", "signed", "language", "words"),
    [
        (3.64, 1, True, "en", "+3.6"),
        (-3.65, 1, True, "es", "−3,7"),
        (-0.04, 1, True, "de", "0,0"),
        (12345.6, 0, False, "en", "12,346"),
        (12345.6, 0, False, "de", "12.346"),
        (2.5, 0, False, "en", "3"),
    ],
)
def test_figures(value: float, digits: int, signed: bool, language: str, words: str) -> None:
    assert spoken(language).figure(value, digits, signed=signed) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 USD"), (861_400, "861,000 USD"), (4262, "4,260 USD"), (-182_600, "−183,000 USD"),
        (2_334_000, "2.33 M USD"), (23_340_000, "23.3 M USD"), (5.8e21, "5.8 × 10²¹ USD"),
    ],
)  # fmt: skip
def test_large_amounts(value: float, words: str) -> None:
    assert large(tongue(), value, "USD").replace("\N{NO-BREAK SPACE}", " ") == words


def test_half_up_rounds_as_people_do() -> None:
    assert [half_up(value) for value in (0.5, 1.5, 2.5, -0.5, -0.4)] == [1, 2, 3, -1, 0]


def test_apportioned_parts_add_up() -> None:
    assert apportioned([33.4, 33.3, 33.3], 100) == [34, 33, 33]


def test_answers_in_words() -> None:
    key = "funding-sources"
    assert [
        answer_words(tongue(), "funding-runway", Answer(value=14.0)),
        answer_words(tongue(), key, Answer(value=("grants", "customers"))),
        answer_words(tongue(), key, Answer(unknown=True)),
        answer_words(tongue(), key, Answer(other="A lottery")),
        answer_words(tongue(), key, None),
    ] == [
        "14 months", "Grants or public compute; Paying customers", "don’t know yet",
        "none of these fits: A lottery", "not answered",
    ]  # fmt: skip


# ---------------------------------------------------------------- the verdict


def recommendation(**fields: Any) -> dict[str, Any]:
    found = card("almendra-speech")
    return found | {"recommendation": found["recommendation"] | fields}


def test_a_close_call_names_no_winner_and_what_would_decide_it() -> None:
    told = verdict.tell_verdict(
        tongue(),
        recommendation(
            close=True, margin=1.6, path="staged-gated", runner_up="weights-with-limits",
            deciders=("experimentation-licence",),
        ),
        sheet("almendra-speech"),
    )  # fmt: skip
    assert (told.state, told.headline, told.balls, told.settle_title) == (
        "close", "Too close to call", (2, 3), "What would decide it",
    )  # fmt: skip
    assert told.lede[:2] == (
        "Too close to call: “Staged, gated” and “Weights with limits” are 2 points apart.",
        "Below 3 points we name no winner.",
    )
    assert [one.said.key for one in told.settle] == ["experimentation-licence"]


def test_one_point_is_singular_and_none_is_equal() -> None:
    pair = {"close": True, "path": "closed", "runner_up": "hosted-api"}
    assert sentence.tell_sentence(tongue(), recommendation(margin=1.2, **pair)) == (
        "Too close to call: “Closed” and “Hosted API” are 1 point apart."
    )
    assert sentence.tell_sentence(tongue(), recommendation(margin=0.2, **pair)) == (
        "Too close to call: “Closed” and “Hosted API” fit equally well."
    )


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_report_begins_with_the_decision_and_its_margin_in_one_sentence(persona: str) -> None:
    found = card(persona)
    told = verdict.tell_verdict(tongue(), found, sheet(persona))
    assert told.lede[0] == sentence.tell_sentence(tongue(), found)
    assert told.lede[0].count(". ") == 0


def test_nothing_answered_has_no_direction() -> None:
    empty = score(edition().rubric, {}).as_json()
    told = verdict.tell_verdict(tongue(), empty, {})
    assert (told.state, told.headline, told.balls) == ("nothing", "No direction yet", ())
    assert told.facts[0].figure.startswith("0 of ")


def test_no_path_open_names_what_to_mend_first() -> None:
    found = recommendation(path="fully-open", least_broken=True, runner_up=None, margin=None)
    told = verdict.tell_verdict(tongue(), found, {})
    broken = [
        one["key"]
        for path in found["paths"]
        if path["key"] == "fully-open"
        for one in path["requirements"]
        if one["kind"] == "must" and one["verdict"] == "broken"
    ]
    assert told.headline == "No path holds yet"
    assert told.mend == tuple(tongue().texts.requirement("fully-open", key) for key in broken)
    assert broken


def test_a_better_path_that_is_knocked_out_is_named() -> None:
    found = card("harbour-health")
    best = musts.path_of(found, found["recommendation"]["path"])
    better = [one for one in found["paths"] if one["knocked_out"] and one["fit"] > best["fit"]]
    told = " ".join(verdict.tell_verdict(tongue(), found, sheet("harbour-health")).lede)
    assert ("would fit better" in told) == bool(better)


# ---------------------------------------------------------------- postures


def posture(**fields: Any) -> dict[str, Any]:
    return dict(card("almendra-speech")["postures"][2]) | fields


def test_withheld_posture_says_how_many_answers_will_do() -> None:
    one = posture(band="withheld", coverage=0.1, asked=10, answered=1, low=5.0, high=95.0)
    told = standing._posture(tongue(), one, {})
    assert (told.figure, told.band, told.score) == ("", "", None)
    assert told.words[:2] == (
        "Too little answered to show. About 3 more answers will do.",
        "It can be anything from 5 to 95.",
    )


@pytest.mark.parametrize(
    ("score", "band", "figure"),
    [(69.98, "mixed", "69.98"), (69.6, "mixed", "69.6"), (69.4, "mixed", "69"),
     (70.0, "firm", "70"), (39.96, "weak", "39.96"), (40.2, "mixed", "40")],
)  # fmt: skip
def test_a_score_under_a_mark_never_reads_as_if_it_had_reached_it(
    score: float, band: str, figure: str
) -> None:
    told = standing._posture(tongue(), posture(score=score, band=band), {})
    assert (told.figure, told.band) == (figure, band)


def test_what_moves_the_lean_is_told_with_its_direction() -> None:
    found = answers.tell_drivers(tongue(), card("almendra-speech"), sheet("almendra-speech")).lean
    assert [one.name for one in found] == ["To open"] * 4
    assert [float(one.points) for one in found] == sorted(
        (float(one.points) for one in found), reverse=True
    )


def test_one_more_answer_is_singular() -> None:
    one = posture(band="withheld", coverage=0.39, asked=10)
    assert standing._withheld(tongue(), one) == (
        "Too little answered to show. About 1 more answer will do."
    )


def test_coverage_in_words() -> None:
    one = posture(asked=14, answered=9, coverage=0.714)
    words = standing._coverage(tongue(), one).replace("\N{NO-BREAK SPACE}", " ")
    assert words == "9 of 14 questions, 71 % of the weight."


@pytest.mark.parametrize(
    ("value", "word"),
    [(-100, "closed"), (-60, "towards closed"), (-25, "between"), (24.4, "between"),
     (25, "towards open"), (60, "open"), (100, "open")],
)  # fmt: skip
def test_lean_words(value: float, word: str) -> None:
    assert standing.lean_word(tongue(), value) == word


@pytest.mark.parametrize("persona", PERSONAS)
def test_columns_of_the_matrix_add_up_to_their_score(persona: str) -> None:
    told = matrix.tell_matrix(tongue(), card(persona))
    for place, total in enumerate(told.totals):
        pairs = [
            [int(word) for word in one.cells[place].words.split(" of ")]
            for one in told.rows
            if one.cells[place].share is not None
        ]
        assert [sum(column) for column in zip(*pairs, strict=True)] == [int(total), 100]


# ---------------------------------------------------------------- everything else


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_persona_can_be_told(persona: str) -> None:
    found, said = card(persona), sheet(persona)
    told = paths.tell_paths(tongue(), found, said)
    assert [one.place for one in told] == [0, 1, 2, 3, 4, 5]
    assert [len(one.musts) + len(one.shoulds) for one in told] == [
        len(one["requirements"]) for one in found["paths"]
    ]
    assert len(next_steps.tell_tensions(tongue(), found, said)) == len(found["tensions"])
    assert len(next_steps.tell_actions(tongue(), found, said)) == len(found["actions"])
    assert len(money.tell_estimates(tongue(), found, said)) == len(found["estimates"])
    assert len(ladder.tell_ladder(tongue(), found, said).rungs) == len(found["milestones"])
    listed = answers.tell_answers(tongue(), found, said)
    assert sum(len(one.answers) for one in listed) == len(found["reachable"])


def test_what_nobody_was_asked_about_says_why_it_counts_and_a_start_is_no_answer() -> None:
    found, said = card("harbour-health"), sheet("harbour-health")
    asked = dataclasses.replace(tongue(), asked=frozenset(found["reachable"]))
    told = paths.tell_paths(asked, found, said)
    notes = {(one.verdict, one.note) for path in told for one in (*path.musts, *path.shoulds)}
    assert notes >= {
        ("met", "Met without being asked: only an answer could break it."),
        ("broken", "Missing without being asked: only an answer could meet it."),
    }
    for path in told:
        for one in (*path.musts, *path.shoulds):
            unasked = {answer.answer for answer in one.behind} == {"not asked of you"}
            assert bool(one.note) == (unasked and one.verdict != "open")
    why = lead.tell_lead(asked, found, said)
    assert why is not None
    assert why.start.startswith("Before any answer: the lead at a lean of 0")
    assert not [one for one in (*why.because, *why.despite) if one.text in why.start]
    assert sum(one.text in why.start for one in why.parts) == 1
    rungs = ladder.tell_ladder(asked, found, said)
    assert any(one.when == "due now" for one in rungs.rungs)
    assert "“Due now”: your answers reach a later milestone" in rungs.rule


@pytest.mark.parametrize(("share", "words"), [
    (0.0, "0\N{NO-BREAK SPACE}%"), (0.002, "under 1\N{NO-BREAK SPACE}%"),
    (0.006, "1\N{NO-BREAK SPACE}%"), (0.997, "over 99\N{NO-BREAK SPACE}%"),
    (1.0, "100\N{NO-BREAK SPACE}%"),
])  # fmt: skip
def test_a_share_is_none_or_all_only_where_it_is(share: float, words: str) -> None:
    assert tongue().share(share) == words


def test_files_number_the_flips_as_the_report_tells_them() -> None:
    found = card("harbour-health")
    ordered = next_steps.in_order(found)
    assert ordered[: len(next_steps.worth_reading(found))] == next_steps.worth_reading(found)
    assert sorted(map(str, ordered)) == sorted(map(str, found["flips"]))


@pytest.mark.parametrize("file", sorted(CARDS.glob("*.json")), ids=lambda file: file.stem)
def test_a_scorecard_stored_under_any_version_can_still_be_told(file: Path) -> None:
    """Reports are frozen by a trigger: what reads them must go on understanding each form."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    page = report_page(tongue(), stored["scorecard"], sheet(stored["persona"]))
    assert page["verdict"]
    before = stored["scorecard"]["scoring_version"] < money.RUN_COUNTED
    assert ("the cost of the run is not in it" in page["ladder"]["told"].rule) is before
    [cost] = [one.how for one in page["estimates"] if one.key == "cost-usd"]
    assert ("The release plan reckons in the same way" in cost) is not before


def test_every_version_of_the_scorecard_has_a_stored_one() -> None:
    """Raised the version? Keep one of the new form: tests/report/cards/<version>.json."""
    kept = {file.stem for file in CARDS.glob("*.json")}
    assert kept == {f"v{number}" for number in range(1, SCORING_VERSION + 1)}


def test_fit_is_told_as_its_sum() -> None:
    path = {"pull": 78.0, "readiness": 60.0, "fit": 70.8}
    words = paths._sum(tongue(), path).replace("\N{NO-BREAK SPACE}", " ")
    assert words == "60 % of pull 78.0 + 40 % of readiness 60.0 = 70.8"


def test_categories_not_shared_hold_no_answers() -> None:
    shared = frozenset({"funding"})
    told = answers.tell_answers(
        tongue(), card("almendra-speech"), sheet("almendra-speech"), shared=shared
    )
    assert [(one.key, one.withheld, bool(one.answers)) for one in told] == [
        ("funding", False, True), ("team", True, False), ("experimentation", True, False),
        ("loyalty", True, False), ("ethics", True, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "digits"),
    [(71.0, 62.0, 0), (96.6, 77.4, 1), (96.55, 77.44, 2), (50.0, 50.0, 0), (96.44, 77.45, 0)],
)
def test_the_two_fits_are_shown_so_that_they_differ_by_the_margin(
    first: float, second: float, digits: int
) -> None:
    from questionnaire.report.narrative.tongue import half_up
    from questionnaire.report.narrative.verdict import _digits

    found = _digits(first, second, first - second)
    assert found == digits
    shown = half_up(first, found) - half_up(second, found)
    assert half_up(shown, found) == half_up(first - second, found)


def test_what_flips_to_a_better_fit_comes_before_what_only_knocks_out() -> None:
    found = card("almendra-speech")
    best = musts.path_of(found, found["recommendation"]["path"])["fit"]

    def flip(question: str, after: str, path: str, fit: float, cost: float) -> dict[str, Any]:
        changes = [{"question": question, "before": None, "after": after}]
        return {"changes": changes, "path": path, "fit": fit, "runner_up_fit": None, "cost": cost}

    found["flips"] = [
        flip("ethics-safety-limits", "not-drawn", "hosted-api", best - 40, 0.3),
        flip("ethics-red-team", "nobody", "hosted-api", best - 40, 0.4),
        flip("ethics-safety-limits", "tested-thresholds", "fully-open", best + 5, 0.5),
        flip("ethics-safety-limits", "published-stop-rule", "fully-open", best + 5, 0.6),
    ]
    told = next_steps.tell_flips(tongue(), found, sheet("almendra-speech"))
    assert [(one.path, one.changes[0].to) for one in (*told.first, *told.more)] == [
        ("Fully open", "Banned uses and tested thresholds of ability"),
        ("Hosted API", "Not drawn"),
        ("Hosted API", "Nobody"),
    ]
