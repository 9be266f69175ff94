"""One table of a report as CSV: RFC 4180, UTF-8 with a mark, every record numbered "row of rows".

A trailing comment would break parsers and a header of HTTP is lost with the download. So the first
two columns count: ``row`` is a record's number and ``rows`` how many there are, so that a file cut
short shows it under any name. The name of the file and ``X-Row-Count`` say the number too.
"""

from __future__ import annotations

import csv
import io

from questionnaire.report.files.cells import safe_in_csv
from questionnaire.report.files.shape import Cell, Table

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Without it Excel reads UTF-8 as the machine's old code page."""


def as_csv(table: Table) -> bytes:
    """The table with its column keys as header; what cannot be said is empty."""
    out = io.StringIO(newline="")
    write = csv.writer(out, lineterminator="\r\n")
    write.writerow(["row", "rows", *(one.key for one in table.columns)])
    for place, row in enumerate(table.rows, 1):
        write.writerow([place, len(table.rows), *map(_cell, row)])
    return (MARK + out.getvalue()).encode()


def _cell(value: Cell) -> Cell:
    return safe_in_csv(value) if isinstance(value, str) else value
