"""Plain values to YAML text, the same text for the same value every time; no Django.

Small things stand on one line (an option, a fact, a condition), the rest in blocks, words of a
reader in double quotes, keys bare: the form in which the seeds are written by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

LINES = frozenset(
    {"options", "facts", "steps", "hardware", "requirements", "arguments", "reversal", "answers"}
)
"""Lists and mappings whose items stand on one line each."""
FLOW = frozenset(
    {
        "when", "show_when", "points", "points_on", "pull", "weight", "article", "curves", "lean",
        "bands", "mfu", "reruns", "price", "months", "money", "actions", "tensions", "lifts",
        "languages", "categories",
    }
)  # fmt: skip
"""Fields whose value stands on the line of its name, wherever it is not a list of blocks."""
CONDITIONS = frozenset({"when", "show_when"})
WIDTH = 100
BARE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class Words(str):
    """A reader's text: in quotes even where it is one word."""

    __slots__ = ()


def to_yaml(value: dict[str, Any]) -> str:
    """The text of one file."""
    return "\n".join(_block(value, 0)) + "\n"


def _block(value: dict[str, Any], depth: int) -> Iterator[str]:
    pad = "  " * depth
    for name, part in value.items():
        key = pad + _scalar(name) + ":"
        line = f"{key} {flow(part)}"
        if not _opens(name, part) and not (name in CONDITIONS and len(line) > WIDTH):
            yield line
            continue
        yield key
        inner = "  " * (depth + 1)
        if isinstance(part, list):
            for item in part:
                yield from _item(name, item, depth + 1)
        elif name in CONDITIONS:
            yield from _condition(part, depth + 1)
        elif name in LINES:
            yield from (f"{inner}{_scalar(one)}: {flow(said)}" for one, said in part.items())
        else:
            yield from _block(part, depth + 1)


def _condition(value: dict[str, Any], depth: int) -> Iterator[str]:
    """A long condition: one line for each part of its outermost all or any."""
    pad = "  " * depth
    for name, part in value.items():
        if not isinstance(part, list):
            yield f"{pad}{name}: {flow(part)}"
            continue
        yield f"{pad}{name}:"
        yield from (f"{pad}  - {flow(one)}" for one in part)


def _opens(name: str, part: Any) -> bool:
    """Whether a value goes on in lines of its own."""
    if not isinstance(part, dict | list) or not part:
        return False
    if isinstance(part, dict):
        return name not in FLOW
    return isinstance(part[0], dict) or (
        name not in FLOW and any(_is_sentence(one) for one in part)
    )


def _is_sentence(value: Any) -> bool:
    return isinstance(value, str) and " " in value


def _item(name: str, item: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if name in LINES or not isinstance(item, dict):
        yield f"{pad}- {flow(item)}"
        return
    first = True
    for line in _block(item, depth + 1):
        yield f"{pad}- {line[len(pad) + 2 :]}" if first else line
        first = False


def flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | float):
        return repr(value)
    plain = BARE.fullmatch(value) and value.lower() not in WORDS
    if plain and not isinstance(value, Words):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
