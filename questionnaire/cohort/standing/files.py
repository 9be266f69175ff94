"""The table of a cohort's page as a file: CSV, a workbook, JSON; row by row, never all in memory.

The rows, their order and their columns are those of the address. How many there are stands in
every row (CSV), on the workbook's second sheet or at the head (JSON), so that a file cut short
shows it; it is counted by the same statement that reads the rows. What is not shown says why, in
the words of the page, and is never zero.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO, Any

from django.db.models import Count, Window
from xlsxwriter import Workbook

from questionnaire.cohort.aggregate import Row
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.page import (
    column_name,
    is_numeric,
    number_of,
    path_words,
    state_word,
    why_words,
)
from questionnaire.cohort.standing.columns import Places, row_from
from questionnaire.cohort.standing.keyset import in_order
from questionnaire.cohort.standing.reading import READ, Asked, chosen_round, standings
from questionnaire.cohort.withheld import legend_of
from questionnaire.people.models import stage_word
from questionnaire.report.files.cells import safe_cell, safe_in_csv
from questionnaire.report.files.csv_file import MARK
from questionnaire.report.narrative.tongue import Tongue

CHUNK = 1000
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Export:
    """What a file holds. total: how many rows come."""

    tongue: Tongue
    cohort: Cohort
    columns: tuple[str, ...]
    total: int
    rows: Iterator[Row]


def export_of(tongue: Tongue, cohort: Cohort, places: Places, asked: Asked) -> Export:
    """The rows that an address asks for, in its order. Two queries, the second read as it goes."""
    rows = standings(cohort, chosen_round(cohort, asked)).matching(asked.filters, places)
    counted = in_order(rows, asked.order).annotate(total=Window(Count("pk")))
    found = counted.values(*READ, "total").iterator(chunk_size=CHUNK)
    first = next(found, None)
    columns = ("stage", *(key for key in asked.columns if key != "stage"))
    if first is None:
        return Export(tongue, cohort, columns, 0, iter(()))
    made = (row_from(one, places) for one in chain((first,), found))
    return Export(tongue, cohort, columns, first["total"], made)


def _cell(tongue: Tongue, row: Row, key: str) -> str | int:
    """As the page shows it: a whole number, or words."""
    if is_numeric(key):
        seen = number_of(row, key)
        return why_words(tongue, seen.missing) if seen.value is None else seen.value
    if key == "path":
        return path_words(tongue, row)
    return state_word(tongue, row.state) if key == "state" else stage_word(row.stage)


# ---------------------------------------------------------------- CSV


def as_csv(export: Export) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 with a mark; the first two columns count: row of rows."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    out.write(MARK)
    write.writerow(["row", "rows", "venture", *export.columns])
    for place, row in enumerate(export.rows, 1):
        cells = [row.name, *(_cell(export.tongue, row, key) for key in export.columns)]
        safe = [safe_in_csv(one) if isinstance(one, str) else one for one in cells]
        write.writerow([place, export.total, *safe])
        if out.tell() > PIECE:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode()


# ---------------------------------------------------------------- JSON


def as_json(export: Export) -> Iterator[bytes]:
    """Keys and numbers for machines: null is what is not shown, and ``missing`` says why."""
    head = {
        "cohort": export.cohort.name, "accelerator": export.cohort.accelerator.name,
        "columns": ["venture", *export.columns], "rows": export.total,
    }  # fmt: skip
    piece = json.dumps(head, ensure_ascii=False)[:-1] + ', "ventures": ['
    for place, row in enumerate(export.rows):
        text = json.dumps(_said(row, export.columns), ensure_ascii=False)
        piece += f"{',' if place else ''}\n{text}"
        if len(piece) > PIECE:
            yield piece.encode()
            piece = ""
    yield f"{piece}\n]}}\n".encode()


def _said(row: Row, columns: Sequence[str]) -> dict[str, Any]:
    numbers = {key: number_of(row, key) for key in columns if is_numeric(key)}
    words = {"stage": row.stage, "state": str(row.state), "path": row.path or None}
    missing = {key: seen.missing for key, seen in numbers.items() if seen.missing}
    if "path" in columns and not row.path_shared:
        missing["path"] = "not-shared"
    return {
        "id": str(row.id),
        "venture": row.name,
        **{key: numbers[key].value if key in numbers else words[key] for key in columns},
        **({"close": row.close} if "path" in columns and row.path else {}),
        "missing": missing,
    }


# ---------------------------------------------------------------- workbook


def as_xlsx(export: Export) -> IO[bytes]:
    """A workbook in a file of its own, written row by row; the second sheet counts."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    book = Workbook(file, {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    })  # fmt: skip
    say = export.tongue.say
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(say("Ventures")[:31])
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(export.columns), 18)
    for across, key in enumerate(("venture", *export.columns)):
        sheet.write_string(0, across, column_name(export.tongue, key), bold)
    written = 0
    for place, row in enumerate(export.rows, 1):
        sheet.write_string(place, 0, safe_cell(row.name))
        for across, key in enumerate(export.columns, 1):
            value = _cell(export.tongue, row, key)
            if isinstance(value, int):
                sheet.write_number(place, across, value)
            else:
                sheet.write_string(place, across, safe_cell(value))
        written = place
    about = book.add_worksheet(say("About")[:31])
    about.set_column(0, 0, 24)
    about.set_column(1, 1, 60)
    facts = ((say("Cohort"), export.cohort.name),
             (say("Accelerator"), export.cohort.accelerator.name))  # fmt: skip
    for place, (name, text) in enumerate(facts):
        about.write_string(place, 0, name, bold)
        about.write_string(place, 1, safe_cell(text))
    about.write_string(2, 0, say("Rows"), bold)
    about.write_number(2, 1, written)
    about.write_string(4, 0, say("What stands in place of a number"), bold)
    for place, (word, means) in enumerate(legend_of(export.tongue), 5):
        about.write_string(place, 0, word)
        about.write_string(place, 1, means)
    book.close()
    file.seek(0)
    return file
