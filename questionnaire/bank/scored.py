"""Which changes of an edition scoring notices: the one list of what it reads; no Django."""

from __future__ import annotations

from collections.abc import Mapping

from questionnaire.bank.difference import Change, Part

READ: Mapping[Part, tuple[str, ...]] = {
    "edition": ("rules", "compute"),
    "question": ("kind", "core", "lean_core", "weight", "show_when", "number"),
    "option": ("points", "points_on", "lean", "pull", "exclusive", "not_known"),
    "path": ("position",),
    "requirement": ("kind", "when", "weight"),
    "argument": ("side", "when", "weight"),
    "tension": ("severity", "when", "settle", "actions"),
    "action": ("when", "lifts"),
    "milestone": ("when", "months", "money"),
    "reversal": ("direction", "part", "when"),
}
"""Kind of part -> its fields that make a result. The rest are texts, or for lint and editors."""
UNREAD = (
    "number.unit", "number.steps", "rules.notes", "rules.sample", "rules.opening", "compute.notes",
)  # fmt: skip
"""What inside of those fields is words too."""
NUMBERS = frozenset({"edition", "question", "option", "path", "requirement"})
"""The kinds that move a lean, a posture or a path; the others say something about them."""


def is_scored(change: Change) -> bool:
    """Whether scoring reads what changed; another order of parts moves no number."""
    if change.part not in READ or change.what == "moved":
        return False
    if change.what in ("added", "removed"):
        return True
    return change.field.partition(".")[0] in READ[change.part] and not change.field.startswith(
        UNREAD
    )


def moves_numbers(change: Change) -> bool:
    """Whether it can move a lean, a posture or the recommended path."""
    return change.part in NUMBERS and is_scored(change)
