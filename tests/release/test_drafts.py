"""Founders' words in the drafts: Markdown shows them letter by letter and makes nothing of them."""

from __future__ import annotations

import pytest

from questionnaire.release.drafts import plain


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("- a list", r"\- a list"),
        ("+ a list", r"\+ a list"),
        ("1. a list", r"1\. a list"),
        ("12) a list", r"12\) a list"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("\n  - a list", r"\- a list"),
        ("~~gone~~", r"\~\~gone\~\~"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("see https://x.example", r"see https\://x.example"),
        ("see WWW.x.example", r"see WWW\.x.example"),
        ("ask a@x.example", r"ask a\@x.example"),
        ("Apache-2.0", "Apache-2.0"),
        ("2.0", "2.0"),
        ("7B, at 3.5 points: fine (really)", "7B, at 3.5 points: fine (really)"),
    ],
)
def test_what_founders_type_stays_text(typed: str, written: str) -> None:
    assert plain(typed) == written
