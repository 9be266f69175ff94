"""One way to put a text into a cell (RELIABILITY EX-01, EX-02, R23)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.report.files.cells import NUMBER, safe_cell, written

DANGEROUS = (
    "=1+1", "+1+1", "-2+3", "@SUM(A1)", "\tx", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠x",
    " =1+1", "\u00a0=1", "\u2003@x", "=HYPERLINK(\"http://x\")", "-", "=", "+cmd|' /C calc'!A0",
    "-1 apples", "'=1", "''=1", "-inf", "+nan", "-1_000",
)  # fmt: skip
HARMLESS = (
    "", "x", "x=1", "-5", "+5", "-1,234.5", "-2.5e-7", "1e5", "−5", "it's", "'tis", "'", "a\n=b",
    "-.5", "(=1)",
)  # fmt: skip


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_text_that_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", HARMLESS)
def test_every_other_text_stays(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text(alphabet=st.characters() | st.sampled_from("=+-@'\t\r\n ＝")))
def test_every_text_can_be_read_back(text: str) -> None:
    assert written(safe_cell(text)) == text


@given(st.text(alphabet=st.sampled_from("=+-@'\t\r\n ＝＋a1.,e")))
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    cell = safe_cell(text).lstrip(" ")
    assert not cell.startswith(tuple("=@＝＠\t\r\n"))
    assert not cell.startswith(tuple("+-＋－")) or NUMBER.fullmatch(cell)
