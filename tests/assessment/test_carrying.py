"""Every stored answer is carried or listed; nothing is lost, converted or guessed."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.assessment.carrying import Carrying, Fit, carry
from questionnaire.bank.content import Content, Question
from questionnaire.bank.localising import localise
from questionnaire.bank.wording import LocalEdition
from questionnaire.vocabulary import Kind
from tests.assessment.revisions import ANSWERS, CARRIED, EARLIER, LATER, LISTED
from tests.bank.banks import shipped


def read(content: Content) -> LocalEdition:
    return localise(content.document(), "en")


WAS, NOW, SHIPPED = read(EARLIER), read(LATER), read(shipped())
STORED = {key: one["value"] for key, one in ANSWERS.items()}


def fit_of(key: str, value: Any) -> Fit:
    return carry(WAS, NOW, {key: value}).fits[key]


def test_each_answer_fits_or_says_why_not() -> None:
    assert carry(WAS, NOW, STORED) == Carrying({
        "route": Fit.FITS, "base": Fit.FITS, "runway": Fit.FITS, "extras": Fit.FITS,
        "licence": Fit.OPTION, "forms": Fit.ALONE, "stance": Fit.KIND, "team": Fit.UNIT,
        "price": Fit.RANGE, "story": Fit.FITS, "plain": Fit.FITS, "leaves": Fit.GONE,
    })  # fmt: skip
    assert sorted(carry(WAS, NOW, STORED).carried) == list(CARRIED)
    assert sorted(carry(WAS, NOW, STORED).listed) == list(LISTED)


@pytest.mark.parametrize(
    ("key", "value", "fit"),
    [
        ("stance", {"unknown": True}, Fit.FITS),
        ("stance", None, Fit.FITS),
        ("stance", {"other": "Perhaps"}, Fit.KIND),
        ("licence", {"value": "mit"}, Fit.FITS),
        ("licence", {"raw": "-other"}, Fit.FITS),
        ("forms", {"value": ["talk", "code"]}, Fit.FITS),
        ("forms", {"value": ["hush"]}, Fit.FITS),
        ("price", {"value": 10}, Fit.FITS),
        ("price", {"value": 10.5}, Fit.RANGE),
        ("price", {"value": 9.5}, Fit.RANGE),
        ("price", {"raw": "a lot"}, Fit.FITS),
        ("leaves", {"unknown": True}, Fit.GONE),
        ("never-asked", {"value": "x"}, Fit.GONE),
    ],
)
def test_the_rule_at_its_edges(key: str, value: Any, fit: Fit) -> None:
    assert fit_of(key, value) is fit


# ---------------------------------------------------------------- whatever was answered


def values(question: Question) -> st.SearchStrategy[Any]:
    """Whatever can be stored as an answer to a question."""
    keys = [one.key for one in question.options]
    own = st.just(None) | st.just({"unknown": True})
    if question.kind is Kind.TEXT:
        return own | st.builds(lambda text: {"value": text}, st.text(min_size=1))
    if question.kind is Kind.NUMBER and question.number is not None:
        low, high = math.ceil(question.number.minimum), int(question.number.maximum)
        number = st.builds(lambda value: {"value": value}, st.integers(low, high))
        return own | number | st.just({"raw": "soon"})
    other = st.builds(lambda text: {"other": text}, st.text(min_size=1)) | st.just(
        {"raw": "-other"}
    )
    if question.kind is not Kind.MULTIPLE:
        return own | other | st.builds(lambda key: {"value": key}, st.sampled_from(keys))
    many = [one.key for one in question.options if not one.exclusive]
    alone = [[one.key] for one in question.options if one.exclusive]
    ticked = st.lists(st.sampled_from(many), min_size=1, unique=True)
    ticked = ticked | st.sampled_from(alone) if alone else ticked
    return own | other | st.builds(lambda value: {"value": value}, ticked)


def sheets(content: Content) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to any of an edition's questions."""
    asked = {one.key: values(one) for category in content.categories for one in category.questions}
    return st.fixed_dictionaries({}, optional=asked)


@st.composite
def revisions(draw: st.DrawFn) -> Content:
    """The shipped edition with questions and options taken out, moved, retyped and narrowed."""
    whole = shipped().model_dump(mode="json", by_alias=True)
    for category in whole["categories"]:
        kept = [one for one in category["questions"] if draw(st.integers(0, 9))]
        category["questions"] = draw(st.permutations(kept)) if draw(st.booleans()) else kept
        for question in category["questions"]:
            if len(question["options"]) > 2 and not draw(st.integers(0, 3)):
                del question["options"][draw(st.integers(0, len(question["options"]) - 1))]
            if question["kind"] in ("single", "scale") and not draw(st.integers(0, 9)):
                question["kind"] = "multiple"
                question["options"] = [one | {"not_known": False} for one in question["options"]]
            if question["number"] and draw(st.booleans()):
                question["number"]["maximum"] /= 2
    return Content.model_validate(whole)


@given(stored=sheets(shipped()), revised=revisions())
@settings(max_examples=30)
def test_every_answer_is_carried_or_listed_and_none_is_lost(
    stored: dict[str, Any], revised: Content
) -> None:
    found = carry(SHIPPED, read(revised), stored)
    assert set(found.carried) | set(found.listed) == set(stored)
    assert set(found.carried) & set(found.listed) == set()
    assert len(found.carried) + len(found.listed) == len(stored)


@given(stored=sheets(shipped()))
@settings(max_examples=30)
def test_to_the_same_content_everything_is_carried(stored: dict[str, Any]) -> None:
    assert set(carry(SHIPPED, SHIPPED, stored).carried) == set(stored)


@given(stored=sheets(shipped()), revised=revisions())
@settings(max_examples=30)
def test_what_is_carried_forth_is_carried_back_as_the_same_answers(
    stored: dict[str, Any], revised: Content
) -> None:
    there = {key: stored[key] for key in carry(SHIPPED, read(revised), stored).carried}
    back = {key: there[key] for key in carry(read(revised), SHIPPED, there).carried}
    assert back == there
