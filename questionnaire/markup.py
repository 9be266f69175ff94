"""Markup made in Python: charts, and the style of a file that stands alone."""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe


def element(tag: str, /, *children: str, **attributes: object) -> SafeString:
    """One element: attribute values and children that are not markup already are escaped.

    ``class_`` and ``fill_opacity`` become ``class`` and ``fill-opacity``; None is left out. This
    is the one place of the project that declares a text to be markup.
    """
    written = "".join(
        f' {_name(key)}="{_escaped(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(map(_escaped, children))
    closed = f">{inner}</{tag}>" if inner else "/>"
    return mark_safe(f"<{tag}{written}{closed}")  # noqa: S308 - everything in it is escaped


@lru_cache(maxsize=256)
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _escaped(text: str) -> str:
    """As Django's ``conditional_escape``, for what is known to be a text: its care for lazy ones
    was a quarter of a chart's time."""
    return text if hasattr(text, "__html__") else escape(text)
