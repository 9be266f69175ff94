"""The workbook opened with another library and compared number by number with the scorecard."""

from __future__ import annotations

import html
import io
import re
import zipfile
from functools import partial
from typing import Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from questionnaire.bank.figures import half_up
from questionnaire.report.files.cells import written
from questionnaire.report.files.frozen import Frozen
from questionnaire.report.files.workbook import as_xlsx
from questionnaire.report.narrative.next_steps import in_order
from tests.report.files.opened import opened, tables_of
from tests.report.sent import founder_of, reported

POSTURES = ("funding", "community", "safety")
INJECTION = '=HYPERLINK("http://evil.example","x")'


def book_of(frozen: Frozen) -> tuple[bytes, Any]:
    with translation.override(frozen.tongue.lang):
        content = as_xlsx(frozen)
    return content, load_workbook(io.BytesIO(content))


def cells(sheet: Any) -> list[list[Any]]:
    """The cells below the head."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]


def column(sheet: Any, key: str, frozen: Frozen) -> list[Any]:
    """A column by its key."""
    made = next(one for one in tables_of(frozen) if one.title == sheet.title)
    place = [one.key for one in made.columns].index(key)
    return [row[place] for row in cells(sheet)]


def test_every_number_is_the_scorecards() -> None:
    frozen = opened()
    card = frozen.card
    _content, book = book_of(frozen)
    for sheet, key, wanted in (
        ("Postures", "score", [one["score"] for one in card["postures"]]),
        ("Postures", "evidenced", [one["evidenced"] for one in card["postures"]]),
        ("Postures", "low", [one["low"] for one in card["postures"]]),
        ("Postures", "coverage", [one["coverage"] for one in card["postures"]]),
        ("Paths", "fit", [one["fit"] for one in card["paths"]]),
        ("Paths", "pull", [one["pull"] for one in card["paths"]]),
        ("Paths", "rank", [one["rank"] for one in card["paths"]]),
        ("Actions", "gain", [one["gain"] for one in card["actions"]]),
        ("Flips", "fit", [one["fit"] for one in in_order(card) for _ in one["changes"]]),
        ("Milestones", "month_high", [one["month_high"] for one in card["milestones"]]),
        ("Estimates", "usual", [one["usual"] for one in card["estimates"]]),
        ("Robustness", "first", [one["first"] for one in card["robustness"]["shares"]]),
    ):
        # Excel keeps 15 digits
        assert column(book[sheet], key, frozen) == pytest.approx(wanted, rel=1e-14), (sheet, key)


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["en", "es", "de"])
def test_every_number_of_the_page_is_that_of_the_workbook_rounded(lang: str) -> None:
    """The page as its reader gets it beside the file as its reader opens it."""
    report = reported("petrel-maritime")
    client = founder_of(report.submission.assessment.venture)
    language = {"Accept-Language": lang}
    page = client.get(f"/reports/{report.pk}/", headers=language).content.decode()
    content = client.get(f"/reports/{report.pk}.xlsx", headers=language).content
    frozen = opened(lang=lang)  # the same persona: its tables say which column is which
    sheets = {one.key: sheet for one, sheet in
              zip(tables_of(frozen), load_workbook(io.BytesIO(content)).worksheets[1:],
                  strict=True)}  # fmt: skip

    def told(table: str, key: str) -> list[Any]:
        made = next(one for one in tables_of(frozen) if one.key == table)
        place = [one.key for one in made.columns].index(key)
        return [row[place] for row in cells(sheets[table])]

    def shown(pattern: str) -> list[float | None]:
        return [_number(html.unescape(one)) for one in re.findall(pattern, page)]

    def whole(found: list[Any]) -> list[float]:
        return [float(half_up(one)) for one in found]

    assert shown(r'class="fig num">([^<]+)<')[:3] == whole(told("postures", "score"))
    assert shown(r'class="fit"><a href="#sum-[^"]+">([^<]+)<') == whole(told("paths", "fit"))
    # parts of a sum are rounded together, so that one may be a tenth off
    near = partial(pytest.approx, abs=0.1001)
    [answers] = re.findall(r'<h2 id="answers">.*?</section>', page, re.DOTALL)
    lean = re.findall(r'<td class="r" data-label="[^"]+">([^<]*)</td>', answers)
    moved = told("answers", "lean")
    assert len(lean) == len(moved) > 40
    assert [_number(one) for one in lean if one] == [
        near(moved[place]) for place, one in enumerate(lean) if one
    ]
    assert [one for one, says in zip(moved, lean, strict=True) if not says and one] == []
    gains = re.findall(r'<strong class="num">([+−][^<]+)</strong></span>', page)
    book = [one for row in zip(*(told("actions", f"{each}_gain") for each in POSTURES), strict=True)
            for one in row if one and half_up(one, 1)]  # fmt: skip
    assert sorted(_number(one) or 0 for one in gains) == [near(one) for one in sorted(book)]
    shares = sorted(one for one in told("robustness", "first") if one)
    [part] = re.findall(r'<h2 id="robustness">.*?</section>', page, re.DOTALL)
    words = re.findall(r'class="num">([^<]+)</strong>', part)
    assert sorted(_number(one.split()[0]) or 0 for one in words) == [
        near(100 * one, abs=1) for one in shares
    ]


def _number(words: str) -> float | None:
    """A figure as the page writes it, in whatever language."""
    found = re.fullmatch(r"[+−]?[\d.,]+", words.strip())
    return float(words.strip().replace("−", "-").replace(",", ".")) if found else None


def test_answers_points_add_up_to_the_scores() -> None:
    frozen = opened()
    _content, book = book_of(frozen)
    for one in frozen.card["postures"]:
        points = column(book["Answers"], f"{one['posture']}_gained", frozen)
        assert sum(cell or 0 for cell in points) == pytest.approx(one["score"])
        assert [cell for cell in points if isinstance(cell, str)] == []
    lean = column(book["Answers"], "lean", frozen)
    assert sum(cell or 0 for cell in lean) == pytest.approx(frozen.card["lean"]["value"])


@pytest.mark.parametrize("lang", ["en", "es", "de"])
def test_every_cell_of_every_table_is_there_and_counted_on_the_first_sheet(lang: str) -> None:
    frozen = opened(lang=lang)
    _content, book = book_of(frozen)
    made = tables_of(frozen)
    assert book.sheetnames[1:] == [one.title for one in made]
    counts = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(max_col=2)]
    for one in made:
        sheet = book[one.title]
        assert [cell.value for cell in sheet[1]] == [column.heading for column in one.columns]
        told = [[written(v) if isinstance(v, str) else v for v in row] for row in cells(sheet)]
        wanted = [[None if v in (None, "") else v for v in row] for row in one.rows]
        assert told == [pytest.approx(row) if row else row for row in wanted] or not one.rows
        assert [one.title, len(one.rows)] in counts
        assert sheet.freeze_panes == "A2"
    assert book.custom_doc_props["Language"].value == lang


def test_no_text_is_a_formula_a_link_or_a_number() -> None:
    notes = {"funding-route": (INJECTION, "http://evil.example"), "funding-runway": ("12", "+1+1")}
    frozen = opened(venture="=cmd|' /C calc'!A0", notes=notes)
    content, book = book_of(frozen)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds == {"s", "n"}  # openpyxl calls an empty cell a number
    assert book.worksheets[0]["A1"].value == "'=cmd|' /C calc'!A0"
    assert "'" + INJECTION in column(book["Answers"], "note", frozen)
    assert "12" in column(book["Answers"], "note", frozen)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = b"".join(parts.read(one) for one in parts.namelist() if "worksheets" in one)
    assert re.findall(rb"<f[ >]|<hyperlink", sheets) == []


def test_the_same_report_gives_the_same_bytes() -> None:
    assert book_of(opened())[0] == book_of(opened())[0]


def test_a_note_longer_than_a_cell_is_cut_and_the_file_opens() -> None:
    frozen = opened(notes={"funding-route": ("x" * 40_000, "\x01\x0b _x0041_ 🌵")})
    _content, book = book_of(frozen)
    assert max(len(cell or "") for cell in column(book["Answers"], "note", frozen)) == 32_767


def test_a_report_without_answers_is_a_workbook_without_numbers() -> None:
    frozen = opened(sheet={})
    _content, book = book_of(frozen)
    assert column(book["Postures"], "score", frozen) == [None, None, None]
    assert column(book["Estimates"], "usual", frozen).count(None) > 5
