"""Two editors at one page: nothing that either typed is lost, and nobody overwrites unasked."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.bank.models import (
    Action,
    Category,
    Edition,
    Fact,
    Milestone,
    Option,
    Path,
    Persona,
    Question,
    ReversalLine,
    Tension,
)  # fmt: skip
from questionnaire.workshop.forms import SHOWN
from questionnaire.workshop.merging import Merged, merge
from tests.bank.banks import shipped, small
from tests.factories import make_draft, make_editor
from tests.workshop.test_editions import change_url, faults, form_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def opened(client: Client, row: Any) -> dict[str, str]:
    """The page's form with what it carries along, as a browser has it."""
    page = client.get(change_url(row))
    found = re.search(rf'name="{SHOWN}" value="([^"]*)"', page.content.decode())
    assert found is not None
    return form_of(page) | {SHOWN: unescape(found[1])}


def base(draft: Edition) -> Question:
    return Question.objects.get(category__edition=draft, key="base")


# ---------------------------------------------------------------- merging


@given(VALUES, VALUES)
def test_whoever_typed_alone_is_heard(shown: Any, written: Any) -> None:
    plain = lambda value: None if value in ("", {}) else value  # noqa: E731
    assert plain(merge(shown, written, shown).value) == plain(written)
    assert plain(merge(shown, shown, written).value) == plain(written)
    assert not merge(shown, written, shown).conflict
    assert not merge(shown, shown, written).conflict
    assert not merge(shown, written, written).conflict


@pytest.mark.parametrize(("shown", "typed", "stands", "merged"), [
    ({"en": "a", "de": "b"}, {"en": "x", "de": "b"}, {"en": "a", "de": "y"},
     Merged({"en": "x", "de": "y"}, False)),
    ({"en": "a"}, {"en": "x"}, {"en": "y"}, Merged({"en": "x"}, True)),
    ({"en": "a", "de": "b"}, {"en": "a"}, {"en": "c", "de": "b"}, Merged({"en": "c"}, False)),
    (None, {"en": "x"}, {"de": "y"}, Merged({"de": "y", "en": "x"}, False)),
    (1, 2, 3, Merged(2, True)),
    ([1], [1, 2], [1, 3], Merged([1, 2], True)),
])  # fmt: skip
def test_two_who_wrote(shown: Any, typed: Any, stands: Any, merged: Merged) -> None:
    assert merge(shown, typed, stands) == merged


# ---------------------------------------------------------------- pages


@pytest.mark.django_db
def test_what_another_tab_saved_stays_beside_what_this_one_typed(editor: Client) -> None:
    row = base(make_draft(small()))
    mine, theirs = opened(editor, row), opened(editor, row)
    theirs |= {"ask_en": "Theirs?", "option_rows-0-text_en": "Their option", "place": "7"}
    assert faults(editor.post(change_url(row), theirs)) == []
    answer = editor.post(change_url(row), mine | {"ask_es": "¿Mía?"})
    assert faults(answer) == []
    row.refresh_from_db()
    assert (row.ask, row.place) == ({"en": "Theirs?", "es": "¿Mía?"}, 7)
    assert row.option_rows.order_by("place")[0].text["en"] == "Their option"


@pytest.mark.django_db
def test_where_both_wrote_the_second_is_asked_and_may_insist(editor: Client) -> None:
    row = base(make_draft(small()))
    mine, theirs = opened(editor, row), opened(editor, row)
    assert faults(editor.post(change_url(row), theirs | {"ask_en": "Theirs?"})) == []
    answer = editor.post(change_url(row), mine | {"ask_en": "Mine?"})
    assert "Somebody else changed this meanwhile. It says now: en: Theirs?" in unescape(
        answer.content.decode()
    )
    row.refresh_from_db()
    assert row.ask["en"] == "Theirs?"
    found = re.search(rf'name="{SHOWN}" value="([^"]*)"', answer.content.decode())
    assert found is not None
    again = form_of(answer) | {SHOWN: unescape(found[1])}
    assert again["ask_en"] == "Mine?"
    assert faults(editor.post(change_url(row), again)) == []
    row.refresh_from_db()
    assert row.ask["en"] == "Mine?"


@pytest.mark.django_db
def test_an_option_that_went_meanwhile_does_not_keep_the_rest_from_being_saved(
    editor: Client,
) -> None:
    row = base(make_draft(small()))
    weak = row.option_rows.get(key="weak")
    mine = opened(editor, row)
    weak.delete()
    assert faults(editor.post(change_url(row), mine | {"ask_en": "Saved?"})) == []
    row.refresh_from_db()
    assert row.ask["en"] == "Saved?"
    assert list(row.option_rows.values_list("key", flat=True)) == ["strong"]


@pytest.mark.django_db
def test_an_option_that_went_while_somebody_typed_in_it_comes_back_when_they_insist(
    editor: Client,
) -> None:
    row = base(make_draft(small()))
    weak = row.option_rows.get(key="weak")
    mine = opened(editor, row)
    place = next(
        name[:-3] for name, value in mine.items() if value == str(weak.pk) and name[-3:] == "-id"
    )
    weak.delete()
    answer = editor.post(change_url(row), mine | {f"{place}-text_en": "Kept"})
    assert "Deleted meanwhile by somebody else: weak." in answer.content.decode()
    assert not row.option_rows.filter(key="weak").exists()
    assert faults(editor.post(change_url(row), form_of(answer))) == []
    assert row.option_rows.get(key="weak").text["en"] == "Kept"


@pytest.mark.django_db
def test_what_was_typed_about_a_row_that_went_is_shown(editor: Client) -> None:
    row = base(make_draft(small()))
    mine, address = opened(editor, row), change_url(row)
    row.delete()
    answer = editor.post(address, mine | {"ask_en": "All this work <b>"})
    assert answer.status_code == 409
    assert "All this work &lt;b&gt;" in answer.content.decode()


@pytest.mark.django_db
def test_a_key_that_is_taken_is_said_at_its_field(editor: Client) -> None:
    make_draft(shipped())
    for kind in (
        Question, Category, Path, Tension, Action, Milestone, Fact, Persona, ReversalLine,
    ):  # fmt: skip
        holder = "category" if kind is Question else "edition"
        mine = kind.objects.order_by("pk")[0]
        other = kind.objects.filter(**{holder: getattr(mine, holder)}).exclude(pk=mine.pk)[0]
        answer = editor.post(change_url(mine), opened(editor, mine) | {"key": other.key})
        errors = answer.context["adminform"].form.errors
        assert errors["key"] == ["Another one here has this key already."], kind


@pytest.mark.django_db
def test_points_out_of_bounds_are_said_at_their_field(editor: Client) -> None:
    row = base(make_draft(small()))
    answer = editor.post(change_url(row), opened(editor, row) | {"option_rows-0-funding": "9"})
    errors = answer.context["inline_admin_formsets"][0].formset.forms[0].errors
    assert errors == {"funding": ["Ensure this value is less than or equal to 4."]}


@pytest.mark.django_db
def test_a_question_is_added_with_its_options_at_the_end_of_its_category(editor: Client) -> None:
    draft = make_draft(small())
    make_draft(small(key="small-2"))
    address = reverse("admin:questionnaire_question_add")
    page = editor.get(address)
    category = base(draft).category
    offered = dict(page.context["adminform"].form.fields["category"].choices)
    assert {str(words) for words in offered.values()} >= {f"{draft.key}: {category}"}
    last = max(category.question_rows.values_list("place", flat=True))
    data = form_of(page) | {
        "category": str(category.pk), "key": "added", "kind": "single", "place": "",
        "ask_en": "New?", "why_en": "Because.", "option_rows-TOTAL_FORMS": "2",
    }  # fmt: skip
    for place, key in enumerate(("yes", "no")):
        data |= {f"option_rows-{place}-key": key, f"option_rows-{place}-text_en": key,
                 f"option_rows-{place}-place": "", f"option_rows-{place}-lean": "0"}  # fmt: skip
    answer = editor.post(address, data)
    assert faults(answer) == []
    added = Question.objects.get(key="added")
    assert added.place == last + 1
    options = Option.objects.filter(question=added).order_by("place")
    assert list(options.values_list("key", "place")) == [("yes", 0), ("no", 1)]


def test_a_doctest_of_merging_holds() -> None:
    import doctest

    from questionnaire.workshop import merging

    assert doctest.testmod(merging).failed == 0
