"""docs/reliability-cases.md: every case has a line, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "docs" / "reliability-cases.md"
CASES = {f"CC-{number:02}" for number in range(1, 13)} | {
    f"BR-{number:02}" for number in range(1, 17)
}
LINE = re.compile(r"^\| ([A-Z]+-\d\d) \|.*\| `([\w/]+\.py)::(\w+)` \|$", flags=re.M)


def functions(path: Path) -> set[str]:
    """The tests that a file holds."""
    return {
        one.name for one in ast.parse(path.read_text()).body if isinstance(one, ast.FunctionDef)
    }


def test_every_case_has_a_line() -> None:
    named = {case for case, _, _ in LINE.findall(TABLE.read_text())}
    assert CASES - named == set()


def test_every_line_names_its_test() -> None:
    rows = re.findall(r"^\| [A-Z]+-\d\d \|", TABLE.read_text(), flags=re.M)
    assert len(LINE.findall(TABLE.read_text())) == len(rows)


def test_every_test_that_is_named_exists() -> None:
    missing = [
        f"{file}::{test}"
        for _, file, test in LINE.findall(TABLE.read_text())
        if not (ROOT / file).exists() or test not in functions(ROOT / file)
    ]
    assert missing == []
