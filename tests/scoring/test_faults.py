"""Foreign values in a fault's text."""

from __future__ import annotations

import pytest

from questionnaire.scoring.faults import Fault, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("short", "'short'"),
        ("x" * 58, "'" + "x" * 58 + "'"),
        ("x" * 59, "'" + "x" * 56 + "..."),
        ("caf\u00e9\n", "'caf\\xe9\\n'"),
        pytest.param(10**5000, "<int>", id="digits"),
    ],
)
def test_a_value_is_shown_short_and_printable(value: object, text: str) -> None:
    assert shown(value) == text


def test_as_much_is_shown_as_is_asked_for() -> None:
    assert shown("abcdef", 8) == "'abcdef'"
    assert shown("abcdefg", 8) == "'abcd..."


def test_a_fault_is_one_line() -> None:
    assert str(Fault("here", "it is odd", "mend it")) == "here: it is odd; mend it"
