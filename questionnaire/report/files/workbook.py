"""The report as a workbook: a first sheet that sums up and counts, then one for each table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from questionnaire.bank.figures import half_up
from questionnaire.report.files.cells import safe_cell
from questionnaire.report.files.frozen import Frozen
from questionnaire.report.files.opened import release_table
from questionnaire.report.files.shape import Cell, Table, Told
from questionnaire.report.files.tables import tables
from questionnaire.report.files.today import Today, decision_table, plan_table
from questionnaire.report.narrative.sentence import tell_sentence
from questionnaire.report.narrative.tongue import path_name

MOST_IN_A_CELL = 32_767
"""What a cell of a workbook holds; the full text is in CSV and JSON."""


def as_xlsx(frozen: Frozen, today: Today | None = None) -> bytes:
    """The workbook; the same bytes for the same report and language, and for the same of today.
    today: what is decided, to be opened and planned, as the last sheets."""
    out = io.BytesIO()
    # A text is never a formula or an address; the file's dates are the report's.
    book = Workbook(out, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    })  # fmt: skip
    say = frozen.tongue.say
    book.set_properties({
        "title": safe_cell(say("Report for %(venture)s", venture=frozen.venture)),
        "author": "FMAssess", "language": frozen.tongue.lang,
        "created": frozen.sent_at.astimezone(dt.UTC).replace(tzinfo=None),
    })  # fmt: skip
    book.set_custom_property("Language", frozen.tongue.lang)
    told = Told(frozen.tongue, frozen.card, frozen.sheet, frozen.notes)
    made = tables(told)
    if today and today.decided:
        made += (decision_table(frozen.tongue, today),)
    if today and today.opened:
        made += (release_table(frozen.tongue, today.day, today.opened),)
    if today and today.plan:
        made += (plan_table(frozen.tongue, today),)
    formats = _formats(book)
    _first(book, frozen, made, formats)
    for one in made:
        _sheet(book, one, formats)
    book.close()
    return out.getvalue()


def _formats(book: Workbook) -> dict[str, Any]:
    top = {"valign": "top"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top}),
        "text": book.add_format({"text_wrap": True, **top}),
        "whole": book.add_format({"num_format": "0", **top}),
        "tenths": book.add_format({"num_format": "#,##0.0", **top}),
        "large": book.add_format({"num_format": "0.00E+00", **top}),
    }


# ---------------------------------------------------------------- the first sheet


def _first(
    book: Workbook, frozen: Frozen, made: tuple[Table, ...], formats: dict[str, Any]
) -> None:
    say = frozen.tongue.say
    sheet = book.add_worksheet(_called(say("Summary")))
    _fit_for_paper(sheet, repeat=False)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    sheet.write_string(0, 0, _text(frozen.venture), formats["title"])
    rows = list(_summary(frozen))
    for place, (name, value) in enumerate(rows, 2):
        sheet.write_string(place, 0, name, formats["head"])
        _write(sheet, place, 1, value, formats)
    start = len(rows) + 4
    sheet.write_string(start - 1, 0, say("Sheet"), formats["head"])
    sheet.write_string(start - 1, 1, say("Rows"), formats["head"])
    for place, one in enumerate(made, start):
        sheet.write_string(place, 0, one.title, formats["text"])
        _write(sheet, place, 1, len(one.rows), formats)


def _summary(frozen: Frozen) -> Iterator[tuple[str, Cell]]:
    say, card = frozen.tongue.say, frozen.card
    told, lean = card["recommendation"], card["lean"]
    yield say("What your answers support"), tell_sentence(frozen.tongue, card)
    yield say("Path"), path_name(frozen.tongue, told["path"]) if told["path"] else None
    yield say("Margin"), told["margin"]
    yield say("Lean"), lean["value"]
    yield say("Lean, low"), lean["low"]
    yield say("Lean, high"), lean["high"]
    yield say("Answered"), len(card["answered"]) + len(card["other"]) + len(card["unknown"])
    yield say("Asked"), len(card["reachable"])
    yield say("Sent on"), frozen.date
    yield say("Revision"), frozen.revision
    yield say("Receipt"), frozen.receipt
    yield say("Fingerprint of the answers (SHA-256)"), frozen.answers_hash
    yield say("Edition"), card["edition"]
    yield say("Scoring version"), card["scoring_version"]
    yield say("Reading it"), say("A decision aid, not legal advice.")


# ---------------------------------------------------------------- the others


def _sheet(book: Workbook, table: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(_called(table.title))
    _fit_for_paper(sheet, repeat=True)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, formats["head"])
    for place, row in enumerate(table.rows, 1):
        for across, value in enumerate(row):
            _write(sheet, place, across, value, formats)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _fit_for_paper(sheet: Worksheet, *, repeat: bool) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if repeat:
        sheet.set_landscape()
        sheet.repeat_rows(0)


def _called(title: str) -> str:
    """A sheet's name: at most 31 characters, none that a workbook refuses."""
    return "".join("-" if one in "[]:*?/\\'" else one for one in title)[:31]


def _write(sheet: Worksheet, row: int, column: int, value: Cell, formats: dict[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        sheet.write_string(row, column, _text(value), formats["text"])
    else:
        sheet.write_number(row, column, value, formats[_kind(value)])


def _text(value: str) -> str:
    return safe_cell(value)[:MOST_IN_A_CELL]


def _kind(value: float) -> str:
    if abs(value) >= 1e9:
        return "large"
    return "whole" if isinstance(value, int) and half_up(value) == value else "tenths"
