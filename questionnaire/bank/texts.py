"""Where the texts of an edition stand, and the address of each; no Django.

An address names a text for good (``option.funding-route.closed.text``); language files, lint and
the workshop's list of missing translations all speak of texts by it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple


class Place(NamedTuple):
    """One text: its address, and the mapping and name under which it is found."""

    address: str
    holder: dict[str, Any]
    name: str


def places(raw: Any) -> Iterator[Place]:
    """Every place for a text in a plain, perhaps unchecked ``Content`` value, in its order."""
    if not isinstance(raw, dict):
        return
    yield from _named("edition", raw, "title")
    for category in _parts(raw, "categories"):
        yield from _named(f"category.{category.get('key')}", category, "name", "summary")
        for question in _parts(category, "questions"):
            yield from _question(question)
    for path in _parts(raw, "paths"):
        yield from _path(path)
    for part, kind, names in _LISTS:
        for one in _parts(raw, part):
            yield from _named(f"{kind}.{one.get('id' if kind == 'fact' else 'key')}", one, *names)


_LISTS = (
    ("tensions", "tension", ("name", "why")),
    ("actions", "action", ("text", "done_when")),
    ("milestones", "milestone", ("name", "evidence")),
    ("reversal", "reversal", ("text",)),
    ("facts", "fact", ("text",)),
    ("personas", "persona", ("story",)),
)


def _parts(raw: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    found = raw.get(name)
    if isinstance(found, list | tuple):
        yield from (one for one in found if isinstance(one, dict))


def _named(address: str, holder: dict[str, Any], *names: str) -> Iterator[Place]:
    for name in names:
        if holder.get(name) is not None:
            yield Place(f"{address}.{name}", holder, name)


def _question(question: dict[str, Any]) -> Iterator[Place]:
    key = question.get("key")
    yield from _named(f"question.{key}", question, "ask", "why", "help")
    for option in _parts(question, "options"):
        yield from _named(f"option.{key}.{option.get('key')}", option, "text", "next")
    number = question.get("number")
    if isinstance(number, dict):
        if number.get("unit") is not None:
            yield Place(f"unit.{key}", number, "unit")
        for index, step in enumerate(_parts(number, "steps")):
            yield from _named(f"step.{key}.{index}", step, "next")


def _path(path: dict[str, Any]) -> Iterator[Place]:
    key = path.get("key")
    yield from _named(f"path.{key}", path, "name", "summary")
    presupposes = path.get("presupposes")
    if isinstance(presupposes, dict):
        for name in presupposes:
            yield Place(f"path.{key}.presupposes.{name}", presupposes, name)
    days = path.get("first_90_days")
    if isinstance(days, list):
        holder = _ByIndex(days)
        for name in holder:
            yield Place(f"path.{key}.first_90_days.{name}", holder, name)
    for part, kind in (("requirements", "requirement"), ("arguments", "argument")):
        for one in _parts(path, part):
            yield from _named(f"{kind}.{key}.{one.get('key')}", one, "text")


class _ByIndex(dict[str, Any]):
    """A list seen as a mapping by index, so that a text in it is read and set like any other."""

    def __init__(self, items: list[Any]) -> None:
        super().__init__({str(index): item for index, item in enumerate(items)})
        self._items = items

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        self._items[int(name)] = value
