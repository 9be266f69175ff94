"""The kinds of rows that make up an edition: the one list of their tables and where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import models

from questionnaire.bank import content
from questionnaire.bank.models import (
    Action,
    Argument,
    Category,
    Edition,
    Fact,
    Milestone,
    Option,
    Path,
    Persona,
    Question,
    Requirement,
    ReversalLine,
    Tension,
)
from questionnaire.bank.plain import Value


class Kind(NamedTuple):
    """A kind of row: its table, the class whose fields its columns are, and what holds it.

    inner: its keys are told apart only together with the holder's.
    """

    model: type[models.Model]
    value: type[Value]
    holder: str = "edition"
    inner: bool = False

    @property
    def way(self) -> str:
        """The way from a row to its edition, as queries name it."""
        return "edition" if self.holder == "edition" else f"{self.holder}__{self.outer.way}"

    @property
    def outer(self) -> Kind:
        """The kind that holds it; KeyError where that is the edition itself."""
        return KINDS[self.holder]

    @property
    def holder_key(self) -> str:
        """The way to the key that stands before a row's own; empty where that one suffices."""
        return f"{self.holder}__key" if self.inner else ""


KINDS: Mapping[str, Kind] = {
    "category": Kind(Category, content.Category),
    "question": Kind(Question, content.Question, "category"),
    "option": Kind(Option, content.Option, "question", inner=True),
    "path": Kind(Path, content.Path),
    "requirement": Kind(Requirement, content.Requirement, "path", inner=True),
    "argument": Kind(Argument, content.Argument, "path", inner=True),
    "tension": Kind(Tension, content.Tension),
    "action": Kind(Action, content.Action),
    "milestone": Kind(Milestone, content.Milestone),
    "reversal": Kind(ReversalLine, content.ReversalLine),
    "fact": Kind(Fact, content.Fact),
    "persona": Kind(Persona, content.Persona),
}
HOLDERS = frozenset(kind.holder for kind in KINDS.values())


def edition_of(row: Any) -> Edition | None:
    """The edition that a row, or the edition itself, belongs to; None while it has no holder."""
    while row is not None and not isinstance(row, Edition):
        column = next((name for name in HOLDERS if hasattr(row, f"{name}_id")), "")
        row = getattr(row, column) if column and getattr(row, f"{column}_id") is not None else None
    return row
