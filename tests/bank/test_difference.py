"""Every change between two editions is named by part and key, and nothing else is."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionnaire.bank.content import Content
from questionnaire.bank.difference import Change, Place, difference
from questionnaire.bank.texts import places
from tests.bank.banks import changed, choice, en, option, raw, shipped, small

Raw = dict[str, Any]


def told(before: Content, after: Content) -> list[tuple[str, str, Any, Any]]:
    return [(one.what, one.address, one.before, one.after) for one in difference(before, after)]


def turned(change: Change) -> Change:
    """The same change seen from the other side."""
    what = {"added": "removed", "removed": "added"}.get(change.what, change.what)
    return Change(what, change.part, change.key, change.field, change.after, change.before)  # type: ignore[arg-type]


def in_any_order(changes: tuple[Change, ...]) -> list[Change]:
    return sorted(changes, key=lambda one: (one.address, one.what))


# ---------------------------------------------------------------- nothing


@pytest.mark.parametrize("content", [small(), shipped()], ids=["small", "shipped"])
def test_nothing_changes_between_an_edition_and_itself(content: Content) -> None:
    assert difference(content, content) == ()


def test_an_editions_own_key_is_no_change() -> None:
    assert difference(small(), small(key="small-2")) == ()


def test_the_form_of_a_number_is_no_change() -> None:
    assert difference(small(), changed("paths.0.position", -100.0)) == ()


# ---------------------------------------------------------------- one change

ONE = [
    ("title", {"en": "Small edition", "es": "Edición"},
     [("changed", "edition.title.es", None, "Edición")]),
    ("rules", {"route": "route", "opening": ["route"], "coverage": 0, "pull": 0.7,
               "readiness": 0.3},
     [("changed", "edition.rules.pull", 0.6, 0.7),
      ("changed", "edition.rules.readiness", 0.4, 0.3)]),
    ("compute.hardware.0.price", [2, 3, 8],
     [("changed", "edition.compute.hardware.h100.price", [2, 3, 7], [2, 3, 8])]),
    ("compute.hardware.1", {"key": "a1", "name": "A1", "peak": 2, "price": [1, 2, 3]},
     [("changed", "edition.compute.hardware.a1.name", None, "A1"),
      ("changed", "edition.compute.hardware.a1.peak", None, 2),
      ("changed", "edition.compute.hardware.a1.price", None, [1, 2, 3])]),
    ("categories.0.name", en("Money"),
     [("changed", "category.funding.name.en", "Funding", "Money")]),
    ("categories.0.questions.1.weight", {"safety": 2},
     [("changed", "question.base.weight.safety", None, 2)]),
    ("categories.0.questions.1.help", {}, [("changed", "question.base.help", None, {})]),
    ("categories.0.questions.1.facts", [],
     [("changed", "question.base.facts", ["D1.1"], [])]),
    ("categories.0.questions.3.show_when", {"q": "route", "op": "answered", "value": True},
     [("changed", "question.extras.show_when", {"q": "route", "op": "in", "value": ["open"]},
       {"q": "route", "op": "answered", "value": True})]),
    ("categories.0.questions.2.number.steps", [],
     [("changed", "question.runway.number.steps.0.below", 24, None),
      ("changed", "question.runway.number.steps.0.next.en", "Raise money.", None)]),
    ("categories.0.questions.2.number.curves.funding", [[0, 0], [36, 4]],
     [("changed", "question.runway.number.curves.funding", [[0, 0], [24, 4]],
       [[0, 0], [36, 4]])]),
    ("categories.0.questions.1.options.0.points.safety", 1,
     [("changed", "option.base.weak.points.safety", 0, 1)]),
    ("categories.0.questions.1.options.0.points_on", {"open": {"safety": 2}},
     [("changed", "option.base.weak.points_on.open.safety", None, 2)]),
    ("categories.0.questions.1.options.0.pull", {"shut": -3},
     [("changed", "option.base.weak.pull.shut", None, -3)]),
    ("categories.0.questions.1.options.0.next", None,
     [("changed", "option.base.weak.next.en", "Get better.", None)]),
    ("paths.0.first_90_days.2", en("Stop."),
     [("changed", "path.shut.first_90_days.2.en", None, "Stop.")]),
    ("paths.0.requirements.0.kind", "must",
     [("changed", "requirement.shut.fits.kind", "should", "must")]),
    ("paths.1.arguments.0.weight", 3, [("changed", "argument.free.own-words.weight", 1, 3)]),
    ("tensions.0.severity", "medium",
     [("changed", "tension.open-but-weak.severity", "high", "medium")]),
    ("actions.0.lifts", ["base", "route"],
     [("changed", "action.get-strong.lifts", ["base"], ["base", "route"])]),
    ("milestones.0.money", None, [("changed", "milestone.funded.money", [0.5, 1], None)]),
    ("reversal.0.part", "promise",
     [("changed", "reversal.gone.part", "irrevocable", "promise")]),
    ("facts.0.text", en("It was so."),
     [("changed", "fact.D1.1.text.en", "It is so.", "It was so.")]),
    ("personas.0.answers.base", {"unknown": True},
     [("changed", "persona.ada.answers.base.unknown", False, True),
      ("changed", "persona.ada.answers.base.value", "strong", None)]),
    ("tensions.0.key", "open-and-weak",
     [("added", "tension.open-and-weak", None, "Open but weak"),
      ("removed", "tension.open-but-weak", "Open but weak", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "expected"), ONE, ids=[one[0] for one in ONE])
def test_one_change_is_told_by_the_way_to_it(place: str, value: Any, expected: Any) -> None:
    found = [
        (what, address, *(side["name"]["en"] if what in ("added", "removed") and side else side
                          for side in sides))
        for what, address, *sides in told(small(), changed(place, value))
    ]  # fmt: skip
    assert found == expected


def test_a_new_question_is_told_with_its_own_fields_and_its_options_by_themselves() -> None:
    new = choice("licence", option("mit"), option("own"), unscored="A plan.")
    [question, first, second] = difference(small(), changed("categories.0.questions.4", new))
    assert (question.what, question.address) == ("added", "question.licence")
    assert (question.before, question.after["ask"]) == (None, en("licence?"))
    assert "options" not in question.after
    assert [(one.what, one.address) for one in (first, second)] == [
        ("added", "option.licence.mit"), ("added", "option.licence.own"),
    ]  # fmt: skip


def test_a_question_that_goes_to_another_category_moved_with_its_options() -> None:
    whole = raw()
    asked = whole["categories"][0]["questions"]
    other = {"key": "team", "name": en("Team"), "summary": en("People."), "questions": asked[2:3]}
    whole["categories"] = [{**whole["categories"][0], "questions": asked[:2] + asked[3:]}, other]
    found = told(small(), Content.model_validate(whole))
    assert [one[:2] for one in found] == [
        ("added", "category.team"), ("moved", "question.runway"),
    ]  # fmt: skip
    assert found[1][2:] == (Place("funding", 3), Place("team", 1))


def test_only_what_went_past_the_others_moved() -> None:
    asked = raw()["categories"][0]["questions"]
    after = changed("categories.0.questions", [asked[3], *asked[:3]])
    assert told(small(), after) == [
        ("moved", "question.extras", Place("funding", 4), Place("funding", 1))
    ]


def test_the_order_of_hardware_is_told_where_it_changes() -> None:
    two = {"key": "a1", "name": "A1", "peak": 2, "price": [1, 2, 3]}
    before = changed("compute.hardware.1", two)
    hardware = before.model_dump(mode="json", by_alias=True)["compute"]["hardware"]
    after = changed("compute.hardware", hardware[::-1])
    assert told(before, after) == [
        ("changed", "edition.compute.hardware.order", ["h100", "a1"], ["a1", "h100"])
    ]


def test_a_key_that_a_draft_holds_twice_hides_no_change() -> None:
    asked = raw()["categories"][0]["questions"]
    twice = [*asked, {**asked[1], "ask": en("Again?")}]
    before, after = (
        changed("categories.0.questions", [*asked, asked[1]]),
        changed("categories.0.questions", twice),
    )
    assert told(before, after) == [("changed", "question.base (2).ask.en", "base?", "Again?")]


# ---------------------------------------------------------------- any change


def holders(whole: Raw) -> list[tuple[list[Any], str]]:
    """Every list of keyed parts of a plain edition, with its name."""
    found: list[tuple[list[Any], str]] = []
    for name in ("categories", "paths", "tensions", "actions", "milestones", "reversal", "facts"):
        found.append((whole[name], name))
    for category in whole["categories"]:
        found.append((category["questions"], "questions"))
        found += [(one["options"], "options") for one in category["questions"] if one["options"]]
    for path in whole["paths"]:
        found += [(path["requirements"], "requirements"), (path["arguments"], "arguments")]
    return found


SHIPPED: Raw = shipped().model_dump(mode="json", by_alias=True)
TEXTS = [place.address for place in places(copy.deepcopy(SHIPPED))]


def reword(whole: Raw, address: str, language: str) -> None:
    [place] = [one for one in places(whole) if one.address == address]
    place.holder[place.name] = {**place.holder[place.name], language: "Other words."}


@st.composite
def editions(draw: st.DrawFn) -> Content:
    """The shipped edition with some texts changed and some parts moved, renamed or taken out."""
    whole = copy.deepcopy(SHIPPED)
    for address in draw(st.lists(st.sampled_from(TEXTS), max_size=3, unique=True)):
        reword(whole, address, draw(st.sampled_from(["en", "es", "de"])))
    for _ in range(draw(st.integers(0, 3))):
        items, _name = draw(st.sampled_from(holders(whole)))
        if draw(st.booleans()):
            items[:] = draw(st.permutations(items))
        elif len(items) > 2:
            del items[draw(st.integers(0, len(items) - 1))]
    return Content.model_validate(whole)


@given(
    address=st.sampled_from(TEXTS),
    language=st.sampled_from(["en", "es", "de", "fr"]),
)
@settings(max_examples=25)
def test_any_text_that_changes_is_the_one_change_told(address: str, language: str) -> None:
    whole = copy.deepcopy(SHIPPED)
    reword(whole, address, language)
    [(what, found, before, after)] = told(shipped(), Content.model_validate(whole))
    kind, _, rest = address.partition(".")
    wanted = {"unit": f"question.{rest}.number.unit"}.get(kind, address)
    if kind == "step":
        key, tail = rest.split(".", 1)
        wanted = f"question.{key}.number.steps.{tail}"
    assert (what, found, after) == ("changed", f"{wanted}.{language}", "Other words.")
    assert (before is None) == (language == "fr")


@given(before=editions(), after=editions())
@settings(max_examples=15)
def test_the_other_way_round_tells_the_mirrored_changes(before: Content, after: Content) -> None:
    there = difference(before, after)
    back = tuple(turned(one) for one in difference(after, before))
    assert in_any_order(there) == in_any_order(back)
    assert (there == ()) == (before == after)
    assert len({(one.what, one.address) for one in there}) == len(there)


@given(order=st.permutations(range(6)))
@settings(max_examples=60)
def test_no_more_parts_are_said_to_have_moved_than_must(order: list[int]) -> None:
    facts = [{"id": f"D1.{one}", "text": en("So."), "source": "A paper"} for one in range(6)]
    after = small(facts=[facts[place] for place in order])
    moved = {one.key for one in difference(small(facts=facts), after)}
    stays: Callable[[tuple[int, ...]], bool] = lambda run: list(run) == sorted(run)  # noqa: E731
    longest = next(
        size for size in range(6, 0, -1) if any(map(stays, itertools.combinations(order, size)))
    )
    rest = [f"D1.{place}" for place in order if f"D1.{place}" not in moved]
    assert (len(moved), rest) == (6 - longest, sorted(rest))
