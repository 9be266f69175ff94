"""Editions are loaded, drafted, published, retired and exported without loss."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from questionnaire.bank.actions import (
    EditionRefused,
    export_edition,
    import_draft,
    load_edition,
    open_draft,
    publish,
    retire,
)
from questionnaire.bank.canonical import content_hash
from questionnaire.bank.content import Content
from questionnaire.bank.models import Category, Edition, Option, Question
from questionnaire.bank.queries import free_key
from questionnaire.bank.seed import read_seeds
from questionnaire.bank.seed_writing import seed_texts, write_seeds
from tests.bank.banks import changed, en, shipped, small
from tests.factories import NOW, make_draft, make_edition, make_user

pytestmark = pytest.mark.django_db


def refusal(content: Content, *, as_draft: bool = False) -> str:
    with pytest.raises(EditionRefused) as caught:
        load_edition(content=content, at=NOW, publish=not as_draft)
    return str(caught.value)


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("content", [small(), shipped()], ids=["small", "shipped"])
@pytest.mark.parametrize("as_draft", [True, False], ids=["rows", "document"])
def test_seeds_content_database_content_seeds_is_the_same(
    content: Content, as_draft: bool, tmp_path: Path
) -> None:
    write_seeds(content, tmp_path / "before")
    edition = load_edition(content=read_seeds(tmp_path / "before"), at=NOW, publish=not as_draft)
    exported = export_edition(Edition.objects.get(pk=edition.pk))
    assert exported == content
    assert list(seed_texts(exported)) == list(seed_texts(content))


def test_publishing_freezes_the_document_and_its_hash() -> None:
    edition = Edition.objects.get(pk=make_edition(small()).pk)
    assert (edition.document, edition.content_hash) == (
        small().document(), content_hash(small().document()),
    )  # fmt: skip
    assert (edition.status, edition.published_at) == ("published", NOW)


# ---------------------------------------------------------------- loading


def test_loading_the_same_again_changes_nothing(django_assert_num_queries: object) -> None:
    first = make_edition(small())
    rows = list(Question.objects.values_list("pk", flat=True))
    with django_assert_num_queries(6):  # type: ignore[operator] # savepoints, edition and personas twice
        again = load_edition(content=small(), at=NOW)
    assert (again, list(Question.objects.values_list("pk", flat=True))) == (first, rows)


def test_loading_other_content_under_a_published_key_is_refused() -> None:
    make_edition(small())
    assert refusal(small(title=en("Other"))) == (
        "Edition small-1 is published with other content, and a published edition never changes. "
        "Give the folder a new edition key and load it again."
    )
    assert Edition.objects.get().title == {"en": "Small edition"}


def test_loading_other_personas_keeps_the_edition_and_takes_the_personas() -> None:
    edition = make_edition(small())
    content = changed("personas.0.venture", "Another Ada")
    assert load_edition(content=content, at=NOW) == edition
    assert export_edition(edition) == content


def test_personas_that_do_not_come_out_as_expected_are_not_loaded_either() -> None:
    edition = make_edition(small())
    assert "no persona comes to this path" in refusal(small(personas=[]))
    assert export_edition(edition) == small()


def test_a_draft_is_published_by_loading_it_and_never_overwritten() -> None:
    draft = make_draft(small())
    assert load_edition(content=small(), at=NOW, publish=False).status == "draft"
    assert refusal(small(title=en("Other"))) == (
        "Edition small-1 is a draft with other content. Publish or delete the draft, or give the "
        "folder another edition key."
    )
    assert load_edition(content=small(), at=NOW) == draft
    assert Edition.objects.get().status == "published"


def test_a_bank_with_errors_is_not_loaded_unless_as_a_draft() -> None:
    broken = changed("tensions.0.settle", "basis")
    assert refusal(broken) == (
        "Edition small-1 cannot be published yet.\n"
        "error: tensions.yaml: open-but-weak.settle: there is no question basis; did you mean "
        "base?"
    )
    assert (Edition.objects.count(), Category.objects.count()) == (0, 0)
    assert load_edition(content=broken, at=NOW, publish=False).status == "draft"


# ---------------------------------------------------------------- drafts


def test_a_draft_is_opened_with_all_that_the_edition_has() -> None:
    edition = make_edition(small())
    draft = open_draft(from_edition=edition, key="small-2", at=NOW)
    assert (draft.status, draft.based_on) == ("draft", edition)
    assert export_edition(draft) == small(key="small-2")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("small-1", "There already is an edition small-1."),
        ("No!", "No! cannot be an edition's key; write one such as 2027-05."),
    ],
)
def test_a_draft_needs_a_key_of_its_own(key: str, said: str) -> None:
    edition = make_edition(small())
    with pytest.raises(EditionRefused, match=f"^{said}$".replace("!", "\\!")):
        open_draft(from_edition=edition, key=key, at=NOW)


def test_publishing_says_who_and_why() -> None:
    user, draft = make_user(), make_draft()
    published = publish(edition=draft, note={"en": " Better. "}, at=NOW, by=user)
    assert (published.change_note, published.published_by, published.published_at) == (
        {"en": "Better."}, user, NOW,
    )  # fmt: skip


def test_publishing_needs_a_note_a_draft_and_sound_rows() -> None:
    def said(edition: Edition, note: str = "New.") -> str:
        with pytest.raises(EditionRefused) as caught:
            publish(edition=edition, note={"en": note}, at=NOW)
        return str(caught.value)

    draft = make_draft(small())
    assert said(draft, note=" ") == "Say in the change note what is new in this edition."
    assert said(make_edition(small(key="small-9"))) == "Edition small-9 is published already."
    Option.objects.filter(question__category__edition=draft, key="strong").delete()
    assert said(draft) == (
        "Draft small-1 has faults.\n"
        "error: categories.funding.questions.base: a choice needs at least two options; mend it"
    )


def test_only_what_was_offered_is_retired() -> None:
    assert retire(edition=make_edition(), at=NOW).status == "retired"
    with pytest.raises(EditionRefused, match="delete it instead"):
        retire(edition=make_draft(), at=NOW)


# ---------------------------------------------------------------- importing


def test_an_imported_edition_is_a_draft_and_never_in_the_place_of_another() -> None:
    first = import_draft(content=small(), at=NOW)
    assert (first.key, first.status, first.based_on) == ("small-1", "draft", None)
    with pytest.raises(EditionRefused, match=r"^There already is an edition small-1\.$"):
        import_draft(content=small(), at=NOW)
    with pytest.raises(EditionRefused, match=r"^Not a key cannot be an edition's key"):
        import_draft(content=small(), at=NOW, key="Not a key")
    assert Edition.objects.count() == 1


def test_an_edition_imported_under_another_key_is_based_on_the_published_one() -> None:
    published = make_edition(small())
    draft = import_draft(content=small(), at=NOW, key="small-2")
    assert (draft.key, draft.status, draft.based_on) == ("small-2", "draft", published)
    assert export_edition(draft) == small(key="small-2")


def test_a_key_that_stands_twice_is_refused_before_there_is_a_row() -> None:
    facts = [{"id": "D1.1", "text": en("So."), "source": "A paper"}] * 2
    for take in (import_draft, lambda **more: load_edition(publish=False, **more)):
        with pytest.raises(EditionRefused) as caught:
            take(content=small(facts=facts), at=NOW)
        assert str(caught.value) == (
            "Edition small-1 has keys twice.\n"
            "error: facts.yaml: D1.1: 2 facts have this key; give each its own key"
        )
    assert Edition.objects.count() == 0


def test_a_free_key_is_the_key_itself_where_nobody_has_it() -> None:
    assert free_key("small-1") == "small-1"
    make_draft(small())
    assert free_key("small-1") == "small-1-draft"
    make_draft(small(key="small-1-draft"))
    assert free_key("small-1") == "small-1-draft-2"
    make_draft(small(key="k" * 40))
    assert free_key("k" * 40) == "k" * 30 + "-draft"


# ---------------------------------------------------------------- commands


def test_the_commands_load_export_and_say_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_seeds(small(), tmp_path / "seeds")
    call_command("load_bank", str(tmp_path / "seeds"))
    call_command("load_bank", str(tmp_path / "seeds"))
    call_command("export_bank", "small-1", str(tmp_path / "out"))
    assert capsys.readouterr().out == (
        "Edition small-1 is published.\nEdition small-1 is published.\n"
        f"Edition small-1 is in {tmp_path}/out.\n"
    )
    assert read_seeds(tmp_path / "out") == small()


def test_a_zip_is_written_and_loaded_where_a_folder_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_edition(small())
    file = tmp_path / "new" / "small.zip"
    call_command("export_bank", "small-1", str(file))
    first = file.read_bytes()
    call_command("export_bank", "small-1", str(file))
    call_command("load_bank", str(file))
    assert capsys.readouterr().out == (
        f"Edition small-1 is in {file}.\nEdition small-1 is in {file}.\n"
        "Edition small-1 is published.\n"
    )
    assert (file.read_bytes(), read_seeds(file)) == (first, small())
    file.write_text("Mine.")
    with pytest.raises(CommandError, match="is there and is no zip; name a new file"):
        call_command("export_bank", "small-1", str(file))
    with pytest.raises(CommandError) as caught:
        call_command("load_bank", str(file))
    assert str(caught.value) == (
        "Nothing was loaded.\nzip: it is not a zip; choose a zip that an export made"
    )


def test_load_bank_names_every_fault_and_loads_nothing(tmp_path: Path) -> None:
    write_seeds(small(), tmp_path)
    (tmp_path / "facts.yaml").write_text("facts: 3\nfatcs: 4\n")
    with pytest.raises(CommandError) as caught:
        call_command("load_bank", str(tmp_path))
    assert str(caught.value) == (
        "Nothing was loaded.\n"
        "facts.yaml: fatcs: nothing of that name belongs here; take it out\n"
        "facts.yaml: facts: 3 is not a list; write a list"
    )
    assert Edition.objects.count() == 0


def test_export_bank_writes_over_nothing_of_others(tmp_path: Path) -> None:
    make_edition(small())
    (tmp_path / "thesis.txt").write_text("Mine.")
    with pytest.raises(CommandError, match="holds other files; name a new folder"):
        call_command("export_bank", "small-1", str(tmp_path))
    with pytest.raises(CommandError, match=r"^There is no edition none\.$"):
        call_command("export_bank", "none", str(tmp_path / "out"))


def test_lint_bank_says_what_it_finds_and_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_seeds(small(), tmp_path)
    call_command("lint_bank", str(tmp_path))
    assert capsys.readouterr().out == "0 errors, 0 warnings.\n"
    write_seeds(changed("tensions.0.settle", "basis"), tmp_path)
    with pytest.raises(SystemExit) as caught:
        call_command("lint_bank", str(tmp_path))
    assert caught.value.code == 1
    assert capsys.readouterr().out == (
        "error: tensions.yaml: open-but-weak.settle: there is no question basis; did you mean "
        "base?\n1 errors, 0 warnings.\n"
    )
