"""The PDF's text and structure, read back and compared with the values of the page."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.utils import translation

from questionnaire.report.files.pdf import document
from questionnaire.report.page import report_page
from tests.report.files.opened import bare, opened, pdf_of, petrel, reader, text_of
from tests.report.files.said import said_by

RTL = "שלום עולם"
LANGS = ["en", "es", "de"]


def page_of(frozen: Any) -> dict[str, Any]:
    with translation.override(frozen.tongue.lang):
        return report_page(frozen.tongue, frozen.card, frozen.sheet, frozen.notes)


def flat(outline: Any) -> list[Any]:
    """Bookmarks of every level."""
    return [one for part in outline for one in (flat(part) if isinstance(part, list) else [part])]


@pytest.mark.parametrize("lang", LANGS)
def test_it_says_what_the_page_says(lang: str) -> None:
    frozen = opened(lang=lang)
    text, page = text_of(pdf_of(frozen), frozen), page_of(frozen)
    missing = [word for word in said_by(page) if bare(word) not in text]
    assert missing == []


def test_it_is_tagged_named_dated_and_in_its_language() -> None:
    frozen, content = petrel()
    made = reader(content)
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert made.metadata.title == "Report for Petrel Maritime"
    assert made.metadata.creation_date == frozen.sent_at
    assert b"pdfuaid:part" in made.xmp_metadata.stream.get_data()


@pytest.mark.parametrize("lang", LANGS)
def test_its_language_is_the_readers(lang: str) -> None:
    frozen = opened("almendra-speech", lang=lang)
    made = reader(pdf_of(frozen))
    assert made.trailer["/Root"]["/Lang"] == lang
    parts = [one.title for one in flat(made.outline)]
    names = [name for _anchor, name in page_of(frozen)["contents"]]
    assert [name for name in names if name not in parts] == []


def test_every_page_says_which_it_is_of_how_many_and_what_it_is() -> None:
    _frozen, content = petrel()
    pages = reader(content).pages
    for place, page in enumerate(pages, 1):
        text = page.extract_text()
        assert f"{place} of {len(pages)}" in text
        for word in ("Petrel Maritime", "20 November 2026", "edition 2026-11", "scoring 3",
                     "not legal advice"):  # fmt: skip
            assert word in " ".join(text.split()), (place, word)


def test_every_font_is_embedded() -> None:
    found = {}
    for page in reader(petrel()[1]).pages:
        for named in page["/Resources"]["/Font"].values():
            font = named.get_object()
            for part in font.get("/DescendantFonts", [font]):
                described = part.get_object()["/FontDescriptor"]
                names = {"/FontFile", "/FontFile2", "/FontFile3"} & set(described)
                found[str(font["/BaseFont"])] = len(names)
    assert set(found.values()) == {1}
    assert {name.split("+")[1].split("-")[0] for name in found} >= {"Inter", "LibertinusSerif"}


def test_charts_carry_their_numbers_as_alternative_text() -> None:
    frozen, content = petrel()
    alternatives: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/Alt" in node:
                alternatives.append(str(node["/Alt"]))
            if "/K" in node:
                walk(node["/K"])

    walk(reader(content).trailer["/Root"]["/StructTreeRoot"])
    page = page_of(frozen)
    wanted = [row.told.desc for row in page["postures"]] + [page["lean"].told.desc]
    assert [one for one in wanted if one not in alternatives] == []


def test_the_same_report_gives_the_same_bytes_and_another_language_others() -> None:
    _frozen, content = petrel()
    assert pdf_of(opened()) == content
    assert pdf_of(opened(lang="de")) != content


def test_a_decision_stands_in_one_sentence_on_the_first_page() -> None:
    for persona in ("almendra-speech", "levante-models", "petrel-maritime"):
        frozen = opened(persona)
        with translation.override("en"):
            told = document(frozen)["verdict"]["lede"][0]
        assert bare(told) in bare(reader(pdf_of(frozen)).pages[0].extract_text())


def test_markup_in_a_name_or_a_note_is_only_text() -> None:
    name, note = '*x* #eval("1") $a$ <b>`', '= no heading\n#include "style.typ"\n- no list \\ @x'
    frozen = opened(venture=name, notes={"funding-route": (note, note)})
    content = pdf_of(frozen)
    text = text_of(content, frozen)
    assert bare(name) in text
    assert text.count(bare(note)) == 2
    assert "no heading" not in [str(one.get("/Title")) for one in flat(reader(content).outline)]


@pytest.mark.parametrize(
    "name", [RTL, "日本の会社", "Cactus 🌵 & Söhne", "\u2067x\u2069", "x\u0301" * 40]
)
def test_a_name_in_any_script_is_set_and_stays_in_the_title(name: str) -> None:
    made = reader(pdf_of(opened("almendra-speech", venture=name)))
    assert made.metadata.title == f"Report for {name}"
    assert len(made.pages) < 25


def test_signs_that_cannot_be_shown_do_not_stop_it() -> None:
    notes = {"funding-route": ("\x01\x0b\ufeff\ufffe\u202e\U0010ffff tab\there", "\ue000")}
    assert len(reader(pdf_of(opened(notes=notes))).pages) > 5


def test_a_long_note_and_a_word_without_end_do_not_break_the_page() -> None:
    notes = {"funding-route": ("word " * 4_000, "x" * 20_000)}
    frozen = opened(notes=notes, venture="V" * 120)
    content = pdf_of(frozen)
    assert text_of(content, frozen).count("word") >= 4_000
    assert text_of(content, frozen).count("x") >= 20_000


def test_an_empty_report_says_that_too_little_is_answered() -> None:
    frozen = opened(sheet={}, venture="Empty")
    text = text_of(pdf_of(frozen), frozen)
    assert bare("Too little is answered to name a direction.") in text
    assert "NaN" not in text and "None of 100" not in text


def test_it_is_made_in_under_three_seconds() -> None:
    start = time.process_time()
    pdf_of(opened("saffron-vision", lang="es"))
    assert time.process_time() - start < 3
