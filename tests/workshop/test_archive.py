"""Editions leave the workshop as a zip and come back as a draft; a bad zip leaves no trace."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from questionnaire.bank.actions import export_edition
from questionnaire.bank.content import Content
from questionnaire.bank.models import Category, Edition, Fact, Question
from questionnaire.bank.seed import read_zip
from questionnaire.bank.seed_writing import seed_texts, zip_seeds
from questionnaire.workshop.archive import MOST_SHOWN
from tests.bank.banks import en, shipped, small
from tests.factories import make_draft, make_edition, make_editor, make_shipped_edition

pytestmark = pytest.mark.django_db
IMPORT = "/workshop/questionnaire/edition/import/"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_editor())
    return client


def change_url(edition: Edition) -> str:
    return reverse("admin:questionnaire_edition_change", args=[edition.pk])


def exported(client: Client, edition: Edition) -> bytes:
    answer = client.get(f"/workshop/questionnaire/edition/{edition.pk}/zip/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    assert answer["Content-Disposition"] == f'attachment; filename="{edition.key}.zip"'
    return answer.content


def send(client: Client, data: bytes | None, **fields: str) -> Any:
    files = {} if data is None else {"file": SimpleUploadedFile("bank.zip", data)}
    return client.post(IMPORT, {**fields, **files})


def words(page: Any) -> str:
    """What a page says, in one line."""
    text = re.sub(r"<[^>]+>", " ", page.content.decode())
    return " ".join(html.unescape(text).split())


def packed(**files: str) -> bytes:
    """The small edition's zip with some files' texts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, text in seed_texts(small()):
            made.writestr(name, files.get(name.partition(".")[0], text))
    return out.getvalue()


def same_but_key(content: Content) -> Content:
    return content.model_copy(update={"key": "any"})


# ---------------------------------------------------------------- there and back


def test_an_edition_in_three_languages_goes_out_and_comes_back_the_same(editor: Client) -> None:
    edition = make_shipped_edition()
    out = exported(editor, edition)
    answer = send(editor, out, key="2027-05")
    draft = Edition.objects.get(key="2027-05")
    assert answer.url == change_url(draft)
    assert (draft.status, draft.based_on, draft.languages) == ("draft", edition, ["en", "es", "de"])
    back = read_zip(exported(editor, draft))
    assert back.key == "2027-05"
    assert same_but_key(back) == same_but_key(shipped())
    assert exported(editor, draft) == exported(editor, draft)
    assert out == zip_seeds(shipped())
    assert [str(one) for one in LogEntry.objects.all()] == ["Added “2027-05”."]


def test_a_zip_comes_in_under_its_own_key_where_that_is_free(editor: Client) -> None:
    page = editor.get(send(editor, zip_seeds(small())).url)
    assert "Small-1 is imported as a draft." in words(page)
    assert export_edition(Edition.objects.get()) == small()


def test_a_drafts_fault_is_told_in_place_of_its_zip(editor: Client) -> None:
    draft = make_draft(small())
    Question.objects.filter(key="base").update(kind="number")
    page = editor.get(f"/workshop/questionnaire/edition/{draft.pk}/zip/")
    assert [one.key for one in page.context["findings"]] == ["categories.funding.questions.base"]
    assert "Content-Disposition" not in page


def test_what_a_draft_holds_from_before_it_was_refused_is_not_published(editor: Client) -> None:
    draft = make_draft(small())
    Edition.objects.update(title={"en": "a\u202eb"}, languages=["en", "en"])
    page = editor.post(
        reverse("admin:questionnaire_edition_changelist"),
        {"action": "publish_draft", "_selected_action": str(draft.pk), "note_en": "New."},
    )
    assert {one.key for one in page.context["findings"]} == {"title.en", "languages"}
    assert Edition.objects.get().status == "draft"


# ---------------------------------------------------------------- a key that is taken


def test_a_taken_key_is_said_and_the_kept_file_comes_in_under_a_free_one(editor: Client) -> None:
    edition = make_edition(small())
    page = send(editor, zip_seeds(small(facts=[])))
    assert (
        "There already is an edition small-1, and nothing is overwritten. The key small-1-draft "
        "is free: import the file under it, or type another. The file that you chose is kept; "
        "you need not choose it again."
    ) in words(page)
    assert Edition.objects.count() == 1
    offer = page.context["form"].initial
    assert offer["key"] == "small-1-draft"
    send(editor, None, **offer)
    draft = Edition.objects.get(status="draft")
    assert (draft.key, draft.based_on, draft.fact_rows.count()) == ("small-1-draft", edition, 0)
    assert export_edition(edition) == small()


def test_a_typed_key_that_is_taken_is_said_too(editor: Client) -> None:
    make_draft(small(key="mine"))
    page = send(editor, zip_seeds(small()), key="mine")
    assert (page.context["taken"], page.context["free"]) == ("mine", "mine-draft")
    assert Edition.objects.count() == 1


def test_a_key_that_cannot_be_one_is_refused_and_stays_in_its_field(editor: Client) -> None:
    page = send(editor, zip_seeds(small()), key="No Key")
    form = page.context["form"]
    assert form.errors == {"key": ["No Key cannot be an edition's key; write one such as 2027-05."]}
    assert 'value="No Key"' in page.content.decode()
    assert Edition.objects.count() == 0


# ---------------------------------------------------------------- what is refused


def test_every_fault_of_a_zip_is_shown_escaped_and_nothing_is_loaded(editor: Client) -> None:
    facts = 'facts:\n  - {id: D1.1, text: "<script>alert(1)</script>", source: 3}\n'
    page = send(editor, packed(facts=facts, actions="a: &x [*x]\n"), key="small-2")
    assert [str(one) for one in page.context["faults"]] == [
        "actions.yaml: line 1: anchors and aliases are refused; write the value out",
    ]
    page = send(editor, packed(facts=facts, actions="<b>: 1\nactions: []\n"), key="small-2")
    said = words(page)
    for line in (
        "Nothing was imported.",
        "actions.yaml: <b> nothing of that name belongs here; take it out",
        "facts.yaml: facts.D1.1.text.en a text is plain words; take the HTML tag out",
        "facts.yaml: facts.D1.1.source 3 is not a text; write it in quotes",
    ):
        assert line in said
    assert b"<b>:" not in page.content
    assert b'value="small-2"' in page.content
    assert (Edition.objects.count(), Category.objects.count()) == (0, 0)


HOSTILE = [
    ("weak_below: 40", "weak_below: -1.0e20",
     "rules.weak_below: -1e+20 is too small; write 0.0 or more"),
    ("weak_below: 40", "weak_below: 101",
     "rules.weak_below: 101 is too large; write 100.0 or less"),
    ("weak_below: 40", "weak_below: true",
     "rules.weak_below: True is not a number; write a number"),
    ("weak_below: 40", "weak_below: 71",
     "rules: weak_below must not be above firm_from; mend it"),
    ("peak: 989", "peak: 1.0e-320",
     "compute.hardware.h100.peak: 1e-320 is too small; write 1e-09 or more"),
    ("peak: 989", "peak: true", "compute.hardware.h100.peak: True is not a number; write a number"),
    ("languages: [en]", "languages: [en, en]", "languages: en stands twice; keep one"),
    ('title: "', 'title: "\u202e', "title.en: the text holds a character that cannot be seen; "
     "type it again"),
    ('title: "', 'title: "\u2066', "title.en: the text holds a character that cannot be seen; "
     "type it again"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "fault"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_number_or_sign_that_nobody_means_is_refused_at_its_place(
    editor: Client, old: str, new: str, fault: str
) -> None:
    edition = dict(seed_texts(small()))["edition.yaml"]
    assert edition.count(old) == 1, edition
    page = send(editor, packed(edition=edition.replace(old, new)))
    assert [str(one) for one in page.context["faults"]] == [f"edition.yaml: {fault}"]
    assert Edition.objects.count() == 0


def test_a_key_that_stands_twice_is_told_with_its_file(editor: Client) -> None:
    facts = [{"id": "D1.1", "text": en("So."), "source": "A paper"}] * 2
    page = send(editor, zip_seeds(small(facts=facts)))
    assert [str(one) for one in page.context["faults"]] == [
        "error: facts.yaml: D1.1: 2 facts have this key; give each its own key"
    ]
    assert (Edition.objects.count(), Fact.objects.count()) == (0, 0)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04", bytes(6_000_000)])
def test_what_is_no_zip_is_refused(editor: Client, data: bytes) -> None:
    page = send(editor, data)
    assert page.status_code == 200
    assert (bool(page.context["form"].errors), Edition.objects.count()) == (data == b"", 0)
    if data:
        [fault] = page.context["faults"]
        assert fault.file == "zip"


def test_no_file_is_said_at_its_field(editor: Client) -> None:
    page = send(editor, None, key="small-2")
    assert page.context["form"].errors == {"file": ["Choose a zip file."]}
    page = send(editor, None, kept="!no base64!")
    assert [str(one) for one in page.context["faults"]] == [
        "zip: it is not a zip; choose a zip that an export made"
    ]


def test_very_many_faults_are_cut_short_and_counted(editor: Client) -> None:
    lines = "".join(f"a{number}: 1\n" for number in range(MOST_SHOWN + 50))
    page = send(editor, packed(facts=lines + "facts: []\n"))
    assert (len(page.context["faults"]), page.context["more"]) == (MOST_SHOWN, "And 50 more.")


# ---------------------------------------------------------------- the way there


def test_the_list_and_an_editions_page_lead_to_both(editor: Client) -> None:
    edition = make_edition()
    listed = editor.get(reverse("admin:questionnaire_edition_changelist")).content.decode()
    assert f'href="{IMPORT}"' in listed
    assert 'href="/workshop/questionnaire/edition/compare/"' in listed
    page = editor.get(change_url(edition)).content.decode()
    assert f'href="/workshop/questionnaire/edition/{edition.pk}/zip/"' in page
    assert f'href="/workshop/questionnaire/edition/compare/?after={edition.pk}"' in page
    assert editor.get(IMPORT).context["form"].initial == {}
