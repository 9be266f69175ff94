"""What a venture lets one accelerator see, category by category; no Django.

Scores, answers, notes and evidence are choices of their own, and so is the recommended path, which
rests on everything. An answer is worth points by rules that anybody can read, so answers are shared
only where scores are, and notes and evidence, which stand beside answers, only where answers are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

PARTS = ("scores", "answers", "notes", "evidence")
COLUMNS = {"scores": "categories", "answers": "answers", "notes": "notes", "evidence": "evidence"}
"""Part -> the column that holds the keys of its categories."""
NEEDS = {"answers": "scores", "notes": "answers", "evidence": "answers"}
"""Part -> the part without which it says nothing."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The categories of each part, and whether the recommended path is shared."""

    scores: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()
    evidence: frozenset[str] = frozenset()
    path: bool = False

    def __bool__(self) -> bool:
        """Whether anything is shared."""
        return bool(self.scores or self.path)

    @property
    def lacking(self) -> tuple[tuple[str, str], ...]:
        """(part, category) of whatever is shared without what it stands on."""
        return tuple(
            (part, category)
            for part, needed in NEEDS.items()
            for category in sorted(getattr(self, part) - getattr(self, needed))
        )

    def beyond(self, other: Disclosure) -> bool:
        """Whether anything is shared here that is not there."""
        more = any(getattr(self, part) - getattr(other, part) for part in PARTS)
        return more or (self.path and not other.path)

    def shows_path(self, categories: Collection[str]) -> bool:
        """Whether the path may be seen: by its own choice, or because the answers of all
        categories are there, from which anybody can work it out."""
        return self.path or (bool(categories) and set(categories) <= self.answers)


NOTHING = Disclosure()


def read_disclosure(row: Mapping[str, Any]) -> Disclosure:
    """What the columns of an enrolment or a consent say."""
    parts = {part: frozenset(row[column]) for part, column in COLUMNS.items()}
    return Disclosure(path=row["path"], **parts)


def columns_of(shared: Disclosure) -> dict[str, Any]:
    """As it is stored: sorted, so that the same is stored the same."""
    parts: dict[str, Any] = {
        column: sorted(getattr(shared, part)) for part, column in COLUMNS.items()
    }
    return parts | {"path": shared.path}


def with_answers(categories: Iterable[str], *, path: bool = True) -> Disclosure:
    """Scores and answers of these categories, without notes and evidence."""
    keys = frozenset(categories)
    return Disclosure(scores=keys, answers=keys, path=path)
