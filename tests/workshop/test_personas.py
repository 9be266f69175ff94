"""The persona run: what comes out otherwise comes first, with what decides it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.bank.content import Expectation
from questionnaire.bank.models import Edition, Persona, Question
from questionnaire.bank.records import Edit
from tests.bank.banks import shipped, small
from tests.factories import make_draft, make_edition, make_editor
from tests.workshop.sent import set_option

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def run(editor: Client, edition: Edition) -> Any:
    return editor.get(reverse("admin:questionnaire_edition_personas", args=[edition.pk]))


def test_all_24_personas_of_the_shipped_bank_come_out_as_expected(editor: Client) -> None:
    page = run(editor, make_draft(shipped()))
    assert (page.context["differing"], len(page.context["expected"])) == ([], 24)


def test_differences_come_first_with_what_decides_them(editor: Client) -> None:
    draft = make_draft(small())
    set_option(draft, "open", lean=-2.0)
    page = run(editor, draft)
    [row] = page.context["differing"]
    assert (row.link.key, row.expected, row.path, row.path_differs) == ("bob", "Free", "Shut", True)
    route = Question.objects.get(category__edition=draft, key="route")
    where = reverse("admin:questionnaire_question_change", args=[route.pk])
    assert (row.decides[0].of, row.decides[0].link.key, row.decides[0].link.address) == (
        "Lead", "route", where,
    )  # fmt: skip
    assert [one.link.key for one in page.context["expected"]] == ["ada"]


def test_a_band_that_differs_is_marked_and_says_what_gave_and_took_points(editor: Client) -> None:
    content = small()
    ada, bob = content.personas
    expect = ada.expect.model_copy(update={"bands": {"funding": "weak"}})
    changed = (ada.model_copy(update={"expect": expect}), bob)
    page = run(editor, make_draft(content.model_copy(update={"personas": changed})))
    [row] = page.context["differing"]
    assert [(one.posture, one.expected, one.actual, one.differs) for one in row.bands] == [
        ("Funding", "weak", "firm", True), ("Community", "-", "firm", False),
        ("Safety", "-", "firm", False),
    ]  # fmt: skip
    told = [(one.of, one.link.key, one.points) for one in row.decides if one.of == "Funding"]
    assert told == [
        ("Funding", "base", "+50.0"), ("Funding", "runway", "+50.0"), ("Funding", "base", "0.0"),
    ]  # fmt: skip


def test_what_prevents_scoring_is_shown_instead(editor: Client) -> None:
    draft = make_draft(small())
    Question.objects.filter(category__edition=draft, key="base").delete()
    page = run(editor, draft)
    assert page.templates[0].name == "workshop/findings.html"
    assert "there is no question base" in [one.problem for one in page.context["findings"]]


def test_a_missing_next_step_does_not_prevent_it(editor: Client) -> None:
    draft = make_draft(small())
    set_option(draft, "weak", next=None)
    assert len(run(editor, draft).context["expected"]) == 2


def accept(editor: Client, edition: Edition, persona: str, mark: str) -> Any:
    address = reverse("admin:questionnaire_edition_personas", args=[edition.pk])
    return editor.post(address, {"persona": persona, "mark": mark}, follow=True)


def test_an_outcome_is_accepted_by_name_and_stands_in_the_log(editor: Client) -> None:
    draft = make_draft(small())
    set_option(draft, "open", lean=-2.0)
    [row] = run(editor, draft).context["differing"]
    page = accept(editor, draft, "bob", row.mark)
    assert page.context["differing"] == []
    edit = Edit.objects.get(edition=draft, part="persona")
    assert (edit.part, edit.key, edit.field, edit.before, edit.after) == (
        "persona", "bob", "expect.path", "free", "shut",
    )  # fmt: skip
    assert "expected to come out like that from now on" in page.content.decode()


def test_what_is_still_expected_stays_and_what_no_longer_holds_goes(editor: Client) -> None:
    content = small()
    ada, bob = content.personas
    expect = Expectation.model_validate(
        {"path": "shut", "bands": {"funding": "weak"}, "tensions": ["open-but-weak"]}
    )
    changed = (ada.model_copy(update={"expect": expect}), bob)
    draft = make_draft(content.model_copy(update={"personas": changed}))
    [row] = run(editor, draft).context["differing"]
    accept(editor, draft, "ada", row.mark)
    assert Persona.objects.get(edition=draft, key="ada").expect == {
        "path": "shut", "close": None, "bands": {"funding": "firm"}, "tensions": [], "actions": [],
    }  # fmt: skip


@pytest.mark.parametrize("mark", ["", "0" * 16])
def test_an_outcome_that_was_not_shown_is_not_accepted(editor: Client, mark: str) -> None:
    draft = make_draft(small())
    set_option(draft, "open", lean=-2.0)
    page = accept(editor, draft, "bob", mark)
    assert [row.link.key for row in page.context["differing"]] == ["bob"]
    assert "The draft was changed meanwhile" in page.content.decode()
    assert not Edit.objects.filter(part="persona").exists()


def test_a_draft_that_moved_on_asks_to_look_again(editor: Client) -> None:
    draft = make_draft(small())
    set_option(draft, "open", lean=-2.0)
    [row] = run(editor, draft).context["differing"]
    set_option(draft, "open", lean=2.0)
    page = accept(editor, draft, "bob", row.mark)
    assert "The draft was changed meanwhile" in page.content.decode()
    assert not Edit.objects.filter(part="persona").exists()


def test_what_is_published_offers_no_button_and_takes_no_outcome(editor: Client) -> None:
    edition = make_edition(small())
    assert b"Accept the outcome" not in run(editor, edition).content
    assert accept(editor, edition, "bob", "x").status_code == 200
    assert not Edit.objects.filter(part="persona").exists()
