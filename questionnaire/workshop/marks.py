"""Two texts as pieces of words that stayed, went and came; the template marks them. No Django."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

WORDS = re.compile(r"\s+|\S+")
ALIKE = 0.4
"""Below this share of words in common, marks word by word would only be a flicker."""


class Piece(NamedTuple):
    """Words in a row, and whether the other text lacks them."""

    text: str
    marked: bool


Pieces = tuple[Piece, ...]


def marked(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces; what only one of them has is marked there."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _whole(before), _whole(after)
    steps = matcher.get_opcodes()
    return (
        _joined((old[start:end], how != "equal") for how, start, end, _, _ in steps),
        _joined((new[start:end], how != "equal") for how, _, _, start, end in steps),
    )


def _whole(text: str) -> Pieces:
    return (Piece(text, True),) if text else ()


def _joined(parts: Iterable[tuple[list[str], bool]]) -> Pieces:
    """One piece for all that lies side by side with the same mark."""
    words = ((word, mark) for found, mark in parts for word in found)
    alike = groupby(words, key=lambda one: one[1])
    return tuple(Piece("".join(word for word, _ in run), mark) for mark, run in alike)
