"""Texts that founders wrote because no option fitted, gathered without saying whose; no Django.

The rule, in words: texts that differ only in capitals and spaces are one, counted by venture; a
venture's own name inside a text is blotted out. A text is named by a digest of edition, question
and words, so that nothing that outlives it repeats it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

BLOT = "[…]"


@dataclass(frozen=True, slots=True)
class Other:
    """One text to one question of one edition, and how many ventures sent it."""

    edition: str
    question: str
    text: str
    digest: str
    count: int


def gather(sent: Iterable[tuple[str, Mapping[str, Any], str]]) -> list[Other]:
    """The texts in what was sent: (edition, answers, venture's name); the most frequent first."""
    texts: dict[tuple[str, str, str], list[str]] = {}
    for edition, answers, venture in sent:
        for question, answer in answers.items():
            value = answer.get("value")
            other = value.get("other") if isinstance(value, dict) else None
            if other:
                text = blotted(other, venture)
                named = digest(edition, question, text)
                texts.setdefault((edition, question, named), []).append(text)
    found = [Other(*at[:2], said[0], at[2], len(said)) for at, said in texts.items()]
    return sorted(found, key=lambda one: (-one.count, one.edition, one.question, one.text))


def blotted(text: str, venture: str) -> str:
    """The text on one line, without the venture's name."""
    line = " ".join(text.split())
    name = " ".join(venture.split())
    if not name:
        return line
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", BLOT, line, flags=re.IGNORECASE)


def digest(edition: str, question: str, text: str) -> str:
    """What names a text."""
    said = "\n".join((edition, question, text.casefold()))
    return hashlib.sha256(said.encode()).hexdigest()
