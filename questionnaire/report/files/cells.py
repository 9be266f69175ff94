"""One way to put a text into a cell: no program takes it for a formula; no Django.

Rule (RELIABILITY R23): a text that begins, after blanks, with one of = + - @, their full-width
forms, tab, CR, LF or NUL gets an apostrophe in front, unless it is a number as it stands. Numbers
are written as numbers and never come here. A text that already begins with apostrophes before such
a beginning gets one more, so that taking one away always gives back what was written.
"""

from __future__ import annotations

import re

DANGEROUS = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r\n\0]")
PIECE = re.compile(r"([;\r\n][\s\x22]*)('*)(?=[=+\-@＝＋－＠\t\r\n\0])")
NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)*|\.\d+)(?:[eE][+-]?\d+)?")


def safe_cell(text: str) -> str:
    """The text as a cell may hold it."""
    if DANGEROUS.match(text) and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def written(cell: str) -> str:
    """The text that a cell of ours was made from."""
    if cell.startswith("'") and DANGEROUS.match(cell[1:]):
        return cell[1:]
    return cell


def safe_in_csv(text: str) -> str:
    """The text as CSV may hold it. A spreadsheet whose country writes lists with semicolons splits
    our lines there, and ends them where a text's own lines end, for it sees no quotes in the middle
    of what it takes for a cell: so what comes after these gets an apostrophe by the same rule,
    numbers too."""
    return PIECE.sub(r"\1'\2", safe_cell(text))


def written_in_csv(cell: str) -> str:
    """The text that a cell of CSV was made from."""
    return written(PIECE.sub(lambda found: found[1] + found[2][1:], cell))
