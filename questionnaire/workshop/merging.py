"""Two editors at one page: what each typed is kept, and where both typed is asked. No Django.

A page carries what its rows held when it was shown. Saving compares three: what was shown, what was
typed, and what stands now.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from questionnaire.bank.difference import same


class Merged(NamedTuple):
    """What to save, and whether both wrote in the same place; then it is what was typed."""

    value: Any
    conflict: bool


def merge(shown: Any, typed: Any, stands: Any) -> Merged:
    """One value of a row; of a mapping, such as a text per language, entry by entry.

    >>> merge({"en": "a", "de": "b"}, {"en": "x", "de": "b"}, {"en": "a", "de": "y"})
    Merged(value={'en': 'x', 'de': 'y'}, conflict=False)
    """
    if _same(shown, stands) or _same(typed, stands):
        return Merged(typed, False)
    if _same(shown, typed):
        return Merged(stands, False)
    three = [one or {} for one in (shown, typed, stands)]
    if not all(isinstance(one, Mapping) for one in three):
        return Merged(typed, True)
    value, conflict = {}, False
    for key in dict.fromkeys([*three[2], *three[1]]):
        found = merge(*(one.get(key) for one in three))
        conflict = conflict or found.conflict
        if found.value is not None:
            value[key] = found.value
    return Merged(value, conflict)


def read_shown(text: str) -> dict[str, dict[str, Any]]:
    """What a page carried, by row and column; nothing where somebody spoilt it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    rows = found if isinstance(found, dict) else {}
    return {name: row for name, row in rows.items() if isinstance(row, dict)}


def _same(one: Any, other: Any) -> bool:
    """Nothing is nothing, however a form or a database writes it."""
    return same(_plain(one), _plain(other))


def _plain(value: Any) -> Any:
    return None if value in ("", [], {}) and not isinstance(value, bool) else value
