"""Where a column names other parts of its edition by key, and which keys there are; no Django.

The rule, in words: whatever names a path, a declared route, a question, a fact, an action, a
contradiction, a milestone or a persona names one that the edition has. Lint looks at the whole by
it, and the desk at a field when it is saved. Conditions have a check of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from questionnaire.scoring.faults import Fault, Said

Raw = Mapping[str, Any]
FEW = 12
"""As many keys are all named to whoever wrote another; of more the nearest."""
PLAIN = {
    "facts": "fact", "points_on": "route", "pull": "path", "settle": "question",
    "actions": "action", "lifts": "question",
}  # fmt: skip
"""Columns that are a key, a list of keys or a table by key; and what these are keys of."""
WITHIN = {
    "expect": {"path": "path", "tensions": "tension", "actions": "action"},
    "rules": {"opening": "question", "sample": "persona"},
}
"""Columns with such values inside."""


class Named(NamedTuple):
    """Keys that stand somewhere, and what they are keys of."""

    place: str
    what: str
    keys: tuple[str, ...]


def named(column: str, value: Any) -> Iterator[Named]:
    """What a column names. A value of another shape names nothing: that is told elsewhere."""
    if column in PLAIN:
        yield Named(column, PLAIN[column], _keys(value))
    inside = value if isinstance(value, Mapping) else {}
    for name, what in WITHIN.get(column, {}).items():
        yield Named(f"{column}.{name}", what, _keys(inside.get(name)))
    if column == "answers":
        yield Named("answers", "question", _keys(value))
    if column == "compute":
        for part, what in (("inputs", "question"), ("ladder", "milestone")):
            roles = inside.get(part)
            for role, key in (roles if isinstance(roles, Mapping) else {}).items():
                yield Named(f"compute.{part}.{role}", what, _keys(key))


def _keys(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    held = value if isinstance(value, list | tuple | Mapping) else ()
    return tuple(one for one in held if isinstance(one, str))


def keys_of(edition: Raw, personas: Iterable[str] = ()) -> dict[str, tuple[str, ...]]:
    """Every key of an edition, by what it names, in the edition's order. edition: its document, or
    the rows of a draft as they stand."""
    questions = [one for part in edition["categories"] for one in part["questions"]]
    asked = (edition.get("rules") or {}).get("route")
    routes = next((one["options"] for one in questions if one["key"] == asked), ())
    parts = {"path": "paths", "action": "actions", "milestone": "milestones", "tension": "tensions"}
    return {
        "question": tuple(one["key"] for one in questions),
        "route": tuple(one["key"] for one in routes),
        "fact": tuple(one["id"] for one in edition["facts"]),
        "persona": tuple(personas),
        **{what: tuple(one["key"] for one in edition[part]) for what, part in parts.items()},
    }


def faults_of(
    named_there: Iterable[Named], known: Mapping[str, tuple[str, ...]]
) -> Iterator[Fault]:
    """The keys that lead nowhere, each with what is possible."""
    for place, what, keys in named_there:
        for key in keys:
            if key not in known[what]:
                problem = Said("there is no %(what)s %(key)s", what=Said(what), key=key)
                yield Fault(place, problem, possible(key, known[what]))


def possible(key: str, known: tuple[str, ...]) -> Said:
    """The mend for a key that leads nowhere."""
    close = get_close_matches(key, known, n=1)
    if close:
        return Said("did you mean %(one)s?", one=close[0])
    if 0 < len(known) <= FEW:
        return Said("use one of %(all)s", all=", ".join(known))
    return Said("use a key of this edition")
