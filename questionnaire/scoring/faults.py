"""A fault: what is wrong, where, and how to mend it, in one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input. place: where; problem: what is wrong; mend: what to do."""

    place: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}; {self.mend}"


def shown(value: object, most: int = 60) -> str:
    """A foreign value, shortened and made printable, for a fault's text."""
    try:
        text = repr(value)
    except (RecursionError, ValueError):  # too deep, or too many digits to print
        text = f"<{type(value).__name__}>"
    text = text.encode("ascii", "backslashreplace").decode("ascii")
    return text if len(text) <= most else f"{text[: most - 3]}..."
