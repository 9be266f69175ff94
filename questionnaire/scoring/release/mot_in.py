"""A record of the Model Openness Tool as a plan: read as the tool reads it, and forgiving.

What is no such record is refused, with every reason: where, what, and how to mend it. Anything else
that a record may lack or say otherwise is read as well as it can be, and remarked:
  - Missing parts are missing; ``license: {}`` and ``license: []`` say that there are none.
  - A component names its licence under ``license``; until April 2025 it was ``license_name``, every
    record listed all 17 components, and words such as "Component not included" stood in its place.
    Those are read as the tool itself carried them over (a074588): not included, or unlicensed.
  - An empty licence is none, whatever the whole has; a missing one is that of the kind, or whole.
  - Of a component that stands twice the last counts, as in the tool.
  - A component that the framework does not know is left out. The tool takes it for its first one,
    "Datasets" (ComponentManager.php at 8b5d30e), which nobody can mean.
  - A name is found whatever its case; an id of a licence is taken letter by letter, as everywhere.
  - Several licences in a list are no id: the tool stops there, and here none of them counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from questionnaire.scoring.faults import Fault, Said, shown
from questionnaire.scoring.release.components import COMPONENTS, KINDS, Component
from questionnaire.scoring.release.licences import NO_LICENCE
from questionnaire.scoring.release.mot import FRAMEWORK, printed
from questionnaire.scoring.release.plan import (
    ARCHITECTURES,
    MEDIA,
    MOST_LINE,
    TREATMENTS,
    Part,
    Plan,
    When,
)

WHOLES = ("distribution", *KINDS)
MOST_COMPONENTS = 100
LINES = ("name", "version", "producer", "origin")
WORDS = {"type": MEDIA, "architecture": ARCHITECTURES, "treatment": TREATMENTS}
WANTED = ("name", "producer", "license", "components")
"""What the tool's schema asks for."""
NOT_INCLUDED, NOT_SAID = ("not include", "pending evaluation"), "license not specified"
"""Words of records before April 2025 in the place of a licence."""
SCALARS = (str, int, float, dt.date)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a record says. faults: why it was refused, with an empty plan; remarks: what was read
    otherwise than written, or left out."""

    plan: Plan = field(default_factory=Plan)
    faults: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()


class _Notes:
    """What is found on the way."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.remarks: list[Fault] = []

    def refuse(self, place: str, problem: Said, mend: Said) -> None:
        self.faults.append(Fault(place, problem, mend))

    def left_out(self, place: str, problem: Said) -> None:
        self.remarks.append(Fault(place, problem, Said("it is left out")))

    def remark(self, place: str, problem: Said, read_as: Said) -> None:
        self.remarks.append(Fault(place, problem, read_as))


def plan_of_record(raw: Mapping[str, Any]) -> Reading:
    """The plan in a record. Never raises, whatever it is given."""
    notes = _Notes()
    _check_framework(raw.get("framework"), notes)
    release = raw.get("release")
    if not isinstance(release, Mapping):
        problem = Said("it is missing or holds no name: value pairs")
        notes.refuse("release", problem, Said("write name: value pairs under it"))
        return Reading(faults=tuple(notes.faults))
    for name in WANTED:
        if name not in release:
            problem = Said("it is missing")
            notes.remark(f"release.{name}", problem, Said("the tool asks for it"))
    told: dict[str, Any] = {name: _line(release, name, notes) for name in LINES}
    told |= {name: _word(release, name, words, notes) for name, words in WORDS.items()}
    whole = dict(_whole(release.get("license"), notes))
    parts = dict(_parts(release.get("components"), notes))
    if notes.faults:
        return Reading(faults=tuple(notes.faults))
    told["medium"] = told.pop("type")
    told["origin"] = _of_another(told)
    return Reading(Plan(**told, parts=parts, whole=whole), (), tuple(notes.remarks))


def _check_framework(raw: object, notes: _Notes) -> None:
    name = _text(raw.get("name")) if isinstance(raw, Mapping) else None
    if not name:
        problem = Said("it is missing")
        notes.remark("framework.name", problem, Said("the tool asks for it"))
    elif _plain(name) != _plain(FRAMEWORK["name"]):
        mend = Said("write %(name)s", name=FRAMEWORK["name"])
        notes.refuse("framework.name", Said("it is another framework"), mend)


def _text(value: object) -> str | None:
    """What was written: a text, or a number or day without quotes. None for anything else."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip() if isinstance(value, SCALARS) else None


def _plain(name: str) -> str:
    return "".join(one for one in name.casefold() if one.isalnum())


# ---------------------------------------------------------------- the model


def _line(release: Mapping[str, Any], name: str, notes: _Notes) -> str:
    value = release.get(name)
    if value is None:
        return ""
    text = _text(value)
    if text is None:
        notes.left_out(f"release.{name}", Said("%(value)s is no text", value=shown(value)))
        return ""
    if len(text) > MOST_LINE:
        problem = Said("it is longer than %(most)s characters", most=MOST_LINE)
        notes.remark(f"release.{name}", problem, Said("it is cut there"))
    return printed(text)[:MOST_LINE]


def _word(release: Mapping[str, Any], name: str, words: tuple[str, ...], notes: _Notes) -> str:
    value = release.get(name)
    text = _text(value) or ""
    found = next((one for one in words if _plain(one) == _plain(text)), "")
    if not found and value not in (None, ""):
        problem = Said("%(value)s is not known", value=shown(value))
        notes.left_out(f"release.{name}", problem)
    return found


def _of_another(told: Mapping[str, Any]) -> str:
    """The base that a record names. Without a word on the training, many name the model's own
    family there, and those trained anew the model itself; whatever says more is believed."""
    origin, name = (_plain(told[one]) for one in ("origin", "name"))
    if not origin:
        return str(told["origin"])
    own = origin == name and told["treatment"] in ("", "pre-trained")
    family = origin in name and not told["treatment"]
    return "" if own or family else str(told["origin"])


# ---------------------------------------------------------------- licences


def _whole(raw: object, notes: _Notes) -> Iterator[tuple[str, str]]:
    """Licences by kind, and that of the whole."""
    if raw is None or raw in ([], ""):
        return
    if not isinstance(raw, Mapping):
        licence = _licence(raw, "release.license", notes)
        if licence:
            as_whole = Said("it is read as that of the whole")
            notes.remark("release.license", Said("it holds no name: value pairs"), as_whole)
            yield "distribution", licence
        return
    for kind, one in raw.items():
        place = f"release.license.{shown(kind)[1:-1]}"
        if kind not in WHOLES:
            notes.left_out(place, Said("no component is of this kind"))
            continue
        licence = _licence(one, place, notes) if one is not None else None
        if licence:
            yield kind, licence


def _licence(value: object, place: str, notes: _Notes) -> str | None:
    """The id of a licence as it was written; None where none is named, empty for none at all."""
    if isinstance(value, Mapping):
        value = value.get("name")
    if isinstance(value, list):
        ids = [text for text in (_text(one) for one in value) if text]
        if len(ids) > 1:
            problem = Said("it names %(number)s licences", number=len(ids))
            notes.remark(place, problem, Said("write one; until then none of them counts"))
        return printed(", ".join(ids))[:MOST_LINE] or None
    if value is None:
        return None
    text = _text(value)
    if text is None:
        notes.left_out(place, Said("%(value)s is no licence", value=shown(value)))
        return ""
    return printed(text)[:MOST_LINE]


# ---------------------------------------------------------------- components


def _parts(raw: object, notes: _Notes) -> Iterator[tuple[str, Part]]:
    if raw is None:
        return
    if not isinstance(raw, list) or len(raw) > MOST_COMPONENTS:
        mend = Said("list the components, at most %(most)s", most=MOST_COMPONENTS)
        notes.refuse("release.components", Said("it is no list that fits"), mend)
        return
    seen = set()
    for place, one in enumerate(raw, 1):
        where = f"release.components, {place}"
        name = one.get("name") if isinstance(one, Mapping) else one
        known = _known(_text(name) or "")
        if known is None:
            notes.left_out(where, Said("%(value)s is no component", value=shown(name)))
            continue
        part = _part(one, where, notes) if isinstance(one, Mapping) else Part(When.RELEASED)
        if part is None:
            continue
        if known.key in seen:
            problem = Said("%(key)s stands twice", key=known.name)
            notes.remark(where, problem, Said("the last counts"))
        seen.add(known.key)
        yield known.key, part


def _known(name: str) -> Component | None:
    return BY_PLAIN.get(_plain(name))


BY_PLAIN = {_plain(text): one for one in COMPONENTS for text in (one.name, one.key)}


def _part(one: Mapping[str, Any], where: str, notes: _Notes) -> Part | None:
    """A component as a record has it; None for one that its own words say is not included."""
    if one.get("license") is not None:
        licence = _licence(one["license"], where, notes)
    else:
        licence = _licence(one.get("license_name"), where, notes)
        words = " ".join((licence or "").casefold().split())
        if any(word in words for word in NOT_INCLUDED):
            return None
        licence = "" if words == NOT_SAID else licence
    return Part(When.RELEASED, None, "" if licence == NO_LICENCE else licence)
