"""Figures as people of a language write them: marks, a true minus, halves rounded up; no Django."""

from __future__ import annotations

import math

DECIMAL_MARK = {"en": ".", "es": ",", "de": ",", "fr": ",", "it": ",", "pt": ","}
MINUS = "\N{MINUS SIGN}"


def half_up(value: float, digits: int = 0) -> float:
    """Rounded as people round, halves away from zero, and never a negative zero."""
    scale = 10.0**digits
    return math.copysign(math.floor(abs(value) * scale + 0.5 + 1e-9) / scale, value) + 0.0


def figure(value: float, language: str, digits: int = 0, *, signed: bool = False) -> str:
    """A number in the language's way, thousands grouped; never "−0"."""
    rounded = half_up(value, digits)
    text = f"{abs(rounded):,.{digits}f}"
    if DECIMAL_MARK.get(language, ".") == ",":
        text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    sign = MINUS if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + text


def trimmed(value: float, language: str, digits: int) -> str:
    """A number with as many places as it needs, at most ``digits``."""
    needed = next((n for n in range(digits) if half_up(value, n) == value), digits)
    return figure(value, language, needed)
