"""A content as plain values in the order in which seeds are written; no Django.

Fields in the order of content.py; mappings in an order that does not depend on where they came
from (a database may give keys back in another one). What equals its default is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from questionnaire.bank.canonical import canonical
from questionnaire.bank.content import Content
from questionnaire.vocabulary import Posture


def in_order(content: Content) -> dict[str, Any]:
    """The whole edition, personas included, ready to be split into files."""
    raw = content.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    raw = {"key": content.key, "schema": content.schema_, **raw, "languages": [*content.languages]}
    raw["rules"] = content.rules.model_dump(mode="json", exclude_none=True)
    if not raw["rules"]["notes"]:
        del raw["rules"]["notes"]
    return in_order_of(content, raw)


def in_order_of(content: Content, raw: dict[str, Any]) -> dict[str, Any]:
    """Plain values of an edition with their mappings in order: languages as declared, and so on."""
    questions = [one for category in content.categories for one in category.questions]
    wanted = [
        *content.languages,
        *Posture,
        *(
            option.key
            for one in questions
            for option in one.options
            if one.key in (content.rules.route, content.compute.inputs.secured)
        ),
        *(path.key for path in content.paths),
        *(one.key for one in questions),
        *("money", "people", "time"),
    ]
    found = _ordered(raw, {key: place for place, key in reversed(list(enumerate(wanted)))})
    assert isinstance(found, dict)  # noqa: S101 - ordering keeps the shape
    return found


OPEN = frozenset(
    {
        "points",
        "points_on",
        "curves",
        "weight",
        "pull",
        "bands",
        "presupposes",
        "answers",
        "secured",
    }
)
"""Fields that are mappings by key rather than records with named fields."""


def _ordered(value: Any, rank: dict[str, int], name: str = "") -> Any:
    if isinstance(value, dict):
        keys: Iterable[str] = value
        if name in OPEN or _is_text(value):
            keys = sorted(value, key=lambda key: (rank.get(key, len(rank)), key))
        inner = "points" if name == "points_on" else ""
        return {key: _ordered(value[key], rank, inner or key) for key in keys}
    if isinstance(value, list):
        return [_ordered(part, rank) for part in value]
    return _number(value)


def _is_text(value: dict[str, Any]) -> bool:
    return all(len(key) == 2 for key in value)


def _number(value: Any) -> Any:
    """Whole numbers without a point."""
    return canonical(value)
