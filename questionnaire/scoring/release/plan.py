"""A release plan as plain values, and reading one from JSON: total, whatever it is given.

A plan says for each of the 17 components whether it is released, comes later (with a day) or stays
in the house, and under which licence. What the results need besides stands with it: what the model
is made from, how it is offered, and a few figures. A component that names no licence of its own has
that of its kind, as in the Model Openness Tool's files.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from typing import Any

from questionnaire.scoring.release.components import BY_KEY, KINDS
from questionnaire.scoring.release.mof import Release

MOST_LINE = 200
MOST_FIGURE = 1e15


class When(StrEnum):
    """Whether a component is released."""

    RELEASED = "released"
    LATER = "later"
    NOT = "not"


class Degree(StrEnum):
    """How far something is so; empty where nobody said."""

    OPEN = "open"
    PARTIAL = "partial"
    CLOSED = "closed"
    UNSAID = ""


class Answered(StrEnum):
    """Yes, no, or not said."""

    YES = "yes"
    NO = "no"
    UNSAID = ""


MEDIA = ("language", "vision", "image", "audio", "video", "3d", "code", "multimodal", "other")
ARCHITECTURES = (
    "transformer", "transformer decoder", "transformer encoder-decoder", "decoder", "encoder",
    "diffusion", "RNN", "CNN", "LSTM", "NeRF", "hybrid", "undisclosed", "other",
)  # fmt: skip
TREATMENTS = ("pre-trained", "instruct fine-tuned", "chat fine-tuned")
"""Words of the tool's own schema (mof_schema.json)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A component in the plan. day: of one that comes later, None while nobody set it; licence:
    its own by id, None for that of its kind, empty for none at all."""

    when: When = When.NOT
    day: dt.date | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is released of one model. Figures: billions of parameters and tokens, operations
    (FLOP) for the base, months, USD; None where nobody said.

    origin, base_licence: of the model it is built on, empty for none. described: whether the
    training data is described in full (D3.2). tuned_data, package, api: three dimensions of the
    openness index that are no components. paid: whether the release itself is paid for.
    """

    name: str = ""
    version: str = ""
    producer: str = ""
    medium: str = "language"
    architecture: str = ""
    treatment: str = ""
    origin: str = ""
    base_licence: str = ""
    parts: Mapping[str, Part] = field(default_factory=dict)
    whole: Mapping[str, str] = field(default_factory=dict)
    described: Answered = Answered.UNSAID
    tuned_data: Degree = Degree.UNSAID
    package: Degree = Degree.UNSAID
    api: Degree = Degree.UNSAID
    called_open: Answered = Answered.UNSAID
    paid: Answered = Answered.UNSAID
    parameters: float | None = None
    tokens: float | None = None
    base_flop: float | None = None
    accelerators: float | None = None
    hardware: str = ""
    burn: float | None = None
    secured: float | None = None
    runway: float | None = None

    def part(self, key: str) -> Part:
        """A component as planned; one that nobody named stays in the house."""
        return self.parts.get(key, Part())

    def release(self, *, by: dt.date | None = None, with_later: bool = False) -> Release:
        """What is released at once; with ``by`` also what comes up to that day, with
        ``with_later`` everything that is planned."""
        parts = {
            key: self.part(key).licence
            for key in BY_KEY
            if _is_out(self.part(key), by, with_later=with_later)
        }
        return Release(parts, dict(self.whole))

    @property
    def base(self) -> str:
        """The other model that this one is built on; empty for one made anew. It is believed as
        typed: a model is often called after its base, "Llama-3.1-Legal-8B"."""
        return self.origin.strip()

    @property
    def days(self) -> tuple[dt.date, ...]:
        """The days on which something comes, in their order."""
        return tuple(sorted({one.day for one in self.parts.values() if _is_later(one) and one.day}))

    @property
    def licences(self) -> Mapping[str, str]:
        """The licence of each component that is planned, empty for none."""
        everything = self.release(with_later=True)
        return {key: everything.licence(key) for key in everything.parts}

    def with_part(self, key: str, part: Part) -> Plan:
        """The plan with one component planned otherwise."""
        return replace(self, parts={**self.parts, key: part})


def _is_later(part: Part) -> bool:
    return part.when is When.LATER


def _is_out(part: Part, by: dt.date | None, *, with_later: bool) -> bool:
    if part.when is When.RELEASED:
        return True
    if part.when is When.NOT:
        return False
    return with_later or (by is not None and part.day is not None and part.day <= by)


# ---------------------------------------------------------------- to JSON and back


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan as JSON has it; ``plan_of`` reads it back to an equal one."""
    made = asdict(plan)
    made["parts"] = {
        key: {"when": str(part.when), "day": part.day and part.day.isoformat(),
              "licence": part.licence}
        for key, part in plan.parts.items()
    }  # fmt: skip
    return {key: str(value) if isinstance(value, StrEnum) else value for key, value in made.items()}


ENUMS: dict[str, type[StrEnum]] = {
    "described": Answered, "called_open": Answered, "paid": Answered,
    "tuned_data": Degree, "package": Degree, "api": Degree,
}  # fmt: skip
FIGURES = ("parameters", "tokens", "base_flop", "accelerators", "burn", "secured", "runway")
CHOICES = {"medium": MEDIA, "architecture": ARCHITECTURES, "treatment": TREATMENTS}


def plan_of(raw: object) -> Plan:
    """The plan in a JSON value. Whatever does not fit is left out; nothing raises."""
    if not isinstance(raw, Mapping):
        return Plan()
    said: dict[str, Any] = {}
    for one in fields(Plan):
        value = raw.get(one.name)
        if one.name in ENUMS:
            said[one.name] = _enum(ENUMS[one.name], value)
        elif one.name in FIGURES:
            said[one.name] = figure_of(value)
        elif one.name not in ("parts", "whole"):
            said[one.name] = _text(value)
    for name, words in CHOICES.items():
        said[name] = said[name] if said[name] in words else ""
    return Plan(**said, parts=_parts(raw.get("parts")), whole=_whole(raw.get("whole")))


def figure_of(value: object) -> float | None:
    """A figure above zero that can be reckoned with; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    limit = 1e30 if isinstance(value, float) else 10**30
    return float(value) if 0 < value <= limit and math.isfinite(value) else None


def _enum(kind: type[StrEnum], value: object) -> StrEnum:
    return kind(value) if isinstance(value, str) and value in list(kind) else kind("")


def _text(value: object) -> str:
    return value[:MOST_LINE] if isinstance(value, str) else ""


def _whole(raw: object) -> dict[str, str]:
    if not isinstance(raw, Mapping):
        return {}
    return {kind: text for kind in (*KINDS, "distribution") if (text := _text(raw.get(kind)))}


def _parts(raw: object) -> dict[str, Part]:
    if not isinstance(raw, Mapping):
        return {}
    return {key: _part(raw[key]) for key in BY_KEY if isinstance(raw.get(key), Mapping)}


def _part(raw: Mapping[str, Any]) -> Part:
    when = raw.get("when")
    own = raw.get("licence")
    return Part(
        when=When(when) if isinstance(when, str) and when in list(When) else When.NOT,
        day=_day(raw.get("day")),
        licence=own[:MOST_LINE] if isinstance(own, str) else None,
    )


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
