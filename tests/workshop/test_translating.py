"""Texts written beside their source: what is missing, what is saved, and what is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from questionnaire.bank.actions import open_draft
from questionnaire.bank.editing import TextEdit, text_mark, write_texts
from questionnaire.bank.models import Edition, Option, Path, Question
from questionnaire.bank.records import Edit
from questionnaire.bank.refused import EditionRefused
from tests.bank.banks import small
from tests.factories import NOW, make_draft, make_edition, make_editor

pytestmark = pytest.mark.django_db
NOTHING = text_mark("")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def where(draft: Edition, language: str = "es") -> str:
    return reverse("desk-texts", args=[draft.pk, language])


def typed(**texts: str) -> dict[str, str]:
    """A form in which these texts stood empty before; ``__`` stands for a point."""
    named = {name.replace("__", "."): text for name, text in texts.items()}
    return {
        **{f"text.{name}": text for name, text in named.items()},
        **{f"seen.{name}": NOTHING for name in named},
    }


def shown(page: Any) -> list[tuple[str, str, str, str]]:
    return [(one.address, one.source, one.text, one.state) for one in page.context["page"]]


def test_each_text_stands_beside_its_source_and_missing_ones_alone_can_be_shown(
    editor: Client,
) -> None:
    draft = make_draft(small(title={"en": "Small edition", "es": "Edición pequeña"}))
    assert shown(editor.get(where(draft)))[:2] == [
        ("edition.title", "Small edition", "Edición pequeña", "there"),
        ("category.funding.name", "Funding", "", "missing"),
    ]
    page = editor.get(where(draft), {"only": "missing"})
    assert shown(page)[0] == ("category.funding.name", "Funding", "", "missing")
    assert page.context["missing"] == page.context["total"] - 1
    assert [one[0] for one in shown(editor.get(where(draft), {"part": "edition"}))] == [
        "edition.title"
    ]


def test_texts_of_every_depth_are_saved_where_they_belong(editor: Client) -> None:
    draft = make_draft(small())
    editor.post(
        where(draft),
        typed(
            edition__title="Pequeña",
            question__base__ask="¿Base?",
            option__base__weak__text="Débil",
            path__shut__first_90_days__0="Empezar.",
            path__shut__presupposes__money="Algo",
        ),
    )
    draft.refresh_from_db()
    path = Path.objects.get(edition=draft, key="shut")
    assert draft.title["es"] == "Pequeña"
    assert Question.objects.get(key="base", category__edition=draft).ask["es"] == "¿Base?"
    assert Option.objects.get(key="weak", question__category__edition=draft).text["es"] == "Débil"
    assert path.first_90_days[0] == {"en": "Start.", "es": "Empezar."}
    assert path.presupposes["money"]["es"] == "Algo"
    assert LogEntry.objects.get().get_change_message() == "5 texts are saved. (es)"
    edits = Edit.objects.exclude(field="status").values_list(
        "part", "key", "field", "before", "after"
    )
    assert ("question", "base", "ask.es", None, "¿Base?") in edits
    assert len(edits) == 5


def test_a_text_that_cannot_stand_is_named_kept_and_the_others_are_saved(editor: Client) -> None:
    draft = make_draft(small())
    page = editor.post(
        where(draft), typed(edition__title="Pequeña", category__funding__name="<b>Dinero</b>")
    )
    assert (page.status_code, shown(page)) == (
        422,
        [("category.funding.name", "Funding", "<b>Dinero</b>", "missing")],
    )
    [line] = page.context["page"]
    assert line.problem.startswith("a text is plain words")
    draft.refresh_from_db()
    assert draft.title["es"] == "Pequeña"


def test_who_writes_over_somebody_elses_text_is_told_and_saves_again(editor: Client) -> None:
    draft = make_draft(small(title={"en": "Small edition", "es": "Suyo"}))
    page = editor.post(where(draft), typed(edition__title="Mío"))
    [line] = page.context["page"]
    assert (page.status_code, line.text) == (422, "Mío")
    assert line.problem == (
        "Meanwhile somebody wrote “Suyo”. Yours stands here; save again to keep it."
    )
    editor.post(where(draft), {"text.edition.title": "Mío", "seen.edition.title": line.seen})
    draft.refresh_from_db()
    assert draft.title["es"] == "Mío"


def test_an_emptied_text_goes_and_an_untouched_one_is_not_written(editor: Client) -> None:
    draft = make_draft(small(title={"en": "Small edition", "es": "Suyo"}))
    editor.post(where(draft), {"text.edition.title": "", "seen.edition.title": text_mark("Suyo")})
    draft.refresh_from_db()
    assert draft.title == {"en": "Small edition"}
    editor.post(where(draft), typed(category__funding__name=""))
    assert LogEntry.objects.count() == 1


def test_a_published_edition_and_the_source_language_have_no_such_page(editor: Client) -> None:
    edition, draft = make_edition(small()), make_draft(small(key="small-2"))
    assert editor.get(where(edition)).status_code == 404
    assert editor.get(where(draft, "en")).status_code == 404
    assert editor.get(where(draft, "xx")).status_code == 404
    said = {"edition.title": TextEdit("x", NOTHING)}
    by = make_editor(email="other@example.org")
    with pytest.raises(EditionRefused):
        write_texts(edition=edition, language="es", edits=said, by=by, at=NOW)


def test_a_text_whose_place_is_gone_is_given_back_and_not_counted_as_saved(editor: Client) -> None:
    draft = make_draft(small())
    page = editor.post(
        where(draft), typed(option__base__gone__text="Ido", edition__title="Pequeña"), follow=True
    )
    assert [str(one) for one in page.context["messages"]] == [
        "1 text is saved.",
        "Not saved, because option.base.gone.text is there no more: “Ido”",
    ]


def test_a_text_whose_source_was_rewritten_in_the_draft_is_outdated(editor: Client) -> None:
    edition = make_edition(small(title={"en": "Small edition", "es": "Edición pequeña"}))
    draft = open_draft(from_edition=edition, key="small-2", at=NOW)
    assert editor.get(where(draft)).context["outdated"] == 0
    Edition.objects.filter(pk=draft.pk).update(title={"en": "New", "es": "Edición pequeña"})
    page = editor.get(where(draft), {"only": "outdated"})
    assert shown(page) == [("edition.title", "New", "Edición pequeña", "outdated")]
    assert page.context["page"][0].before == "Small edition"
    publishing = editor.get(reverse("admin:questionnaire_edition_publish", args=[draft.pk]))
    assert publishing.context["outdated"] == [("es", 1)]
    Edition.objects.filter(pk=draft.pk).update(title={"en": "New", "es": "Nueva"})
    assert editor.get(where(draft)).context["outdated"] == 0


def test_a_draft_deleted_meanwhile_is_told(editor: Client) -> None:
    draft = make_draft(small())
    gone = Edition.objects.get(pk=draft.pk)
    draft.delete()
    said = {"edition.title": TextEdit("x", NOTHING)}
    with pytest.raises(EditionRefused, match="small-1 was deleted meanwhile"):
        write_texts(
            edition=gone, language="es", edits=said, by=make_editor(email="o@example.org"), at=NOW
        )
