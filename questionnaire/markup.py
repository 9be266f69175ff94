"""Markup made in Python: charts, and what a page has so many of that a template is slow at it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

NEEDS_ESCAPING = re.compile(r"[&<>\"']").search


def element(tag: str, /, *children: str, **attributes: object) -> SafeString:
    """One element: attribute values and children that are not markup already are escaped.

    ``class_`` and ``fill_opacity`` become ``class`` and ``fill-opacity``; None is left out. Without
    children it closes itself; with an empty one it does not, as no cell of a table may. This module
    is the one place of the project that declares a text to be markup.
    """
    parts = [f"<{tag}"]
    for key, value in attributes.items():
        if value is not None:
            parts.append(f' {_name(key)}="{_escaped(str(value))}"')
    if children:
        parts += (">", *map(_escaped, children), f"</{tag}>")
    else:
        parts.append("/>")
    # Not by mark_safe, which takes longer to look for lazy texts than all of this does.
    return SafeString("".join(parts))


@lru_cache(maxsize=256)
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Elements one after another."""
    return SafeString("".join(parts))


def _escaped(text: str) -> str:
    """As Django's ``conditional_escape``, for what is known to be a text: its care for lazy ones
    was a quarter of a chart's time, and to look first is quicker than to replace five signs."""
    if NEEDS_ESCAPING(text) is None or hasattr(text, "__html__"):
        return text
    return escape(text)
