"""Two editions compared in the workshop: counts, parts, words; and which two are offered."""

from __future__ import annotations

import copy
import re
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from questionnaire.bank.actions import open_draft
from questionnaire.bank.content import Content
from questionnaire.bank.models import Edition, Fact, Question
from tests.bank.banks import choice, option, raw, shipped, small
from tests.factories import NOW, make_draft, make_edition, make_editor, make_shipped_edition

pytestmark = pytest.mark.django_db
COMPARE = "/workshop/questionnaire/edition/compare/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def address(before: Edition, after: Edition) -> str:
    return f"{COMPARE}{before.pk}/{after.pk}/"


def rows(page: Any) -> list[tuple[str, ...]]:
    """Part and key, what happened, label, and the value or both sides; «» where it is marked."""

    def side(pieces: Any) -> str:
        return "".join(f"«{one.text}»" if one.marked else one.text for one in pieces)

    return [
        (f"{group.part} {item.key}", item.what, *row)
        for group in page.context["groups"]
        for item in group.items
        for row in (
            *((one.label, side(one.before), side(one.after)) for one in item.rows),
            *item.fields,
        )
    ]


def revised() -> Content:
    """The small edition with a question reworded and moved up, one added, and a fact gone."""
    whole = copy.deepcopy(raw())
    asked = whole["categories"][0]["questions"]
    asked[1]["ask"] = {"en": "How strong is the base?", "es": "¿Cuán fuerte?"}
    asked[1]["options"][0]["points"]["safety"] = 1.5
    asked[3]["show_when"] = {"q": "route", "op": "answered", "value": True}
    whole["categories"][0]["questions"] = [
        asked[1], asked[0], *asked[2:],
        choice("licence", option("mit"), option("own"), unscored="A plan."),
    ]  # fmt: skip
    whole["facts"] = []
    return Content.model_validate({**whole, "key": "small-2"})


def test_what_changed_is_counted_grouped_and_marked_by_words(editor: Client) -> None:
    before, after = make_edition(small()), make_draft(revised())
    page = editor.get(address(before, after))
    assert page.context["counts"] == [("added", 3), ("removed", 1), ("moved", 1), ("changed", 4)]
    assert [(one.part, one.title, len(one.items)) for one in page.context["groups"]] == [
        ("question", "Questions", 4), ("option", "Options", 3), ("fact", "Facts", 1),
    ]  # fmt: skip
    assert rows(page) == [
        ("question base", "changed", "Question · English", "«base?»", "«How strong is the base?»"),
        ("question base", "changed", "Question · Spanish", "", "«¿Cuán fuerte?»"),
        ("question route", "moved", "Place", "«1»", "«2»"),
        ("question extras", "changed", "Show when", "{q: route, op: «in,» value: «[open]}»",
         "{q: route, op: «answered,» value: «true}»"),
        ("question licence", "added", "Kind", "single"),
        ("question licence", "added", "Question · English", "licence?"),
        ("question licence", "added", "Why it matters · English", "Why licence."),
        ("question licence", "added", "Core", "true"),
        ("question licence", "added", "Why it gives no points", "A plan."),
        ("option base.weak", "changed", "Safety points", "«0»", "«1.5»"),
        ("option licence.mit", "added", "Text · English", "Mit"),
        ("option licence.mit", "added", "Lean", "0"),
        ("option licence.own", "added", "Text · English", "Own"),
        ("option licence.own", "added", "Lean", "0"),
        ("fact D1.1", "removed", "Text · English", "It is so."),
        ("fact D1.1", "removed", "Source", "A paper"),
    ]  # fmt: skip


def test_the_page_marks_words_and_escapes_them(editor: Client) -> None:
    before, after = make_edition(small()), make_draft(small(key="small-2"))
    Fact.objects.filter(edition=after).update(text={"en": "It is < 3 & so."})
    page = editor.get(address(before, after)).content.decode()
    assert "<ins>&lt; 3 &amp; </ins>so." in page
    assert "Counts" not in re.sub(r"<[^>]+>", "", page)


def test_the_other_way_round_is_one_link_away(editor: Client) -> None:
    before, after = make_edition(small()), make_draft(revised())
    page = editor.get(address(before, after))
    assert page.context["swapped"] == address(after, before)
    page = editor.get(page.context["swapped"])
    assert page.context["counts"] == [("added", 1), ("removed", 3), ("moved", 1), ("changed", 4)]


def test_nothing_changed_is_said(editor: Client) -> None:
    edition = make_edition(small())
    draft = open_draft(from_edition=edition, key="small-2", at=NOW)
    page = editor.get(address(edition, draft))
    said = "Nothing changed: small-1 and small-2 have the same content."
    assert said in " ".join(page.content.decode().split())
    assert page.context["groups"] == ()


def test_an_edition_is_compared_with_what_it_is_based_on(editor: Client) -> None:
    base = make_edition(small())
    draft = open_draft(from_edition=base, key="small-2", at=NOW)
    make_edition(small(key="small-3"))
    assert editor.get(f"{COMPARE}?after={draft.pk}").url == address(base, draft)
    assert editor.get(f"{COMPARE}?after={draft.pk}&before={draft.pk}").url == address(draft, draft)


def test_without_a_base_it_is_compared_with_the_newest_published_one(editor: Client) -> None:
    published, draft = make_edition(), make_draft()
    make_draft()
    assert editor.get(f"{COMPARE}?after={draft.pk}").url == address(published, draft)


@pytest.mark.parametrize(
    "query", ["", "?after=none", "?before=1&after=", "?after=72cb0c5a-fb61-4491-8657-e77baab697bc"]
)
def test_what_cannot_be_compared_is_said_or_chosen(editor: Client, query: str) -> None:
    page = editor.get(COMPARE + query)
    assert "There is nothing to compare yet: it takes two editions." in page.content.decode()
    one = make_edition(at=NOW)
    assert "There is nothing to compare yet" in editor.get(COMPARE + query).content.decode()
    two = make_edition(at=NOW.replace(year=2027))
    assert editor.get(COMPARE + query).url == address(one, two)


def test_an_edition_that_is_not_there_is_not_found(editor: Client) -> None:
    edition = make_edition()
    assert editor.get(f"{COMPARE}{edition.pk}/{uuid.uuid4()}/").status_code == 404


def test_a_draft_with_faults_shows_them(editor: Client) -> None:
    edition, draft = make_edition(), make_draft()
    Question.objects.filter(category__edition=draft, key="base").update(kind="number")
    page = editor.get(address(edition, draft))
    assert (page.context["edition"], len(page.context["findings"])) == (draft, 1)
    [group] = page.context["groups"]
    assert [one.finding for one in group.found] == list(page.context["findings"])


def test_two_whole_editions_in_three_languages_are_compared_on_one_page(editor: Client) -> None:
    before, after = make_edition(small()), make_shipped_edition()
    page = editor.get(address(before, after))
    added = dict(page.context["counts"])["added"]
    assert (page.status_code, added > len(shipped().categories)) == (200, True)


@pytest.mark.parametrize(
    ("language", "label"), [("es", "Pregunta · español"), ("de", "Frage · Spanisch")]
)
def test_the_page_is_in_the_editors_language(editor: Client, language: str, label: str) -> None:
    before, after = make_edition(small()), make_draft(revised())
    with translation.override(language):
        page = editor.get(address(before, after), headers={"Accept-Language": language})
    assert label.casefold() in [row[2].casefold() for row in rows(page)]
