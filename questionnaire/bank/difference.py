"""What changed from one edition to another, part by part and by key; no Django.

A part is found again by its key, so a renamed one shows as removed and added. The edition's own key
is its name and no change; the languages, title, rules and constants are the part ``edition``.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Literal, NamedTuple

from questionnaire.bank.canonical import canonical
from questionnaire.bank.content import Content
from questionnaire.bank.seed_order import in_order_of

What = Literal["added", "removed", "moved", "changed"]
Part = Literal[
    "edition", "category", "question", "option", "path", "requirement", "argument", "tension",
    "action", "milestone", "reversal", "fact", "persona",
]  # fmt: skip
PARTS: tuple[Part, ...] = (
    "edition", "category", "question", "option", "path", "requirement", "argument", "tension",
    "action", "milestone", "reversal", "fact", "persona",
)  # fmt: skip
"""The kinds of part, in the order in which changes are told."""
LISTS: tuple[tuple[str, Part], ...] = (
    ("tensions", "tension"), ("actions", "action"), ("milestones", "milestone"),
    ("reversal", "reversal"), ("facts", "fact"), ("personas", "persona"),
)  # fmt: skip
CONDITIONS = frozenset({"when", "show_when"})
"""Fields that are told whole: half a condition says nothing."""
ORDER = "order"
"""The field that tells a new order of keyed things which are no part of their own (hardware)."""
Raw = dict[str, Any]


class Place(NamedTuple):
    """Where a part stands: the key of what holds it ("" for the edition), and 1 for the first."""

    parent: str
    number: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``part`` and ``key`` name what changed as addresses of texts do (texts.py).

    added, removed: ``field`` is empty; ``after`` or ``before`` holds the part's own fields, without
    the parts in it, which are told one by one. moved: both are a Place. changed: ``field`` is the
    way to the value (``ask.es``, ``points.safety``, ``number.steps.0.next.en``), None where it is
    not there.
    """

    what: What
    part: Part
    key: str
    field: str
    before: Any
    after: Any

    @property
    def address(self) -> str:
        """The change's place in one word (``option.funding-route.closed.text.es``)."""
        return ".".join(step for step in (self.part, self.key, self.field) if step)


class _Found(NamedTuple):
    """A part of an edition: its own fields, and where it stands."""

    fields: Raw
    place: Place


Name = tuple[Part, str]


def difference(before: Content, after: Content) -> tuple[Change, ...]:
    """Every change from one content to another, in the order of PARTS; empty for equal ones."""
    old, new = _parts(before), _parts(after)
    moved = _moved(old, new)
    changes: list[Change] = []
    for name in [*new, *(one for one in old if one not in new)]:
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            what: What = "removed" if now is None else "added"
            changes.append(Change(what, *name, "", was and was.fields, now and now.fields))
            continue
        if name in moved:
            changes.append(Change("moved", *name, "", was.place, now.place))
        changes += [
            Change("changed", *name, *one) for one in _field_changes(was.fields, now.fields)
        ]
    return tuple(sorted(changes, key=lambda one: PARTS.index(one.part)))


# ---------------------------------------------------------------- parts


def _parts(content: Content) -> dict[Name, _Found]:
    """Every part by its name, in the edition's order."""
    whole = content.model_dump(mode="json", by_alias=True, exclude_none=True)
    raw = in_order_of(content, whole)
    found: dict[Name, _Found] = {}
    taken: dict[Part, set[str]] = {part: set() for part in PARTS}
    for part, key, fields, place in _walk(raw):
        name = _once(key, taken[part])
        taken[part].add(name)
        found[part, name] = _Found(fields, place)
    return found


def _once(key: str, taken: Collection[str]) -> str:
    """The key, numbered where it is taken: a draft may hold one twice."""
    tries = chain([key], (f"{key} ({again})" for again in count(2)))
    return next(one for one in tries if one not in taken)


def _walk(raw: Raw) -> Iterator[tuple[Part, str, Raw, Place]]:
    """Every part with its address within its kind; what it holds is left to come by itself."""
    own = {name: raw[name] for name in ("title", "languages", "rules", "compute")}
    yield "edition", "", own, Place("", 1)
    for number, one in enumerate(raw["categories"], 1):
        yield "category", one["key"], _own(one, "questions"), Place("", number)
        for place, question in enumerate(one["questions"], 1):
            key = question["key"]
            yield "question", key, _own(question, "options"), Place(one["key"], place)
            yield from _inner("option", key, question["options"])
    for number, one in enumerate(raw["paths"], 1):
        key = one["key"]
        yield "path", key, _own(one, "requirements", "arguments"), Place("", number)
        yield from _inner("requirement", key, one["requirements"])
        yield from _inner("argument", key, one["arguments"])
    for name, part in LISTS:
        for number, one in enumerate(raw[name], 1):
            yield part, one["id" if part == "fact" else "key"], _own(one), Place("", number)


def _inner(part: Part, parent: str, items: Iterable[Raw]) -> Iterator[tuple[Part, str, Raw, Place]]:
    for number, one in enumerate(items, 1):
        yield part, f"{parent}.{one['key']}", _own(one), Place(parent, number)


def _own(one: Raw, *held: str) -> Raw:
    return {name: value for name, value in one.items() if name not in {"key", "id", *held}}


# ---------------------------------------------------------------- order


def _moved(old: Mapping[Name, _Found], new: Mapping[Name, _Found]) -> set[Name]:
    """The parts that went elsewhere: into another holder, or past others that stayed."""
    both = [name for name in old if name in new]
    moved = {name for name in both if old[name].place.parent != new[name].place.parent}
    seen = {name: number for number, name in enumerate(new)}
    stayed: dict[tuple[Part, str], list[Name]] = {}
    for name in both:
        if name not in moved:
            stayed.setdefault((name[0], old[name].place.parent), []).append(name)
    for names in stayed.values():
        moved |= _out_of_order(names, sorted(names, key=seen.__getitem__))
    return moved


def _out_of_order(before: list[Name], after: list[Name]) -> set[Name]:
    """The fewest names that have to move to make one order the other, the same both ways."""
    if before == after:
        return set()
    before, after = sorted((before, after))  # several choices may be the fewest: always take one
    rank = {name: place for place, name in enumerate(before)}
    ends: list[int] = []  # the lowest rank at which a rising run of each length ends
    length: dict[Name, int] = {}
    for name in after:
        length[name] = bisect_left(ends, rank[name])
        ends[length[name] : length[name] + 1] = [rank[name]]
    kept: set[Name] = set()
    wanted, below = len(ends) - 1, len(before)
    for name in reversed(after):
        if length[name] == wanted and rank[name] < below:
            kept.add(name)
            wanted, below = wanted - 1, rank[name]
    return set(before) - kept


# ---------------------------------------------------------------- fields


def _field_changes(before: Raw, after: Raw) -> Iterator[tuple[str, Any, Any]]:
    """Every way to a value that is not the same, with both values."""
    old, new = dict(leaves(before)), dict(leaves(after))
    for way in [*new, *(one for one in old if one not in new)]:
        was, now = old.get(way), new.get(way)
        if same(was, now) or _opened(way, was, now, new) or _opened(way, now, was, old):
            continue
        if isinstance(was or now, _Order) and _kept_order(was or (), now or ()):
            continue
        yield way, was, now


def leaves(value: Any, way: str = "") -> Iterator[tuple[str, Any]]:
    """The ways into a part's fields, down to what is told whole, each with its value."""
    inner = way and f"{way}."
    if isinstance(value, dict) and value and way not in CONDITIONS:
        for name, part in value.items():
            yield from leaves(part, f"{inner}{name}")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        names = _Order()
        for index, part in enumerate(value):
            names.append(_once(str(part.get("key", index)), names))
            yield from leaves(_own(part), f"{inner}{names[-1]}")
        if "key" in value[0]:
            yield f"{inner}{ORDER}", names
    else:
        yield way, value


class _Order(list[str]):
    """The keys of keyed things in their order."""


def _kept_order(before: Collection[str], after: Collection[str]) -> bool:
    """Whether what is in both stands in the same order; what came or went is told by itself."""
    return [one for one in before if one in after] == [one for one in after if one in before]


def _opened(way: str, value: Any, other: Any, others: Mapping[str, Any]) -> bool:
    """Whether an empty value only gave way to values inside it, which are told themselves."""
    return value in ({}, []) and other is None and any(one.startswith(f"{way}.") for one in others)


def same(one: Any, other: Any) -> bool:
    """Equal as JSON: 4 is 4.0, and true is not 1."""
    return _as_text(one) == _as_text(other)


def _as_text(value: Any) -> str:
    return json.dumps(canonical(value), default=str)  # ids and times of rows by their own words
