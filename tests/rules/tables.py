"""Tables in docs/ that say of each case what shows it: a test that exists, or words."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEST = re.compile(r"`([\w/]+\.py)::(\w+)`")


def rows(file: Path, case: str) -> list[tuple[str, list[str]]]:
    """Each line's case, of this form, and its other columns."""
    found = re.findall(rf"^\| ({case}) \|(.*)\|$", file.read_text(), flags=re.M)
    return [(name, [part.strip() for part in rest.split("|")]) for name, rest in found]


def missing_tests(lasts: list[str]) -> list[str]:
    """Those of the tests named in these columns that do not exist."""
    named = [TEST.fullmatch(last) for last in lasts]
    return [
        f"{one[1]}::{one[2]}"
        for one in named
        if one and not ((ROOT / one[1]).exists() and one[2] in _functions(ROOT / one[1]))
    ]


@cache
def _functions(path: Path) -> frozenset[str]:
    """The tests that a file holds."""
    return frozenset(
        one.name for one in ast.parse(path.read_text()).body if isinstance(one, ast.FunctionDef)
    )
