"""Texts of the bank as they are shown: each in its own language."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from questionnaire.markup import element

register = template.Library()


@register.filter
def said(phrase: str) -> SafeString:
    """A text from the bank (a Phrase) in its own language, or plain text. A page has a hundred:
    as an included template they took a third of its time."""
    return element("span", phrase, lang=getattr(phrase, "lang", "") or None)
