"""How far a disagreement moves the result: only this answer differs, and the path counts most."""

from __future__ import annotations

import pytest

from questionnaire.apart.weighing import LEAN, Weight, weigh
from questionnaire.bank.queries import edition_by_id
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth
from questionnaire.scoring.sheet import Answer
from tests.factories import make_shipped_edition

pytestmark = pytest.mark.django_db


@pytest.fixture
def rubric() -> Rubric:
    return edition_by_id(make_shipped_edition().pk).rubric


def test_an_answer_that_decides_the_path_says_which_leads_with_each(rubric: Rubric) -> None:
    found = weigh(
        rubric, {}, "funding-route", [Answer(value="closed"), Answer(value="open-weights")]
    )
    cards = [
        score(rubric, {"funding-route": Answer(value=one)}, Depth.LIVE)
        for one in ("closed", "open-weights")
    ]
    assert found.leads == tuple(card.recommendation.path or "" for card in cards)
    assert found.turns


def test_what_the_base_says_to_the_question_itself_does_not_count(rubric: Rubric) -> None:
    sides = [Answer(value="closed"), Answer(value="undecided")]
    base = {"funding-route": Answer(value="open-weights")}
    assert weigh(rubric, base, "funding-route", sides) == weigh(rubric, {}, "funding-route", sides)


def test_the_number_that_differs_most_is_told_with_its_values(rubric: Rubric) -> None:
    base = {"funding-route": Answer(value="closed")}
    sides = [Answer(value=3.0), Answer(value=30.0)]
    found = weigh(rubric, base, "funding-runway", sides)
    assert found.number is not None
    assert len(found.values) == 2
    assert found.size > 0


def test_an_unscored_difference_moves_nothing(rubric: Rubric) -> None:
    text = next(one.key for one in rubric.questions if one.kind == "text")
    found = weigh(rubric, {}, text, [Answer(value="one"), Answer(value="two")])
    assert (found.number, found.size, found.turns) == (None, 0.0, False)


def test_what_decides_the_path_comes_before_what_moves_most() -> None:
    turns = Weight(("a", "b"), None, (), 1.0)
    far = Weight(("a", "a"), (LEAN, ""), (0.0, 80.0), 40.0)
    near = Weight(("", "b"), (LEAN, ""), (0.0, 20.0), 10.0)
    assert sorted([near, far, turns], key=lambda one: one.rank) == [turns, far, near]
