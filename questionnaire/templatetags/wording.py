"""Texts of the bank as they are shown: each in its own language."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def said(phrase: str) -> SafeString:
    """A text from the bank (a Phrase) in its own language, or plain text. A page has a hundred:
    as an included template they took a third of its time."""
    lang = getattr(phrase, "lang", "")
    if not lang:
        return format_html("<span>{}</span>", phrase)
    return format_html('<span lang="{}">{}</span>', lang, phrase)
