"""Seeds become content and back without loss; a broken or hostile folder is refused whole."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from questionnaire.bank import yaml_in
from questionnaire.bank.canonical import canonical, content_hash
from questionnaire.bank.content import Content
from questionnaire.bank.seed import MOST_FILES, SeedError, load_content, read_seeds
from questionnaire.bank.seed_writing import seed_texts, write_seeds
from tests.bank.banks import en, shipped, small


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small edition as seeds."""
    write_seeds(small(), tmp_path)
    return tmp_path


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert text.count(old) == 1, text
    file.write_text(text.replace(old, new))


def faults(folder: Path) -> list[str]:
    """Every fault of a folder, one line each."""
    with pytest.raises(SeedError) as caught:
        read_seeds(folder)
    return [str(fault) for fault in caught.value.faults]


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("content", [small(), shipped()], ids=["small", "shipped"])
def test_content_comes_back_from_its_seeds_and_the_text_is_the_same_again(
    content: Content, tmp_path: Path
) -> None:
    write_seeds(content, tmp_path)
    again = read_seeds(tmp_path)
    assert again == content
    assert list(seed_texts(again)) == list(seed_texts(content))


def test_the_seeds_in_the_repository_are_written_as_export_bank_writes_them() -> None:
    folder = Path(__file__).parents[2] / "seeds" / "2026-11"
    written = {str(p.relative_to(folder)): p.read_text() for p in folder.rglob("*.yaml")}
    assert written == {str(name): text for name, text in seed_texts(shipped())}


def test_seeds_do_not_depend_on_the_order_in_which_a_database_gives_keys_back() -> None:
    content = shipped()
    turned = Content.model_validate(_backwards(content.model_dump(mode="json", by_alias=True)))
    assert list(seed_texts(turned)) == list(seed_texts(content))


def _backwards(value: object) -> object:
    if isinstance(value, dict):
        return {key: _backwards(value[key]) for key in reversed(value)}
    return [_backwards(one) for one in value] if isinstance(value, list) else value


def test_a_document_is_the_same_after_a_database_rewrote_its_numbers_and_order() -> None:
    document = {"b": [1.0, 2.5, True], "a": 1e23}
    assert canonical({"a": 10**23, "b": [1, 2.5, True]}) == canonical(document)
    assert content_hash({"a": 10**23, "b": [1, 2.5, True]}) == content_hash(document)
    assert list(canonical(document)) == ["a", "b"]


def test_two_languages_come_back_each_in_its_place(folder: Path) -> None:
    (folder / "languages").mkdir()
    (folder / "languages/es.yaml").write_text('edition.title: "Edición"\nunit.runway: "meses"\n')
    (folder / "languages/es-more.yaml").write_text('path.shut.first_90_days.1: "Sigue."\n')
    content = read_seeds(folder)
    assert content.title == {"en": "Small edition", "es": "Edición"}
    assert content.categories[0].questions[2].number.unit == {"en": "months", "es": "meses"}  # type: ignore[union-attr]
    assert content.paths[0].first_90_days == (en("Start."), {"en": "Go on.", "es": "Sigue."})


def test_an_edition_is_found_by_its_key_or_its_folder(folder: Path) -> None:
    assert load_content(folder) == small()
    assert load_content("2026-11") == shipped()


def test_writing_takes_out_what_is_gone_and_touches_nothing_else(folder: Path) -> None:
    (folder / "README.md").write_text("Ours.")
    write_seeds(small(personas=[]), folder)
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")) == [
        "README.md", "actions.yaml", "categories", "categories/funding.yaml", "edition.yaml",
        "facts.yaml", "milestones.yaml", "paths.yaml", "personas", "reversal.yaml",
        "tensions.yaml",
    ]  # fmt: skip


# ---------------------------------------------------------------- shape

SHAPE = [
    (
        "categories/funding.yaml", "key: weak,", "key: Weak!,",
        "categories/funding.yaml: questions.base.options.Weak!.key: 'Weak!' has the wrong form; "
        "use small letters, digits and single hyphens, beginning with a letter",
    ),
    (
        "categories/funding.yaml", "  - key: runway\n", "  - key: runway\n    helpp: no\n",
        "categories/funding.yaml: questions.runway.helpp: nothing called helpp belongs here; "
        "did you mean help?",
    ),
    (
        "categories/funding.yaml", "    kind: number\n", "",
        "categories/funding.yaml: questions.runway.kind: kind is missing; add kind",
    ),
    (
        "categories/funding.yaml", "points: {funding: 4, community: 4, safety: 4}}\n"
        "  - key: runway", "points: {fundin: 4}}\n  - key: runway",
        "categories/funding.yaml: questions.base.options.strong.points.fundin: 'fundin' is not "
        "known; use one of 'funding', 'community' or 'safety'",
    ),
    (
        "categories/funding.yaml", "lean: -2", "lean: -3",
        "categories/funding.yaml: questions.route.options.closed.lean: -3 is too small; "
        "write -2.0 or more",
    ),
    (
        "categories/funding.yaml", "lean: -2", "lean: .nan",
        "categories/funding.yaml: questions.route.options.closed.lean: nan is not a finite "
        "number; write a number",
    ),
    (
        "categories/funding.yaml", "maximum: 120", "maximum: many",
        "categories/funding.yaml: questions.runway.number.maximum: 'many' is not a number; "
        "write a number",
    ),
    (
        "categories/funding.yaml", 'ask: "base?"', "ask: 7",
        "categories/funding.yaml: questions.base.ask: 7 is not a text; write it in quotes",
    ),
    (
        "categories/funding.yaml", 'ask: "base?"', 'ask: "<img src=x onerror=alert(1)>"',
        "categories/funding.yaml: questions.base.ask.en: a text is plain words; take the HTML "
        "tag out",
    ),
    (
        "categories/funding.yaml", 'ask: "base?"', 'ask: "ba\\u200bse\\u0007?"',
        "categories/funding.yaml: questions.base.ask.en: the text holds a character that cannot "
        "be seen; type it again",
    ),
    (
        "paths.yaml", "position: 100", "position: 1e999",
        "paths.yaml: paths.free.position: inf is not a finite number; write a number",
    ),
    (
        "tensions.yaml", "severity: high", "severity: huge",
        "tensions.yaml: tensions.open-but-weak.severity: 'huge' is not known; use one of 'high' "
        "or 'medium'",
    ),
    (
        "tensions.yaml", "{q: route, op: in, value: [open]}", "{q: route, op: contains, value: 1}",
        "tensions.yaml: tensions.open-but-weak.when.all.0.op: 'contains' is not known; use one "
        "of 'in', 'has', 'lacks', 'exactly', 'ticked-at-least', 'ticked-at-most', 'below', "
        "'at-most', 'above', 'at-least' or 'answered'",
    ),
    (
        "tensions.yaml", "{q: route, op: in, value: [open]}", "{op: in, value: [open]}",
        "tensions.yaml: tensions.open-but-weak.when.all.0: name either q (a question) or computed "
        "(a value), not both; mend it",
    ),
    (
        "facts.yaml", "id: D1.1", "id: fact-1",
        "facts.yaml: facts.fact-1.id: 'fact-1' has the wrong form; write a fact id such as D4.1",
    ),
    (
        "facts.yaml", 'source: "A paper"', 'source: "A paper", url: "javascript:alert(1)"',
        "facts.yaml: facts.D1.1.url: 'javascript:alert(1)' has the wrong form; write an address "
        "that begins with https://",
    ),
    (
        "facts.yaml", "facts:\n", "fatcs: []\nfacts:\n",
        "facts.yaml: fatcs: nothing of that name belongs here; take it out",
    ),
    (
        "edition.yaml", "schema: 1", "schema: 2",
        "edition.yaml: schema: the seeds have the form 2, this program knows 1; use a newer "
        "program",
    ),
    (
        "edition.yaml", "pull: 0.6", "pull: 0.7",
        "edition.yaml: rules: pull and readiness must add up to 1; mend it",
    ),
    (
        "edition.yaml", "categories: [funding]", "categories: [funding, team]",
        "edition.yaml: categories: it does not list each category once; list funding in the "
        "order of asking",
    ),
    (
        "personas/ada.yaml", "base: {value: strong}", "base: {value: strong, unknown: true}",
        "personas/ada.yaml: answers.base: an answer has exactly one of value, unknown: true and "
        "other; mend it",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), SHAPE, ids=[one[3][:60] for one in SHAPE])
def test_a_fault_of_shape_names_file_key_and_mend(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    edit(folder / file, old, new)
    assert faults(folder) == [said]


def test_every_fault_is_reported_at_once(folder: Path) -> None:
    edit(folder / "facts.yaml", "id: D1.1", "id: fact-1")
    edit(folder / "paths.yaml", "position: 100", "position: 101")
    edit(folder / "personas/ada.yaml", "path: shut", "paht: shut")
    assert faults(folder) == [
        "paths.yaml: paths.free.position: 101 is too large; write 100.0 or less",
        "facts.yaml: facts.fact-1.id: 'fact-1' has the wrong form; write a fact id such as D4.1",
        "personas/ada.yaml: expect.path: path is missing; add path",
        "personas/ada.yaml: expect.paht: nothing called paht belongs here; did you mean path?",
    ]


# ---------------------------------------------------------------- languages

LANGUAGE = [
    (
        "es.yaml", 'question.bass.ask: "?"',
        "languages/es.yaml: question.bass.ask: there is no such text; did you mean "
        "question.base.ask?",
    ),
    (
        "es.yaml", "question.base.ask: 7",
        "languages/es.yaml: question.base.ask: 7 is not a text; write it in quotes",
    ),
    (
        "en.yaml", 'question.base.ask: "?"',
        "languages/en.yaml: en is the main language; write its texts in place",
    ),
    (
        "spanish.yaml", 'question.base.ask: "?"',
        "languages/spanish.yaml: no such file belongs here; take it out",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "said"), LANGUAGE, ids=[one[0] for one in LANGUAGE])
def test_a_fault_of_a_language_file_names_the_text(
    folder: Path, name: str, text: str, said: str
) -> None:
    (folder / "languages").mkdir()
    (folder / "languages" / name).write_text(text)
    assert faults(folder) == [said]


def test_a_text_given_twice_in_a_language_is_refused(folder: Path) -> None:
    (folder / "languages").mkdir()
    for name in ("es.yaml", "es-more.yaml"):
        (folder / "languages" / name).write_text('edition.title: "Edición"')
    assert faults(folder) == [
        "languages/es.yaml: edition.title: the text stands twice; keep one",
    ]


# ---------------------------------------------------------------- hostile files

HOSTILE = [
    ("key: a\nkey: b\n", "line 2: key stands twice; keep one"),
    ("a: 1\n3: 2\n", "line 2: 3 is not a name; write it in quotes"),
    ("a: &x [1]\nb: *x\n", "line 1: anchors and aliases are refused; write the value out"),
    ("a: *x\n", "line 1, column 4: it names an anchor that is not there; mend it there"),
    ("a: !!python/object/apply:os.system [ls]\n",
     "line 1: tags and dates are refused; write a plain value, in quotes"),
    ("a: !!binary aGk=\n",
     "line 1: tags and dates are refused; write a plain value, in quotes"),
    ("a: 2026-11-23\n", "line 1: tags and dates are refused; write a plain value, in quotes"),
    ("a: {<<: {b: 1}}\n", "line 1: tags and dates are refused; write a plain value, in quotes"),
    ("a: 1\n---\nb: 2\n", "line 2, column 1: a second document begins; mend it there"),
    ("schema: 0x" + "f" * 9000, "line 1: this number is too long; write a shorter one"),
    ("schema: 0o" + "7" * 9000, "line 1: this number is too long; write a shorter one"),
    ("schema: " + "9" * 9000, "line 1: this number is too long; write a shorter one"),
    ("schema: " + "9" * 9000 + ".5", "line 1: this number is too long; write a shorter one"),
    ("- a\n", "it does not hold name: value pairs; write a mapping"),
    ("", "it does not hold name: value pairs; write a mapping"),
    ("a: [1, 2\n", "line 2, column 1: a list in brackets is not closed; mend it there"),
    ("a: " + "[" * 30 + "]" * 30, "line 1: it is nested too deeply; use at most 20 levels"),
    ("a: " + "[" * 9000, "it is nested too deeply; use at most 20 levels"),
    ("a: '" + "x" * yaml_in.MOST_BYTES + "'\n", "it is larger than 1 MB; split it"),
    (b"a: \xff\n", "byte 3: it is not UTF-8; save it as UTF-8"),
    (b"\xff\xfea\x00", "byte 0: it is not UTF-8; save it as UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), HOSTILE, ids=[one[1][:40] for one in HOSTILE])
def test_a_hostile_file_is_refused_in_one_line(folder: Path, text: str | bytes, said: str) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "actions.yaml").write_bytes(data)
    assert faults(folder) == [f"actions.yaml: {said}"]


def test_a_file_with_a_nul_is_refused(folder: Path) -> None:
    (folder / "actions.yaml").write_bytes(b"a: x\x00y\n")
    [said] = faults(folder)
    assert said.startswith("actions.yaml: it cannot be read (")


def test_a_link_is_refused_wherever_it_leads(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "secret.yaml").write_text("a: 1")
    (folder / "facts.yaml").unlink()
    (folder / "facts.yaml").symlink_to(elsewhere / "secret.yaml")
    (folder / "languages").symlink_to(elsewhere)
    assert faults(folder) == [
        "facts.yaml: it is a link; put the file itself here",
        "languages: it is a link; put the file itself here",
    ]


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / "facts.yaml").unlink()
    os.mkfifo(folder / "facts.yaml")
    assert faults(folder) == [
        "facts.yaml: it is a link or not a file; put a copy of the file itself here",
    ]


def test_strange_and_missing_files_are_named(folder: Path) -> None:
    (folder / "notes.txt").write_text("?")
    (folder / "categories/funding.yml").write_text("?")
    (folder / "paths.yaml").unlink()
    assert faults(folder) == [
        "categories/funding.yml: no such file belongs here; take it out",
        "notes.txt: no such file belongs here; take it out",
        "paths.yaml: the file is missing; add it",
    ]


def test_too_many_files_are_not_read(folder: Path) -> None:
    for number in range(MOST_FILES):
        (folder / f"personas/p{number}.yaml").write_text("key: p")
    assert faults(folder) == [f".: there are over {MOST_FILES} files; merge some"]


def test_a_folder_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    assert faults(tmp_path / "none") == [f"{tmp_path}/none: there is no such folder; name a folder"]
    with pytest.raises(SeedError):
        load_content("../../etc")


def test_the_small_edition_is_written_as_people_write_it(folder: Path) -> None:
    assert (folder / "tensions.yaml").read_text() == (
        "# Contradictions between answers, each with the question that settles it.\n"
        "tensions:\n"
        "  - key: open-but-weak\n"
        '    name: "Open but weak"\n'
        "    severity: high\n"
        "    when: {all: [{q: route, op: in, value: [open]}, {q: base, op: in, value: [weak]}]}\n"
        '    why: "It breaks."\n'
        "    settle: base\n"
        "    actions: [get-strong]\n"
    )


def test_links_in_the_target_are_replaced_and_never_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept.yaml").write_text("kept")
    target = tmp_path / "target"
    target.mkdir()
    (target / "categories").symlink_to(elsewhere)
    (target / "edition.yaml").symlink_to(elsewhere / "kept.yaml")
    write_seeds(small(), target)
    assert [one.name for one in elsewhere.iterdir()] == ["kept.yaml"]
    assert (elsewhere / "kept.yaml").read_text() == "kept"
    assert read_seeds(target) == small()
