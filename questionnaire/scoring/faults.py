"""A fault: what is wrong, where, and how to mend it, in one line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class Said(str):
    """An English sentence that remembers its parts, so that it can be said in other languages.

    message: with named places, ``%(key)s``, for values; a value may be such a sentence itself.
    """

    __slots__ = ("message", "parts")
    message: str
    parts: dict[str, object]

    def __new__(cls, message: str, **parts: object) -> Said:
        made = super().__new__(cls, message % parts)
        made.message, made.parts = message, parts
        return made


def in_words(text: str, translate: Callable[[str], str]) -> str:
    """A sentence in another language; as it is where it has no parts to be said anew."""
    if not isinstance(text, Said):
        return text
    parts = {
        name: in_words(part, translate) if isinstance(part, str) else part
        for name, part in text.parts.items()
    }
    return translate(text.message) % parts


def gettext_noop(message: str) -> str:
    """Marks a sentence of a table for translation."""
    return message


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input. place: where; problem: what is wrong; mend: what to do."""

    place: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return str(self.line)

    @property
    def line(self) -> Said:
        """The whole in one line."""
        return whole(self.place, self.problem, self.mend)


def whole(place: str, problem: str, mend: str) -> Said:
    """Place, problem and mend in one line."""
    parts = {"place": place, "problem": problem, "mend": mend}
    return Said("%(place)s: %(problem)s; %(mend)s", **parts)


def shown(value: object, most: int = 60) -> str:
    """A foreign value, shortened and made printable, for a fault's text."""
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # too deep, or too many digits to print
        text = f"<{type(value).__name__}>"
    text = text.encode("ascii", "backslashreplace").decode("ascii")
    return text if len(text) <= most else f"{text[: most - 3]}..."
