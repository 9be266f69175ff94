"""Nothing that an accelerator reads depends on an answer of a category that is not shared."""

from __future__ import annotations

import datetime as dt
import operator
import random
import re
import uuid
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.cohort.aggregate import POSTURES, Enrolled, Sent, category_scores, row_of
from questionnaire.cohort.disclosed import (
    Opened,
    disclosed_page,
    resting_on,
    seen_answers,
    seen_questions,
)
from questionnaire.cohort.disclosure import Disclosure, read_disclosure
from questionnaire.cohort.pack.paper import disclosed_pdf
from questionnaire.cohort.steps import Steps
from questionnaire.people.actor import Actor
from questionnaire.people.models import AcceleratorMember
from questionnaire.people.tokens.actions import make_token
from questionnaire.report.actions import submit_assessment
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.summary import columns_of, points_of, summarise
from questionnaire.scoring.answers import read_sheet
from questionnaire.scoring.conditions import ComputedTest
from questionnaire.scoring.rests import postures_by, rests_of
from questionnaire.scoring.rubric import Question
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.vocabulary import AcceleratorRole, Claim, Kind
from tests.cohort.pack.test_pack import text_of
from tests.cohort.rooms import room
from tests.factories import NOW, make_cohort, make_enrolment
from tests.report.sent import answered
from tests.report.told import tongue
from tests.scoring.goldens import raw_answers, rubric, shipped

PERSONAS = shipped().personas
ALL = tuple(rubric().categories)
PARTS = [frozenset(some) for number in range(1, 5) for some in combinations(ALL, number)]
RESTS = rests_of(rubric())


def any_answer(question: Question, chance: random.Random) -> Answer | None:
    """Whatever may be said to a question, nothing among it."""
    how = chance.random()
    claim = chance.choice(list(Claim))
    if how < 0.1:
        return None
    if how < 0.2:
        return Answer(unknown=True)
    if how < 0.3:
        return Answer(other="something else", claim=claim)
    if question.kind is Kind.NUMBER:
        return Answer(chance.uniform(question.minimum, question.maximum), claim=claim)
    if question.kind is Kind.TEXT:
        return Answer("words", claim=claim)
    if question.kind is Kind.MULTIPLE:
        ticked = chance.sample(question.options, chance.randint(1, len(question.options)))
        plain = tuple(one for one in ticked if one not in question.exclusive)
        return Answer(plain or (ticked[0],), claim=claim)
    return Answer(chance.choice(question.options), claim=claim)


def changed(sheet: Sheet, kept: frozenset[str], chance: random.Random) -> Sheet:
    """The sheet with any of the answers of the other categories changed, the route among them."""
    most = chance.choice((0.1, 0.5, 1.0))
    found = dict(sheet)
    for question in rubric().questions:
        if question.category not in kept and chance.random() < most:
            said = any_answer(question, chance)
            found.pop(question.key, None)
            if said is not None:
                found[question.key] = said
    return found


def told(sheet: Sheet, shared: Disclosure, said_in: Tongue | None = None) -> dict[str, Any]:
    """All that an accelerator reads: the row of every page and export, the report, the interview's
    questions; they are made of nothing else."""
    card = score(rubric(), sheet, Depth.REPORT)
    said, columns = card.as_json(), columns_of(card)
    summary = summarise(card, {one.key: one.category for one in rubric().questions})

    def part(scores: frozenset[str]) -> Any:
        return points_of(postures_by(rubric(), sheet, scores))

    sent = Sent(
        path=columns["path"], close=columns["close"], margin=columns["margin"],
        lean=columns["lean"], postures={one: columns[one] for one in POSTURES}, summary=summary,
        rests=RESTS, part=part, steps=Steps(said["actions"], said["milestones"], said["estimates"]),
    )  # fmt: skip
    one = Enrolled(uuid.UUID(int=1), "V", "idea", shared, consented=True, started=True)
    scored = category_scores(RESTS, summary["points"], part, shared.scores, ALL)
    return {
        "row": row_of(one, sent, ALL),
        "page": disclosed_page(
            Opened("V", said_in or tongue(), said, sheet, {}, shared, RESTS, scored)
        ),
        "questions": seen_questions(said, RESTS, shared),
        "answers": seen_answers(sheet, RESTS, shared),
        "tensions": resting_on(RESTS, said["tensions"], shared.answers),
    }


def sheet_of(place: int) -> Sheet:
    return read_sheet(rubric(), raw_answers(PERSONAS[place]))[0]


@settings(max_examples=60, deadline=None)
@given(
    place=st.integers(0, len(PERSONAS) - 1),
    scores=st.sampled_from(PARTS),
    seed=st.integers(0, 2**32),
    few=st.booleans(),
)
def test_no_answer_of_an_unshared_category_moves_anything_that_is_read(
    place: int, scores: frozenset[str], seed: int, few: bool
) -> None:
    chance, sheet = random.Random(seed), sheet_of(place)
    answers = frozenset(one for one in scores if not few or chance.random() < 0.5)
    shared = Disclosure(scores, answers)
    before = told(sheet, shared)
    for _ in range(3):
        after = told(changed(sheet, scores, chance), shared)
        for name, what in before.items():
            assert after[name] == what, name
        sheet = changed(sheet, scores, chance)


@settings(max_examples=40, deadline=None)
@given(place=st.integers(0, len(PERSONAS) - 1), answers=st.sampled_from(PARTS),
       seed=st.integers(0, 2**32))  # fmt: skip
def test_where_scores_alone_are_shared_no_list_of_answers_tells_the_others(
    place: int, answers: frozenset[str], seed: int
) -> None:
    chance, sheet = random.Random(seed), sheet_of(place)
    shared = Disclosure(frozenset(ALL), answers)
    before, after = told(sheet, shared), told(changed(sheet, answers, chance), shared)
    for name in ("questions", "answers", "tensions"):
        assert before[name] == after[name], name
    for name in ("tensions", "categories"):
        assert before["page"][name] == after["page"][name], name
    assert before["row"].next == after["row"].next
    assert before["row"].tensions == after["row"].tensions


def test_the_route_alone_is_told_by_nothing_while_its_category_is_not_shared() -> None:
    kept = frozenset(ALL) - {"funding"}
    shared = Disclosure(kept, kept)
    for place in range(len(PERSONAS)):
        sheet = sheet_of(place)
        seen = [
            told({**sheet, "funding-route": Answer(route)}, shared)
            for route in rubric().by_key["funding-route"].options
        ]
        assert all(one == seen[0] for one in seen)


def test_a_row_of_the_points_is_of_its_category_whatever_that_is_called() -> None:
    """An edition may call two categories alike: the one that is not shared stays out."""
    named = tongue()
    alike = tuple(replace(one, name=named.texts.categories[0].name)
                  for one in named.texts.categories)  # fmt: skip
    same = replace(named, texts=replace(named.texts, categories=alike))
    counts = [
        (len(kept), len(matrix["rows"]), len({key for _, _, key in matrix["rows"] if key}))
        for kept in PARTS
        if (matrix := told(sheet_of(0), Disclosure(kept, kept), same)["page"]["matrix"])
    ]
    assert counts and all(rows == kept and not opened for kept, rows, opened in counts)


@pytest.mark.parametrize(
    ("shared", "shown"),
    [
        (["ethics"], ["ethics"]),
        (["team"], []),
        (["funding"], ["funding"]),
        (["funding", "team"], ["funding", "team"]),
        (["team", "experimentation", "loyalty", "ethics"], ["ethics"]),
        (["funding", "team", "experimentation", "loyalty"],
         ["funding", "team", "experimentation", "loyalty"]),
        (list(ALL), list(ALL)),
    ],
)  # fmt: skip
def test_a_score_is_shown_where_half_of_its_weight_rests_on_what_is_shared(
    shared: list[str], shown: list[str]
) -> None:
    row = told(sheet_of(0), Disclosure(frozenset(shared)))["row"]
    assert [key for key, one in row.categories.items() if one.value is not None] == shown
    others = [one for key, one in row.categories.items() if key not in shown]
    assert {one.missing for one in others} <= {"not-shared"}


def test_a_rung_by_scores_makes_what_reads_the_ladder_rest_on_everything() -> None:
    """A milestone that an editor lets hang on a score: how far the ladder is, is then of all."""
    made = rubric()
    [first, *others] = made.milestones
    scored = replace(first, when=ComputedTest("posture-safety", operator.ge, 40))
    months = ComputedTest("months-to-usable-model", operator.le, 3)
    by_months = replace(made.tensions[0], when=months)
    changed = replace(made, milestones=(scored, *others), tensions=(by_months,))
    assert rests_of(changed).tensions[by_months.key] == frozenset(ALL)


def test_a_category_without_the_route_is_scored_by_its_answers_of_settled_worth_alone() -> None:
    """Questions that open others still open them, though their own worth hangs on the route."""
    kept = frozenset(ALL) - {"funding"}
    for place in range(len(PERSONAS)):
        sheet = sheet_of(place)
        whole = {part.question for one in score(rubric(), sheet, Depth.LIVE).postures
                 for part in one.contributions if part.category == "ethics"}  # fmt: skip
        counted = {part.question for one in postures_by(rubric(), sheet, kept)
                   for part in one.contributions if part.category == "ethics"}  # fmt: skip
        assert counted == {key for key in whole if RESTS.worth[key] <= kept}
        for one in postures_by(rubric(), sheet, kept):
            if one.contributions:
                assert sum(part.possible for part in one.contributions) == pytest.approx(100)


UNLIKE = re.compile(
    rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"
    rb'csrf[^>]*>|"X-CSRFToken": "[^"]*"|data-left="[0-9]*"'
)
"""What differs between any two: ids, what guards forms, and the seconds that a session has left."""


@pytest.mark.django_db
def test_two_ventures_that_differ_in_what_is_not_shared_read_alike_everywhere() -> None:
    """Pages, files, the sheet for the interview and what programs read, to the byte."""
    first, client = room()
    maker = AcceleratorMember.objects.get(accelerator=first.accelerator)
    AcceleratorMember.objects.filter(pk=maker.pk).update(role=AcceleratorRole.MANAGER)
    issued = make_token(
        accelerator=first.accelerator, name="Sheet", lasts=dt.timedelta(days=9),
        by=Actor(user_id=maker.user_id), at=timezone.now(),
    )  # fmt: skip
    program = Client(headers={"Authorization": f"Bearer {issued.token}"})
    rest = [key for key in ALL if key != "funding"]
    read = []
    for route in ("closed", "fully-open"):
        cohort = make_cohort(accelerator=first.accelerator, edition=first.edition, name="The same")
        assessment = answered("kestrel-code", first.edition)
        assessment.answers.filter(question="funding-route").update(value={"value": route})
        if route == "closed":
            assessment.answers.filter(question="funding-training").delete()
        report = submit_assessment(assessment=assessment, at=NOW)
        one = make_enrolment(
            cohort=cohort, venture=assessment.venture, categories=rest, notes=rest, path=False
        )
        page, api = f"/cohorts/{cohort.pk}", f"/api/v1/cohorts/{cohort.pk}"
        pages = [client.get(page + path) for path in ("/", f"/{one.pk}/", f"/{one.pk}/interview/")]
        pages += [client.get(page + path) for path in (".csv", ".json")]
        pages += [program.get(api + path) for path in ("/", "/summary/", "/ventures/",
                                                       f"/ventures/{one.pk}/")]  # fmt: skip
        assert {page.status_code for page in pages} == {200}, [one.status_code for one in pages]
        paper = text_of(disclosed_pdf(report, assessment.venture, read_disclosure(vars(one))))
        read.append([*(UNLIKE.sub(b"", b"".join(page)) for page in pages), paper])
    for mine, other in zip(*read, strict=True):
        assert mine == other


def test_a_withheld_score_says_what_it_rests_on() -> None:
    page = told(sheet_of(0), Disclosure(frozenset({"team"}), frozenset({"team"})))["page"]
    words = dict((name, said) for name, said, _ in page["scores"])
    assert words["Team"] == "not shared, as it rests on Funding too"
    assert words["Funding"] == "not shared"
    [team] = [one for one in page["categories"] if one.key == "team"]
    assert team.left_out == (
        "3 questions are not told of: whether they were asked rests on Funding."
    )
    assert len(team.answers) <= 7 and not any(one.points for one in team.answers)
    assert page["points_withheld"] is True
