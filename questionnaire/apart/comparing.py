"""Where sheets answered apart agree, and where they differ from each other or from the shared one.

The rule, in words: two answers are the same when value and claim are, because that is what scoring
reads; what stands beside them (note, evidence) is kept together. Who left a question open says
nothing against the others. What all who answered say alike, and the shared sheet leaves open, is
agreed; what the shared sheet says too is no matter at all; everything else is a dispute. No Django.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SHARED = 0
"""The venture's own sheet, where people are named by their account's number."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What one answer holds. version: of the answer that it was read from."""

    value: Mapping[str, Any]
    note: str = ""
    evidence: str = ""
    claim: str = ""
    version: int = 0

    @property
    def key(self) -> str:
        """Equal where two answers are the same; the order of ticks says nothing."""
        value = {
            name: sorted(one) if isinstance(one, list) else one for name, one in self.value.items()
        }
        return json.dumps([value, self.claim], sort_keys=True)


@dataclass(frozen=True, slots=True)
class Side:
    """An answer, and who gave it: people in the order of the sheets, SHARED among them."""

    parties: tuple[int, ...]
    answers: tuple[Stored, ...]

    @property
    def people(self) -> tuple[int, ...]:
        """Those who gave it on a sheet of their own."""
        return tuple(one for one in self.parties if one != SHARED)

    @property
    def value(self) -> Mapping[str, Any]:
        return self.answers[0].value

    @property
    def claim(self) -> str:
        return self.answers[0].claim

    def together(self, part: str, most: int) -> str:
        """The notes (or the evidence) of all, each once, as many as may be kept."""
        kept = ""
        for text in dict.fromkeys(getattr(one, part) for one in self.answers):
            longer = f"{kept}\n{text}" if kept else text
            kept = longer if text and len(longer) <= most else kept
        return kept


@dataclass(frozen=True, slots=True)
class Matter:
    """A question with the different answers to it. silent: who left it open."""

    question: str
    sides: tuple[Side, ...]
    silent: tuple[int, ...]
    base: int


@dataclass(frozen=True, slots=True)
class Settling:
    """When a question was last settled, and to what (as ``Stored.key`` says it)."""

    at: dt.datetime
    key: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What all say, what is disputed, and how many questions need nothing any more."""

    agreed: tuple[Matter, ...]
    disputes: tuple[Matter, ...]
    alike: int


def compare(
    order: Iterable[str],
    sheets: Mapping[int, Mapping[str, Stored]],
    shared: Mapping[str, Stored],
    versions: Mapping[str, int],
) -> Compared:
    """Question by question, in this order. versions: of the shared answers, taken back ones too."""
    agreed, disputes, alike = [], [], 0
    for question in order:
        said = {who: sheet[question] for who, sheet in sheets.items() if question in sheet}
        if not said:
            continue
        stands = shared.get(question)
        sides = _sides(said | ({SHARED: stands} if stands is not None else {}))
        silent = tuple(who for who in sheets if who not in said)
        matter = Matter(question, sides, silent, versions.get(question, 0))
        if len(sides) > 1:
            disputes.append(matter)
        elif stands is None:
            agreed.append(matter)
        else:
            alike += 1
    return Compared(tuple(agreed), tuple(disputes), alike)


def _sides(said: Mapping[int, Stored]) -> tuple[Side, ...]:
    groups: dict[str, list[int]] = {}
    for who, stored in said.items():
        groups.setdefault(stored.key, []).append(who)
    return tuple(Side(tuple(who), tuple(said[one] for one in who)) for who in groups.values())


def unsettled(
    matters: Sequence[Matter],
    settled: Mapping[str, Settling],
    opened: Mapping[int, dt.datetime],
) -> Iterator[Matter]:
    """Those still to settle. A settled one comes back only with a sheet that was laid open later
    and says otherwise. opened: when each sheet was."""
    for matter in matters:
        last = settled.get(matter.question)
        if last is None or any(
            opened[who] > last.at and stored.key != last.key
            for side in matter.sides
            for who, stored in zip(side.parties, side.answers, strict=True)
            if who != SHARED
        ):
            yield matter
