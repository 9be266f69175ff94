"""What stands in the way of a draft, and the way to where it is mended; rows in their order."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from questionnaire.bank.content import Content
from questionnaire.bank.models import Edition, Option, Question, Requirement
from questionnaire.bank.records import Edit
from tests.bank.banks import changed, raw, small
from tests.factories import make_draft, make_edition, make_editor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def found(page: Any) -> list[tuple[str, str, str]]:
    """Group, place in words and address of every finding on a page."""
    return [
        (group.name, one.words, one.href) for group in page.context["groups"] for one in group.found
    ]


def faulty() -> Edition:
    """A draft with one fault in an option and one in a condition inside a path."""
    draft = make_draft(small())
    option = Option.objects.get(question__category__edition=draft, key="weak")
    option.next = None
    option.save()
    must = Requirement.objects.filter(path__edition=draft).order_by("path__place").first()
    assert must is not None
    must.when = {"q": "rout", "op": "in", "value": ["closed"]}
    must.save()
    return draft


def test_every_finding_names_its_place_and_leads_to_the_field(editor: Client) -> None:
    draft = faulty()
    page = editor.get(reverse("desk-findings", args=[draft.pk]))
    base = Question.objects.get(category__edition=draft, key="base")
    path = Requirement.objects.filter(path__edition=draft).order_by("path__place")[0].path
    assert found(page)[0] == (
        "Paths",
        f"path {path.key}, requirement fits: when",
        reverse("admin:questionnaire_path_change", args=[path.pk]) + "#id_requirement_rows-0-when",
    )
    option = [one for one in found(page) if "option weak" in one[1]]
    assert option == [
        (
            "Category funding",
            "question base, option weak",
            reverse("admin:questionnaire_question_change", args=[base.pk]) + "#option_rows-0",
        )
    ]


def test_a_missing_text_leads_to_the_translators_page(editor: Client) -> None:
    draft = make_draft(small(languages=["en", "es"]))
    page = editor.get(reverse("desk-findings", args=[draft.pk]))
    texts = reverse("desk-texts", args=[draft.pk, "es"])
    assert found(page)[:2] == [
        ("Texts in es", "edition: title", f"{texts}?only=missing&part=edition#text-edition.title"),
        (
            "Texts in es",
            "category funding: name",
            f"{texts}?only=missing&part=funding#text-category.funding.name",
        ),
    ]


def test_the_findings_of_the_page_one_came_from_stand_first(editor: Client) -> None:
    draft = faulty()
    base = Question.objects.get(category__edition=draft, key="base")
    page = editor.get(reverse("desk-findings", args=[draft.pk]), {"row": f"question:{base.pk}"})
    assert "question base, option weak" in [one.words for one in page.context["here"]]
    assert all(one.row.within.pk == base.pk for one in page.context["here"] if one.row.within)


def test_the_drafts_page_fetches_the_findings_as_a_panel(editor: Client) -> None:
    draft = faulty()
    where = reverse("desk-findings", args=[draft.pk])
    page = editor.get(reverse("admin:questionnaire_edition_change", args=[draft.pk]))
    assert f'hx-get="{where}"' in page.content.decode()
    panel = editor.get(where, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in panel, "option weak" in panel) == (False, True)


def test_rows_that_do_not_fit_together_are_found_too(editor: Client) -> None:
    draft = make_draft(small())
    question = Question.objects.get(category__edition=draft, key="base")
    question.option_rows.exclude(key="weak").delete()  # a choice needs two
    page = editor.get(reverse("desk-findings", args=[draft.pk]))
    assert [one[1:] for one in found(page)] == [
        ("question base", reverse("admin:questionnaire_question_change", args=[question.pk]))
    ]


def test_the_drafts_page_counts_what_each_language_lacks(editor: Client) -> None:
    whole = copy.deepcopy(raw())
    whole["title"]["es"] = "Edición pequeña"
    draft = make_draft(Content.model_validate(whole))
    page = editor.get(reverse("admin:questionnaire_edition_change", args=[draft.pk]))
    counts = {one.code: one.missing for one in page.context["tools"].texts}
    assert counts["de"] - counts["es"] == 1


# ---------------------------------------------------------------- the order of rows


def keys(draft: Edition) -> list[str]:
    return list(
        Question.objects.filter(category__edition=draft, category__key="funding")
        .order_by("place", "pk")
        .values_list("key", flat=True)
    )


def move(client: Client, row: Question, way: str, **more: str) -> Any:
    return client.post(reverse("desk-move", args=["question", row.pk]), {"way": way, **more})


def test_a_question_goes_up_and_down_and_back_to_where_the_button_stood(editor: Client) -> None:
    draft = make_draft(small())
    before = keys(draft)
    second = Question.objects.get(category__edition=draft, key=before[1])
    assert move(editor, second, "up", next="/workshop/#question-1").url == "/workshop/#question-1"
    assert keys(draft) == [before[1], before[0], *before[2:]]
    move(editor, second, "down")
    move(editor, second, "down")
    assert keys(draft) == [before[0], before[2], before[1], *before[3:]]
    assert [one.get_change_message() for one in LogEntry.objects.all()] == ["Moved."] * 3
    first = Edit.objects.filter(field="place").order_by("pk")[:2]
    assert {(one.key, one.before, one.after) for one in first} == {
        (before[0], 0, 1), (before[1], 1, 0),
    }  # fmt: skip


def test_the_first_stays_the_first_and_nothing_else_is_a_way(editor: Client) -> None:
    draft = make_draft(small())
    before = keys(draft)
    first = Question.objects.get(category__edition=draft, key=before[0])
    assert move(editor, first, "up").status_code == 302
    assert move(editor, first, "sideways").status_code == 404
    assert move(editor, first, "down", next="https://elsewhere.example/").url == reverse(
        "admin:questionnaire_edition_change", args=[draft.pk]
    )
    assert keys(draft) == [before[1], before[0], *before[2:]]


def test_a_published_editions_rows_stay(editor: Client) -> None:
    edition = make_edition(small())
    before = keys(edition)
    second = Question.objects.get(category__edition=edition, key=before[1])
    move(editor, second, "up")
    assert keys(edition) == before


def test_only_editors_come_in(client: Client) -> None:
    draft = make_draft(small())
    row = Question.objects.filter(category__edition=draft)[0]
    client.force_login(make_user())
    assert client.get(reverse("desk-findings", args=[draft.pk])).status_code == 404
    assert move(client, row, "down").status_code == 404


def test_who_may_only_look_is_offered_no_tools(client: Client) -> None:
    draft = make_draft(small())
    reader = make_user(is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_edition"))
    client.force_login(reader)
    page = client.get(reverse("admin:questionnaire_edition_change", args=[draft.pk]))
    assert (page.status_code, page.context["tools"]) == (200, None)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "no es la mejor respuesta y no tiene siguiente paso; "
               "di el siguiente paso que se puede dar desde aquí"),
        ("de", "es ist nicht die beste Antwort und hat keinen nächsten Schritt; "
               "nennen Sie den nächsten Schritt, der von hier aus möglich ist"),
    ],
)  # fmt: skip
def test_findings_are_told_in_the_editors_language(
    editor: Client, language: str, said: str
) -> None:
    draft = make_draft(changed("categories.0.questions.1.options.0.next", None))
    editor.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = editor.get(reverse("desk-findings", args=[draft.pk])).content.decode()
    assert said in page
