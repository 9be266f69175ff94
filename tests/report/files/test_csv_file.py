"""CSV read back: every cell as it was, every record counted (RELIABILITY EX-01, EX-03, EX-09)."""

from __future__ import annotations

import csv
import io
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.report.files.cells import written_in_csv
from questionnaire.report.files.csv_file import as_csv
from questionnaire.report.files.frozen import Frozen
from questionnaire.report.files.shape import Cell, Column, Table
from questionnaire.report.files.tables import MAKERS
from tests.report.files.opened import opened, tables_of

HOSTILE = (
    "=1+1",
    "a,b;c",
    'say "so"',
    "two\nlines",
    "two\r\nlines",
    "🌵",
    "שלום",
    "",
    " =x",
    "'=x",
)


def read(content: bytes) -> tuple[list[str], list[list[str]]]:
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
    return head, rows


def table(frozen: Frozen, key: str) -> Table:
    return next(one for one in tables_of(frozen) if one.key == key)


def back(cell: Cell) -> str:
    """What a cell reads as."""
    return "" if cell is None else str(cell)


@pytest.mark.parametrize("key", MAKERS)
def test_every_table_reads_back_cell_by_cell(key: str) -> None:
    made = table(opened(), key)
    head, rows = read(as_csv(made))
    assert head == ["row", "rows", *(one.key for one in made.columns)]
    count = len(made.rows)
    assert [row[:2] for row in rows] == [[str(n), str(count)] for n in range(1, count + 1)]
    told = [[written_in_csv(cell) for cell in row[2:]] for row in rows]
    assert told == [[back(cell) for cell in row] for row in made.rows]


def test_numbers_read_back_to_the_last_digit() -> None:
    frozen = opened()
    made = table(frozen, "postures")
    head, rows = read(as_csv(made))
    place = head.index("score")
    assert [float(row[place]) for row in rows] == [one["score"] for one in frozen.card["postures"]]


def test_hostile_texts_read_back_and_none_is_a_formula() -> None:
    made = Table("x", "X", (Column("a", "A"),), tuple((one,) for one in HOSTILE))
    _head, rows = read(as_csv(made))
    assert [written_in_csv(row[2]) for row in rows] == list(HOSTILE)
    assert [row[2] for row in rows if row[2].lstrip().startswith("=")] == []


def test_a_negative_number_is_a_number_and_a_table_without_rows_has_its_head() -> None:
    number = Table("x", "X", (Column("a", "A"),), ((-5,), (-1234.5,), (1e-7,)))
    assert [row[2] for row in read(as_csv(number))[1]] == ["-5", "-1234.5", "1e-07"]
    assert read(as_csv(Table("x", "X", (Column("a", "A"),), ()))) == (["row", "rows", "a"], [])


def test_a_file_cut_short_shows_it() -> None:
    made = table(opened(), "answers")
    content = as_csv(made)
    _head, rows = read(content[: content.rindex(b"\r\n", 0, len(content) // 2)])
    assert rows[-1][0] != rows[-1][1]


@given(st.text(alphabet=st.sampled_from("=+-@'\t\r\n ＝;,\"a1")))
def test_no_piece_is_a_formula_where_semicolons_separate(text: str) -> None:
    """As a spreadsheet in German or Spanish reads the file."""
    made = Table("x", "X", (Column("a", "A"), Column("b", "B")), ((text, "x;=1+1"),))
    content = as_csv(made).decode("utf-8-sig")
    for piece in re.split("[;\r\n]", content):
        assert not piece.lstrip(f'{string.whitespace}"').startswith(("=", "+", "-", "@", "＝")), (
            content
        )
    [row] = read(as_csv(made))[1]
    assert [written_in_csv(one) for one in row[2:]] == [text, "x;=1+1"]
