"""Who changed what in the bank: written with the change itself, never changed after."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from questionnaire.bank.actions import load_edition, open_draft, publish, retire
from questionnaire.bank.models import Category, Edition, Fact, Option, Question
from questionnaire.bank.recording import recording
from questionnaire.bank.records import Edit
from questionnaire.people.models import User
from tests.bank.banks import changed, en, small
from tests.factories import NOW, make_draft, make_edition, make_editor
from tests.workshop.test_editions import change_url, form_of

pytestmark = pytest.mark.django_db
KEPT = "a recorded edit never changes; it is kept as it was written"


@pytest.fixture
def ada() -> User:
    return make_editor(email="ada@example.org")


@pytest.fixture
def editor(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def edits(**where: Any) -> list[tuple[Any, ...]]:
    """What was recorded, in the order of recording, without how editions came."""
    found = Edit.objects.filter(**where).exclude(field="status").order_by("pk")
    return list(found.values_list("part", "key", "field", "before", "after"))


def save(editor: Client, row: Any, **change: str) -> Any:
    return editor.post(change_url(row), form_of(editor.get(change_url(row))) | change)


def test_each_value_is_told_by_itself_with_who_and_where(editor: Client, ada: User) -> None:
    draft = make_draft(small())
    base = Question.objects.get(category__edition=draft, key="base")
    save(editor, base, ask_en="How strong?", ask_es="¿Cuán fuerte?", weight='{"funding": 2}')
    assert edits() == [
        ("question", "base", "ask.en", "base?", "How strong?"),
        ("question", "base", "ask.es", None, "¿Cuán fuerte?"),
        ("question", "base", "weight.funding", None, 2),
    ]
    told = Edit.objects.exclude(field="status")
    assert set(told.values_list("edition", "edition_key", "by")) == {(draft.pk, "small-1", ada.pk)}


def test_an_option_changed_on_its_questions_page_is_told_too(editor: Client) -> None:
    draft = make_draft(small())
    base = Question.objects.get(category__edition=draft, key="base")
    save(editor, base, **{"option_rows-0-funding": "3"})
    assert edits() == [("option", "base.weak", "funding", 0, 3)]


def test_saving_unchanged_and_saving_refused_record_nothing(editor: Client) -> None:
    draft = make_draft(small())
    base = Question.objects.get(category__edition=draft, key="base")
    save(editor, base)
    save(editor, base, ask_en="<b>Bold</b>")
    save(editor, Edition.objects.get())
    assert edits() == []


def test_a_row_that_comes_and_one_that_goes_are_told_whole(editor: Client) -> None:
    draft = make_draft(small())
    values = {"edition": draft.pk, "key": "D2.1", "place": "1", "text_en": "New.", "source": "Us"}
    assert editor.post(reverse("admin:questionnaire_fact_add"), values).status_code == 302
    fact = Fact.objects.get(key="D2.1")
    address = reverse("admin:questionnaire_fact_delete", args=[fact.pk])
    assert editor.post(address, {"post": "yes"}).status_code == 302
    whole = {"text": en("New."), "source": "Us", "place": 1}
    assert edits() == [
        ("fact", "D2.1", "", None, whole), ("fact", "D2.1", "", whole, None),
    ]  # fmt: skip


def test_rows_deleted_together_are_told_with_what_they_held(editor: Client) -> None:
    draft = make_draft(small())
    chosen = Question.objects.filter(category__edition=draft, key__in=["base", "extras"])
    ids = [str(pk) for pk in chosen.values_list("pk", flat=True)]
    data = {"action": "delete_selected", "_selected_action": ids, "post": "yes"}
    editor.post(reverse("admin:questionnaire_question_changelist"), data)
    assert sorted((part, key) for part, key, field, _, after in edits() if after is None) == [
        ("option", "base.strong"), ("option", "base.weak"), ("option", "extras.docs"),
        ("option", "extras.none"), ("question", "base"), ("question", "extras"),
    ]  # fmt: skip


def test_the_draft_itself_renamed_is_told(editor: Client) -> None:
    draft = make_draft(small())
    save(editor, draft, key="small-9", title_en="Another title")
    assert edits() == [
        ("edition", "", "key", "small-1", "small-9"),
        ("edition", "", "title.en", "Small edition", "Another title"),
    ]


def test_the_life_of_an_edition_is_told() -> None:
    one = make_editor()
    base = make_edition(small())
    draft = open_draft(from_edition=base, key="small-2", at=NOW, by=one)
    publish(edition=draft, note={"en": "New."}, at=NOW, by=one, prove=False)
    retire(edition=draft, at=NOW, by=one)
    retire(edition=draft, at=NOW, by=one)
    told = Edit.objects.order_by("pk").values_list("edition_key", "by", "field", "before", "after")
    assert list(told) == [
        ("small-1", None, "status", None, "draft"),
        ("small-1", None, "status", "draft", "published"),
        ("small-2", one.pk, "status", None, "draft"),
        ("small-2", one.pk, "status", "draft", "published"),
        ("small-2", one.pk, "status", "published", "retired"),
    ]  # fmt: skip


def test_other_personas_loaded_by_an_operator_are_told() -> None:
    make_edition(small())
    load_edition(content=changed("personas.0.venture", "Another Ada"), at=NOW)
    assert edits(by=None) == [("persona", "ada", "venture", "Ada Models", "Another Ada")]


def test_a_deleted_draft_leaves_its_record(editor: Client, ada: User) -> None:
    draft = make_draft(small())
    address = reverse("admin:questionnaire_edition_delete", args=[draft.pk])
    assert editor.post(address, {"post": "yes"}).status_code == 302
    told = Edit.objects.order_by("pk").values_list(
        "edition", "edition_key", "by", "before", "after"
    )
    assert (Edition.objects.count(), list(told)) == (
        0, [(None, "small-1", None, None, "draft"), (None, "small-1", ada.pk, "draft", None)],
    )  # fmt: skip


def test_a_recorded_edit_never_changes_and_never_goes() -> None:
    make_draft(small())
    for attempt in (
        lambda: Edit.objects.update(after="other"),
        lambda: Edit.objects.all().delete(),
        lambda: Edit.objects.update(by=make_editor()),
    ):
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            attempt()
        assert str(caught.value).splitlines()[0] == KEPT


def test_a_person_may_be_forgotten(editor: Client, ada: User) -> None:
    save(editor, Category.objects.get(edition=make_draft(small())), name_en="Money")
    ada.delete()
    assert list(Edit.objects.filter(part="category").values_list("by", "after")) == [
        (None, "Money")
    ]


def test_a_row_of_an_edition_published_meanwhile_is_not_saved(editor: Client) -> None:
    draft = make_draft(small())
    option = Option.objects.get(question__category__edition=draft, key="weak")
    form = form_of(editor.get(change_url(option.question)))
    publish(edition=draft, note={"en": "Now."}, at=NOW, prove=False)
    assert editor.post(change_url(option.question), form | {"ask_en": "?"}).status_code == 403


# ---------------------------------------------------------------- the page


def page(editor: Client, edition: Edition | None = None, **query: str) -> list[tuple[str, ...]]:
    name = "edition_log" if edition else "edition_logs"
    address = reverse(f"admin:questionnaire_{name}", args=[edition.pk] if edition else [])
    lines = editor.get(address, query).context["lines"]
    return [(one.by, one.edition, one.what, one.field) for one in lines]


def test_the_page_finds_by_key_and_by_person(editor: Client, ada: User) -> None:
    draft, other = make_draft(small()), make_draft(small(key="other-1"))
    bob, second = make_editor(email="bob@example.org"), Client()
    second.force_login(bob)
    questions = Question.objects.filter(category__edition=draft)
    save(editor, questions.get(key="base"), ask_en="How strong?")
    save(second, questions.get(key="route"), ask_en="Which way?")
    of_ada = ("ada@example.org", "small-1", "question base", "ask.en")
    of_bob = ("bob@example.org", "small-1", "question route", "ask.en")
    nobody = "operator, or somebody who is gone"
    came = (nobody, "small-1", "edition", "status")
    assert page(editor, draft) == [of_bob, of_ada, came]
    assert page(editor, draft, key="bas") == [of_ada]
    assert page(editor, draft, by=str(bob.pk)) == [of_bob]
    assert page(editor, draft, by=str(ada.pk), key="route") == []
    assert page(editor, other) == [(nobody, "other-1", "edition", "status")]
    assert len(page(editor)) == 4


def test_true_for_one_is_told_for_it_is_another_value(editor: Client) -> None:
    draft = make_draft(small())
    with recording(draft, by=None, at=NOW):
        Question.objects.filter(category__edition=draft, key="base").update(weight={"funding": 1})
    with recording(draft, by=None, at=NOW):
        Question.objects.filter(category__edition=draft, key="base").update(
            weight={"funding": True}
        )
    assert edits()[-1] == ("question", "base", "weight.funding", 1, True)
    assert edits()[-1][4] is True
