"""Where the texts of an edition stand, and the address of each; no Django.

An address names a text for good (``option.funding-route.closed.text``); language files, lint and
the workshop's list of missing translations all speak of texts by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

Keys = tuple[str, ...]
"""What a part is and its keys from the outside in: ``("option", "funding-route", "closed")``."""


class Place(NamedTuple):
    """One text: its address, the part it belongs to, and the mapping and name that hold it."""

    address: str
    holder: dict[str, Any]
    name: str
    part: Keys
    column: str


LISTS = (
    ("tensions", "tension"),
    ("actions", "action"),
    ("milestones", "milestone"),
    ("reversal", "reversal"),
    ("facts", "fact"),
    ("personas", "persona"),
)
_NAMES: dict[str, tuple[str, ...]] = {
    "edition": ("title",),
    "category": ("name", "summary"),
    "question": ("ask", "why", "help"),
    "option": ("text", "next"),
    "path": ("name", "summary"),
    "requirement": ("text",),
    "argument": ("text",),
    "tension": ("name", "why"),
    "action": ("text", "done_when"),
    "milestone": ("name", "evidence"),
    "reversal": ("text",),
    "fact": ("text",),
    "persona": ("story",),
}


def parts(raw: Any) -> Iterator[tuple[Keys, dict[str, Any]]]:
    """Every keyed part of a plain, perhaps unchecked ``Content`` value, in its order."""
    if not isinstance(raw, dict):
        return
    yield ("edition",), raw
    yield from _asked_parts(raw)
    for path in _items(raw, "paths"):
        yield ("path", _key(path)), path
        for name, kind in (("requirements", "requirement"), ("arguments", "argument")):
            for one in _items(path, name):
                yield (kind, _key(path), _key(one)), one
    for name, kind in LISTS:
        for one in _items(raw, name):
            yield (kind, str(one.get("id")) if kind == "fact" else _key(one)), one


def _asked_parts(raw: dict[str, Any]) -> Iterator[tuple[Keys, dict[str, Any]]]:
    for category in _items(raw, "categories"):
        yield ("category", _key(category)), category
        for question in _items(category, "questions"):
            yield ("question", _key(question)), question
            for option in _items(question, "options"):
                yield ("option", _key(question), _key(option)), option


def places(raw: Any) -> Iterator[Place]:
    """Every place for a text, in the order of the parts."""
    for part, holder in parts(raw):
        address = ".".join(part)
        for name in _NAMES[part[0]]:
            if holder.get(name) is not None:
                yield Place(f"{address}.{name}", holder, name, part, name)
        if part[0] == "question":
            yield from _of_number(part, holder.get("number"))
        if part[0] == "path":
            yield from _of_path(address, part, holder)


def _items(raw: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    found = raw.get(name)
    if isinstance(found, list | tuple):
        yield from (one for one in found if isinstance(one, dict))


def _key(part: dict[str, Any]) -> str:
    return str(part.get("key"))


def _of_number(part: Keys, number: Any) -> Iterator[Place]:
    if not isinstance(number, dict):
        return
    if number.get("unit") is not None:
        yield Place(f"unit.{part[1]}", number, "unit", part, "number")
    for index, step in enumerate(_items(number, "steps")):
        if step.get("next") is not None:
            yield Place(f"step.{part[1]}.{index}.next", step, "next", part, "number")


def _of_path(address: str, part: Keys, path: dict[str, Any]) -> Iterator[Place]:
    presupposes = path.get("presupposes")
    if isinstance(presupposes, dict):
        for name in presupposes:
            at = f"{address}.presupposes.{name}"
            yield Place(at, presupposes, name, part, "presupposes")
    days = path.get("first_90_days")
    if isinstance(days, list):
        holder = _ByIndex(days)
        for name in holder:
            yield Place(f"{address}.first_90_days.{name}", holder, name, part, "first_90_days")


class _ByIndex(dict[str, Any]):
    """A list seen as a mapping by index, so that a text in it is read and set like any other."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__({str(index): item for index, item in enumerate(items)})
        self._items = items

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        self._items[int(name)] = value
