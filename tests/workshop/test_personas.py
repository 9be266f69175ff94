"""The persona run: what comes out otherwise comes first, with what decides it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.bank.models import Edition, Question
from tests.bank.banks import shipped, small
from tests.factories import make_draft, make_editor
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
