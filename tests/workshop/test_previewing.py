"""A draft as founders would see it: follow-ups come, other languages too, and nothing is stored."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.assessment.models import Answer, Assessment
from questionnaire.bank.models import Edition, Question
from questionnaire.people.models import Venture
from tests.bank.banks import small
from tests.factories import make_draft, make_edition, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def where(edition: Edition, language: str = "en", category: str = "funding") -> str:
    return reverse("desk-preview", args=[edition.pk, language, category])


def asked(page: Any) -> list[str]:
    return [slot.key for slot in page.context["page"].slots if slot.card]


def test_what_was_chosen_brings_its_follow_ups_and_is_stored_nowhere(editor: Client) -> None:
    draft = make_draft(small())
    first = editor.get(where(draft))
    again = editor.post(where(draft), {"route": "open"})
    assert "extras" not in asked(first)
    assert "extras" in asked(again)
    assert "Preview, nothing is saved." in again.content.decode()
    kept = (Venture, Assessment, Answer)
    assert [model._default_manager.count() for model in kept] == [0, 0, 0]


def test_with_htmx_only_what_changed_comes(editor: Client) -> None:
    draft = make_draft(small())
    shown = asked(editor.get(where(draft)))
    page = editor.post(
        where(draft), {"route": "open", "shown": shown}, headers={"HX-Request": "true"}
    )
    text = page.content.decode()
    assert ("<html" in text, 'id="slot-extras"' in text) == (False, True)


def test_every_language_is_shown_and_what_is_not_translated_is_marked(editor: Client) -> None:
    draft = make_draft(small(languages=["en", "es"]))
    question = Question.objects.get(category__edition=draft, key="base")
    question.ask = {**question.ask, "es": "¿Qué base?"}
    question.save()
    text = editor.get(where(draft, "es")).content.decode()
    assert "¿Qué base?" in text
    assert 'lang="en"' in text
    assert editor.get(where(draft, "de")).status_code == 404
    assert editor.get(where(draft, "es", "nothing")).status_code == 404


def test_a_question_that_is_not_asked_yet_says_when_it_is(editor: Client) -> None:
    draft = make_draft(small())
    page = editor.get(where(draft), {"question": "extras"})
    assert page.context["asked_when"] == "Met when “route?” is “Open”."


def test_what_cannot_be_read_stays_in_the_page_with_its_problem(editor: Client) -> None:
    draft = make_draft(small())
    page = editor.post(where(draft), {"runway": "a year"})
    assert [one.question for one in page.context["page"].problems] == []
    assert 'value="a year"' in page.content.decode()


def test_a_draft_whose_parts_do_not_fit_says_what_to_mend(editor: Client) -> None:
    draft = make_draft(small())
    question = Question.objects.get(category__edition=draft, key="extras")
    question.show_when = {"q": "rout", "op": "in", "value": ["open"]}
    question.save()
    page = editor.get(where(draft))
    [group] = page.context["groups"]
    assert [one.words for one in group.found] == ["question extras: show when"]


def test_a_published_edition_is_previewed_too_and_the_start_leads_to_its_first_category(
    editor: Client,
) -> None:
    edition = make_edition(small())
    assert editor.get(reverse("desk-preview-start", args=[edition.pk, "en"])).url == where(edition)
    assert editor.get(where(edition)).status_code == 200
