"""Conditions built and checked on the desk, without script and with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from questionnaire.bank.models import Edition, Question, Tension
from tests.bank.banks import q, small
from tests.factories import make_draft, make_edition, make_editor, make_user

pytestmark = pytest.mark.django_db
OPEN = q("route", "in", ["open"])


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def question(edition: Edition, key: str = "extras") -> Question:
    return Question.objects.get(category__edition=edition, key=key)


def where(row: Any) -> str:
    return reverse("desk-condition", args=[row._meta.model_name, row.pk])


def send(client: Client, row: Any, do: str, condition: Any, **more: Any) -> Any:
    text = condition if isinstance(condition, str) else json.dumps(condition)
    stands = getattr(row, "show_when" if isinstance(row, Question) else "when")
    data = {"do": do, "condition": text, "seen": json.dumps(stands), **more}
    return client.post(where(row), data)


def test_the_page_tells_what_stands_and_offers_earlier_questions_only(editor: Client) -> None:
    row = question(make_draft(small()))
    page = editor.get(where(row))
    assert page.context["told"].words == "Met when “route?” is “Open”."
    first, *_rest = page.context["groups"]
    offered = [one.value for one in first.choices]
    assert (first.name, offered) == ("Funding", ["q:route", "q:base", "q:runway"])
    assert "computed:lean" not in page.content.decode()


def test_a_tension_looks_at_every_question_and_the_scores(editor: Client) -> None:
    row = Tension.objects.get(edition=make_draft(small()))
    text = editor.get(where(row)).content.decode()
    assert ("q:extras" in text, "computed:lean" in text) == (True, True)


def test_checking_says_what_is_wrong_and_saves_nothing(editor: Client) -> None:
    row = question(make_draft(small()))
    page = send(editor, row, "check", q("rout", "in", ["open"]))
    assert page.context["told"].faults == (
        "show_when: there is no question 'rout'; did you mean route?",
    )
    assert page.context["text"] == json.dumps(q("rout", "in", ["open"]))
    assert question(row.category.edition).show_when == row.show_when


def test_a_test_is_chosen_added_and_saved_without_script(editor: Client) -> None:
    row = question(make_draft(small()))
    chosen = send(editor, row, "choose", OPEN, subject="q:runway")
    assert [one.value for one in chosen.context["subject"].operators] == [
        "below", "at-most", "above", "at-least", "answered", "not-answered",
    ]  # fmt: skip
    added = send(editor, row, "add", OPEN, subject="q:runway", op="at-least", number="6", how="all")
    both = {"all": [OPEN, q("runway", "at-least", 6)]}
    assert json.loads(added.context["text"]) == both
    assert added.context["told"].words == (
        "Met when “route?” is “Open” and “How long?” is at least 6 months."
    )
    assert send(editor, row, "save", added.context["text"]).url == where(row)
    assert question(row.category.edition).show_when == both


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, "Choose a question first."),
        ({"subject": "q:route", "op": "in"}, "test: [] is not a list of options"),
        ({"subject": "q:runway", "op": "below", "number": "999"}, "test: 999 lies outside"),
        ({"subject": "q:extras", "op": "answered"}, "test: extras is asked later"),
    ],
)
def test_what_cannot_be_added_is_said_and_the_condition_stays(
    editor: Client, sent: dict[str, str], problem: str
) -> None:
    row = question(make_draft(small()))
    page = send(editor, row, "add", OPEN, **sent)
    assert (page.status_code, json.loads(page.context["text"])) == (422, OPEN)
    assert page.context["problems"][0].startswith(problem)


def test_what_is_wrong_is_not_saved_and_a_demand_needs_a_condition(editor: Client) -> None:
    draft = make_draft(small())
    row, tension = question(draft), Tension.objects.get(edition=draft)
    assert send(editor, row, "save", "{").context["problems"] == ("Nothing was saved.",)
    assert send(editor, tension, "save", "").context["problems"] == (
        "Nothing was saved: a condition must stand here.",
    )
    assert send(editor, row, "save", "").status_code == 302
    row.refresh_from_db()
    assert (row.show_when, Tension.objects.get(edition=draft).when) == (None, tension.when)


def test_who_saves_over_somebody_elses_condition_is_told_first(editor: Client) -> None:
    row = question(make_draft(small()))
    closed = q("route", "in", ["closed"])
    page = send(editor, row, "save", closed, seen="null")
    assert page.context["problems"] == (
        "Meanwhile somebody wrote “Met when “route?” is “Open”.”."
        " Yours stands here; save again to keep it.",
    )
    send(editor, row, "save", closed, seen=page.context["seen"])
    row.refresh_from_db()
    assert row.show_when == closed


def test_a_published_condition_has_no_such_page(editor: Client) -> None:
    row = question(make_edition(small()))
    assert editor.get(where(row)).status_code == 404
    assert editor.get(reverse("desk-condition", args=["fact", 1])).status_code == 404


def test_a_rows_form_checks_its_condition_while_it_is_typed(editor: Client) -> None:
    draft = make_draft(small())
    row = question(draft)
    form = editor.get(reverse("admin:questionnaire_question_change", args=[row.pk]))
    told = reverse("desk-told", args=[draft.pk])
    assert f'hx-post="{told}"' in form.content.decode()
    assert where(row) in form.content.decode()

    def ask(condition: str, before: str) -> str:
        page = editor.post(
            told,
            {"field": "show_when", "before": before, "show_when": condition},
            headers={"HX-Request": "true"},
        )
        return page.content.decode()

    assert "Met when “route?” is “Open”." in ask(json.dumps(OPEN), "extras")
    assert "route is asked later" in ask(json.dumps(OPEN), "route")
    page = editor.post(told, {"field": "rows-0-when", "rows-0-when": "{"})
    assert page.context["told"].faults[0].startswith("line 1, column 2")
    assert editor.post(told, {"field": "password"}).status_code == 404


def test_a_published_editions_form_offers_no_checking(editor: Client) -> None:
    row = question(make_edition(small()))
    form = editor.get(reverse("admin:questionnaire_question_change", args=[row.pk]))
    assert "hx-post" not in form.content.decode()


def test_only_editors_come_in(client: Client) -> None:
    row = question(make_draft(small()))
    client.force_login(make_user())
    assert client.get(where(row)).status_code == 404
