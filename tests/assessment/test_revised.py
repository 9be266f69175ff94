"""One reason a question, as the reader of a language sees it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from questionnaire.assessment.revised import Reason, Revised, revised
from questionnaire.bank.content import Content
from questionnaire.bank.difference import difference
from tests.assessment.revisions import EARLIER, LATER
from tests.bank.banks import changed, choice, en, option, q, raw, small


def told(after: Content, language: str = "en") -> Revised:
    return revised(difference(small(), after), language)


def test_the_revised_edition_says_why_for_each_question() -> None:
    found = revised(difference(EARLIER, LATER), "en")
    assert found.reasons == {
        "route": Reason.WORDING, "base": Reason.RULES, "runway": Reason.REWEIGHED,
        "licence": Reason.CHOICES, "forms": Reason.CHOICES, "stance": Reason.KIND,
        "team": Reason.WORDING, "price": Reason.CHOICES, "leaves": Reason.GONE,
        "fresh": Reason.NEW,
    }  # fmt: skip
    assert found.reason("story") is Reason.SAME
    assert found.rules


def test_nothing_changes_between_an_edition_and_itself() -> None:
    assert told(small(key="small-9")) == Revised({}, False)


QUESTION = "categories.0.questions"


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (f"{QUESTION}.1.why", en("Because."), Reason.WORDING),
        (f"{QUESTION}.1.help", en("See there."), Reason.WORDING),
        (f"{QUESTION}.1.options.0.text", en("Weaker"), Reason.WORDING),
        (f"{QUESTION}.1.options.0.next", en("Get much better."), Reason.WORDING),
        (f"{QUESTION}.1.weight", {"safety": 2}, Reason.RULES),
        (f"{QUESTION}.1.options.0.pull", {"shut": -3}, Reason.RULES),
        (f"{QUESTION}.1.options.2", option("middle"), Reason.CHOICES),
        (f"{QUESTION}.1.facts", [], Reason.SAME),
        (f"{QUESTION}.0.lean_core", False, Reason.RULES),
        (f"{QUESTION}.3.show_when", q("route", "answered", True), Reason.ASKED),
        (f"{QUESTION}.3.options.1.exclusive", False, Reason.CHOICES),
    ],
)
def test_one_change_has_its_reason(place: str, value: Any, reason: Reason) -> None:
    [found] = told(changed(place, value)).reasons.values()
    assert found is reason
    assert not told(changed(place, value)).rules


def test_a_translation_is_no_change_for_those_who_do_not_read_it() -> None:
    after = changed(f"{QUESTION}.1.ask", {"en": "base?", "de": "Basis?"})
    assert told(after, "en").reason("base") is Reason.SAME
    assert told(after, "de").reason("base") is Reason.WORDING


def test_a_new_order_is_no_change_and_another_category_is_one() -> None:
    asked = raw()["categories"][0]["questions"]
    assert told(changed(QUESTION, asked[::-1])).reason("runway") is Reason.SAME
    whole = copy.deepcopy(raw())
    other = {"key": "team", "name": en("Team"), "summary": en("People."), "questions": asked[2:3]}
    whole["categories"] = [{**whole["categories"][0], "questions": asked[:2] + asked[3:]}, other]
    assert told(Content.model_validate(whole)).reasons == {"runway": Reason.PLACE}


@pytest.mark.parametrize(
    ("place", "value", "rules"),
    [
        ("paths.0.name", en("Other"), False),
        ("paths.0.position", -90, True),
        ("paths.0.requirements.0.text", en("It suits."), False),
        ("paths.0.requirements.0.kind", "must", True),
        ("tensions.0.why", en("It hurts."), False),
        ("tensions.0.severity", "medium", True),
        ("tensions.0", None, True),
        ("facts.0.text", en("It was so."), False),
        ("actions.0.text", en("Train"), False),
        ("compute.mfu", [0.2, 0.4, 0.55], True),
        ("categories.0.name", en("Money"), False),
    ],
)
def test_whether_rules_beyond_single_questions_changed(place: str, value: Any, rules: bool) -> None:
    assert told(changed(place, value)) == Revised({}, rules)


def test_a_new_question_is_told_once() -> None:
    new = choice("licence", option("mit"), option("own"), unscored="A plan.")
    assert told(changed(f"{QUESTION}.4", new)).reasons == {"licence": Reason.NEW}
