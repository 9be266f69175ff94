"""A zip of seeds there and back; a broken or hostile one is refused whole, in words."""

from __future__ import annotations

import io
import stat
import struct
import time
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from questionnaire.bank import archive
from questionnaire.bank.content import Content
from questionnaire.bank.seed import MOST_VALUES, SeedError, load_content, read_seeds, read_zip
from questionnaire.bank.seed_writing import seed_texts, write_seeds, zip_seeds
from tests.bank.banks import shipped, small

Files = dict[str, str | bytes]


def sound(**more: str | bytes) -> Files:
    """The small edition's files, some put in place of others: ``actions=...`` is actions.yaml."""
    return {**dict(seed_texts(small())), **{f"{name}.yaml": text for name, text in more.items()}}


def packed(files: Files, how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name, text in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = how
            made.writestr(info, text)
    return out.getvalue()


def entry(name: str, data: str | bytes = "a: 1\n", **fields: object) -> bytes:
    """The small edition with one more entry, whose header says what is given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for one, text in sound().items():
            made.writestr(one, text)
        info = zipfile.ZipInfo("x")
        info.filename = name  # past ZipInfo's own tidying
        for field, value in fields.items():
            setattr(info, field, value)
        made.writestr(info, data)
    return out.getvalue()


def overwritten(data: bytes, name: str, central: int, local: int, value: bytes) -> bytes:
    """The zip with bytes of an entry's two headers set, counted from the headers' starts."""
    with zipfile.ZipFile(io.BytesIO(data)) as read:
        start = read.getinfo(name).header_offset
    listed = data.rindex(name.encode()) - 46
    changed = bytearray(data)
    changed[listed + central : listed + central + len(value)] = value
    changed[start + local : start + local + len(value)] = value
    return bytes(changed)


def faults(data: bytes) -> list[str]:
    with pytest.raises(SeedError) as caught:
        read_zip(data)
    return [str(fault) for fault in caught.value.faults]


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("content", [small(), shipped()], ids=["small", "shipped"])
def test_content_comes_back_from_its_zip_and_the_bytes_are_the_same_again(
    content: Content,
) -> None:
    data = zip_seeds(content)
    assert read_zip(data) == content
    assert zip_seeds(read_zip(data)) == data


def test_a_zip_holds_the_editions_folder_with_sorted_names_and_one_date() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_seeds(small()))) as read:
        found = [(one.filename, one.date_time, one.external_attr >> 16) for one in read.infolist()]
        texts = {one: read.read(one).decode() for one in read.namelist()}
    names = sorted(f"small-1/{name}" for name in sound())
    assert found == [(name, (1980, 1, 1, 0, 0, 0), stat.S_IFREG | 0o644) for name in names]
    assert texts == {f"small-1/{name}": text for name, text in sound().items()}


@pytest.mark.parametrize("how", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("top", ["", "my folder/", "2026-11/"])
def test_a_zip_made_by_hand_is_read_with_its_folder_or_without(how: int, top: str) -> None:
    files = {f"{top}{name}": text for name, text in sound().items()}
    files |= {f"{top}README.md": "Ours.", f"{top}categories/": "", f"{top}languages/": ""}
    assert read_zip(packed(files, how)) == small()


def test_a_zip_is_taken_wherever_a_folder_is(tmp_path: Path) -> None:
    file = tmp_path / "bank.zip"
    write_seeds(small(), file)
    assert file.read_bytes() == zip_seeds(small())
    assert (read_seeds(file), load_content(file)) == (small(), small())


# ---------------------------------------------------------------- the zip itself

WHOLE = packed(sound())
THE_ZIP = {
    "empty": (b"", "it is not a zip; choose a zip that an export made"),
    "yaml": (b"key: a\n", "it is not a zip; choose a zip that an export made"),
    "starts-like-one": (
        b"PK\x03\x04" + b"?" * 99, "it is damaged, or cut short; make the zip again"
    ),
    "truncated": (WHOLE[: len(WHOLE) // 2], "it is damaged, or cut short; make the zip again"),
    "tail-lost": (WHOLE[:-1], "it is damaged, or cut short; make the zip again"),
    "too-large": (
        b"PK" + bytes(archive.MOST_ZIP), "it is larger than 5 MB; take out what is not text"
    ),
    "name-is-no-text": (
        overwritten(entry("ñ.yaml"), "ñ.yaml", 46, 30, b"\xff\xff"),
        "it is damaged, or cut short; make the zip again",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", THE_ZIP)
def test_what_is_no_sound_zip_is_refused(name: str) -> None:
    data, said = THE_ZIP[name]
    assert faults(data) == [f"zip: {said}"]


def test_a_hundred_thousand_entries_are_not_even_listed() -> None:
    one = struct.pack("<4s24xH16x", archive.ENTRY, 1) + b"a"
    data = b"PK\x03\x04" + one * 100_000
    end = struct.pack("<4s4xHHII2x", b"PK\x05\x06", 34_464, 34_464, len(one) * 100_000, 4)
    start = time.monotonic()
    assert faults((data + end)[: archive.MOST_ZIP]) == [
        "zip: it holds over 250 files; take out what does not belong",
    ]
    assert time.monotonic() - start < 1


def test_a_zip_with_too_much_in_it_is_refused_as_soon_as_it_shows() -> None:
    files = {f"personas/p{n}.yaml": "x" * 900_000 for n in range(5)}
    assert faults(packed(files, zipfile.ZIP_STORED)) == [
        "zip: its files are larger than 3 MB together; take out what is not needed",
    ]


def test_a_million_values_are_not_read() -> None:
    text = "a: [" + "1," * MOST_VALUES + "1]\n"
    assert faults(packed(sound(actions=text), zipfile.ZIP_STORED)) == [
        ".: the files hold over 100000 values; take out what is not needed",
    ]


# ---------------------------------------------------------------- names

NAMES = {
    "../edition.yaml": "its name leads out of the folder; name it from the edition's folder",
    "personas/../../x.yaml": "its name leads out of the folder; name it from the edition's folder",
    "./x.yaml": "its name leads out of the folder; name it from the edition's folder",
    "personas//x.yaml": "its name leads out of the folder; name it from the edition's folder",
    "/etc/passwd": "its name is an absolute path; name it from the edition's folder",
    "C:/x.yaml": "its name is an absolute path; name it from the edition's folder",
    "personas\\x.yaml": "its name holds a backslash; part folders with /",
    "..\\x.yaml": "its name holds a backslash; part folders with /",
    "notes.txt": "no such file belongs here; take it out",
    "__MACOSX/._edition.yaml": "no such file belongs here; take it out",
    "personas/deep/x.yaml": "no such file belongs here; take it out",
    "more.zip": "no such file belongs here; take it out",
    "languages/spanish.yaml": "no such file belongs here; take it out",
    "actions.yaml": "it is there twice; keep one",
    "ACTIONS.yaml": "it is there twice; keep one",
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_that_leads_elsewhere_or_is_strange_is_refused(name: str) -> None:
    assert faults(entry(name)) == [f"{name}: {NAMES[name]}"]


def test_a_name_that_cannot_be_seen_is_shown_escaped() -> None:
    assert faults(entry("a\x1bb\u202e.yaml")) == [
        "'a\\x1bb\\u202e.yaml': its name holds a character that cannot be seen; "
        "type the name again",
    ]
    assert faults(entry("x" * 5000)) == [
        f"'{'x' * 96}...: its name is too long; give it a short one"
    ]


# ---------------------------------------------------------------- entries


def unix(mode: int) -> int:
    return (mode | 0o777) << 16


def test_a_link_or_a_device_is_refused() -> None:
    for mode in (stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR):
        data = entry("facts2.yaml", "/etc/passwd", create_system=3, external_attr=unix(mode))
        assert faults(data) == [
            "facts2.yaml: it is a link or not a file; put a copy of the file itself there"
        ]


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_rare_way_of_packing_is_refused(how: int) -> None:
    data = entry("personas/x.yaml", compress_type=how)
    assert faults(data) == [
        "personas/x.yaml: it is packed in a rare way; zip it as usual (deflate)"
    ]


def test_an_encrypted_file_is_refused() -> None:
    data = overwritten(WHOLE, "actions.yaml", 8, 6, b"\x01")
    assert faults(data) == ["actions.yaml: it is encrypted; zip it without a password"]


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name, text in sound().items():
            if name != "actions.yaml":
                made.writestr(name, text)
        with made.open("actions.yaml", "w") as bomb:
            for _ in range(1000):
                bomb.write(bytes(1_000_000))
    start = time.monotonic()
    assert faults(out.getvalue()) == ["actions.yaml: it is larger than 1 MB; split it"]
    assert time.monotonic() - start < 1
    small_bomb = packed(sound(actions="#" * 900_000))
    assert faults(small_bomb) == [
        "actions.yaml: it unpacks to over 100 times its size; write texts only"
    ]


def test_a_header_that_lies_about_the_size_is_not_believed() -> None:
    long = packed(sound(actions="a: b\n" * 1000))
    said = "its header does not fit it; make the zip again"
    for size in (1, 4_000_000_000):
        lying = overwritten(long, "actions.yaml", 24, 22, struct.pack("<I", size))
        assert faults(lying) == [f"actions.yaml: it is damaged, or {said}"]
    cut = overwritten(long, "actions.yaml", 20, 18, struct.pack("<I", 4))
    assert faults(cut) == [f"actions.yaml: it is damaged, or {said}"]
    beyond = overwritten(long, "actions.yaml", 20, 18, struct.pack("<I", 4_000_000))
    assert faults(beyond) == ["actions.yaml: line 2: a stands twice; keep one"]  # read, no further


def test_a_changed_byte_is_noticed() -> None:
    stored = packed(sound(), zipfile.ZIP_STORED)
    assert faults(stored.replace(b"Get strong", b"Get string")) == [
        "actions.yaml: it is damaged, or its header does not fit it; make the zip again",
    ]
    bad = overwritten(WHOLE, "actions.yaml", 16, 14, b"\0\0\0\0")
    assert faults(bad) == [
        "actions.yaml: it is damaged, or its header does not fit it; make the zip again",
    ]


def test_a_file_listed_under_another_name_than_its_own_is_refused() -> None:
    place = WHOLE.index(b"actions.yaml")
    data = WHOLE[:place] + b"actoins.yaml" + WHOLE[place + 12 :]
    assert faults(data) == [
        "actions.yaml: it is damaged, or its header does not fit it; make the zip again",
    ]


# ---------------------------------------------------------------- what is in the files


def bomb_of_aliases() -> str:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    return "\n".join(lines)


FILES: dict[str, tuple[Callable[[], Files], list[str]]] = {
    "aliases": (
        lambda: sound(actions=bomb_of_aliases()),
        ["actions.yaml: line 1: anchors and aliases are refused; write the value out"],
    ),
    "not-utf-8": (
        lambda: sound(actions="a: ñ".encode("latin-1")),
        ["actions.yaml: byte 3: it is not UTF-8; save it as UTF-8"],
    ),
    "zip-in-a-zip": (
        lambda: sound(actions=WHOLE),
        ["actions.yaml: it is a zip inside the zip; put its files there"],
    ),
    "newer": (
        lambda: {
            **sound(edition="schema: 7\nkey: a\nnew-field: 1\n"), "glossary.yaml": "a: 1",
        },
        ["edition.yaml: schema: the seeds have the form 7, this program knows 1; "
         "use a newer program"],
    ),
    "schema-nought": (
        lambda: sound(edition=str(sound()["edition.yaml"]).replace("schema: 1", "schema: 0")),
        ["edition.yaml: schema: 0 is too small; write 1 or more"],
    ),
    "markup": (
        lambda: sound(facts='facts:\n  - {id: D1.1, text: "<b>So</b>", source: "A <i>paper</i>", '
                            'url: "https://a.example/<script>"}\n'),
        ["facts.yaml: facts.D1.1.text.en: a text is plain words; take the HTML tag out",
         "facts.yaml: facts.D1.1.source: a text is plain words; take the HTML tag out",
         "facts.yaml: facts.D1.1.url: a text is plain words; take the HTML tag out"],
    ),
    "unseen": (
        lambda: sound(facts='facts:\n  - {id: D1.1, text: "So\\0", source: "\\ud800"}\n'),
        ["facts.yaml: facts.D1.1.text.en: the text holds a character that cannot be seen; "
         "type it again",
         "facts.yaml: facts.D1.1.source: '\\ud800': input should be a valid string, unable to "
         "parse raw data as a unicode string; mend the value"],
    ),
    "unseen-name": (
        lambda: sound(facts='"\\ud800": 1\nfacts: []\n'),
        ["facts.yaml: line 1: '\\ud800' is not a name; write a key"],
    ),
    "several": (
        lambda: {**sound(actions="a: *x", facts="- a\n"), "notes.txt": "?"},
        ["notes.txt: no such file belongs here; take it out",
         "actions.yaml: line 1, column 4: it names an anchor that is not there; mend it there",
         "facts.yaml: it does not hold name: value pairs; write a mapping"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_may_not_hold_is_told_with_its_place(name: str) -> None:
    files, said = FILES[name]
    assert faults(packed(files())) == said


def test_a_persona_carries_no_markup_and_no_name_too_long_for_its_column() -> None:
    text = str(sound()["personas/ada.yaml"])
    assert text.count('"Ada Models"') == text.count("{value: strong}") == 1
    changed = text.replace("{value: strong}", '{value: "<b>"}').replace("Ada Models", "A" * 201)
    assert faults(packed({**sound(), "personas/ada.yaml": changed})) == [
        "personas/ada.yaml: venture: 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA... is too "
        "long; write at most 200 characters",
        "personas/ada.yaml: answers.base.value: a text is plain words; take the HTML tag out",
    ]


def test_many_texts_that_are_not_there_are_told_without_a_guess_for_each() -> None:
    lines = "".join(f'question.bose{number}.ask: "?"\n' for number in range(3000))
    start = time.monotonic()
    told = faults(packed({**sound(), "languages/es.yaml": lines}))
    assert (len(told), told[0], told[-1]) == (
        3000,
        "languages/es.yaml: question.bose0.ask: there is no such text; did you mean "
        "question.base.ask?",
        "languages/es.yaml: question.bose2999.ask: there is no such text; take it out",
    )
    assert time.monotonic() - start < 5


# ---------------------------------------------------------------- any damage


def damaged(data: bytes, changes: Iterable[tuple[int, int]]) -> bytes:
    found = bytearray(data)
    for place, value in changes:
        found[place % len(found)] = value
    return bytes(found)


@example(changes=[(WHOLE.rindex(b"facts.yaml") - 13, 1)])  # a comment that swallows what follows
@given(changes=st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 255)), max_size=4))
@settings(max_examples=150)
def test_any_damage_is_refused_or_does_no_harm(changes: list[tuple[int, int]]) -> None:
    try:
        found = read_zip(damaged(WHOLE, changes))
    except SeedError as error:
        assert error.faults
    else:
        assert found == small()
