"""The page on which a decision is written down, as plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from questionnaire.bank.condition_building import Group
from questionnaire.decision.choosing import (
    Subject,
    chosen_test,
    subject_of,
    subjects,
    tell_condition,
)
from questionnaire.decision.forms import DATES, DateRow, Wires, typed
from questionnaire.decision.models import Decision
from questionnaire.decision.tripwires import Raw, Watch, suggestions
from questionnaire.decision.walk_page import Ground
from questionnaire.report.narrative.paths import PathTold, tell_paths
from questionnaire.report.narrative.tongue import path_name, path_place


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A condition that can be ticked. title: the bank's own words for it, else what is looked at;
    holds: it is so already, so that it would fire at once."""

    value: str
    title: str
    words: str
    ticked: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """A path to be decided for, and what may be watched. supported: the path in front, where it
    is another; asked: what an own condition can be about."""

    path: PathTold
    supported: tuple[int, str] | None
    suggested: tuple[WatchRow, ...]
    own: tuple[WatchRow, ...]
    rows: tuple[DateRow, ...]
    groups: tuple[Group, ...]
    subject: Subject | None


def form_page(ground: Ground, path: str, wires: Wires, subject: str) -> FormPage:
    """The page of one path. wires: what is ticked and written so far."""
    told = next(one for one in tell_paths(ground.tongue, ground.card, ground.sheet)
                if one.key == path)  # fmt: skip
    rows = _Rows(ground, path, wires.watch)
    document = ground.edition.document
    return FormPage(
        path=told,
        supported=supported(ground, path),
        suggested=tuple(rows.suggested()),
        own=tuple(rows.own()),
        rows=wires.rows,
        groups=subjects(ground.tongue.texts),
        subject=subject_of(ground.tongue.texts, document, subject, ground.tongue.say),
    )


def supported(ground: Ground, path: str) -> tuple[int, str] | None:
    """The path that the answers support, where it is another than the one to be taken."""
    first = ground.card["recommendation"]["path"]
    if first is None or first == path or ground.card["recommendation"]["least_broken"]:
        return None
    return path_place(ground.tongue, first), path_name(ground.tongue, first)


def other_paths(ground: Ground, path: str) -> tuple[tuple[str, str], ...]:
    """The paths that are not taken, closed to open."""
    return tuple((one.key, one.name) for one in ground.tongue.texts.paths if one.key != path)


class _Rows:
    """Conditions as rows, each told once."""

    def __init__(self, ground: Ground, path: str, ticked: Iterable[Raw]) -> None:
        self.ground, self.path = ground, path
        self.watch = Watch(ground.edition.rubric, ground.edition.document, ground.sheet)
        self.ticked = {typed(one): one for one in ticked}
        found = suggestions(ground.card, ground.edition.document, path)
        self.offered = {typed(one.condition): one.condition for one in found}
        self.flips = {typed(one.condition): int(one.key) for one in found if one.kind == "flip"}

    def suggested(self) -> Iterator[WatchRow]:
        for value, condition in self.offered.items():
            row = self._row(value, condition)
            if not row.holds:
                yield row

    def own(self) -> Iterator[WatchRow]:
        for value, condition in self.ticked.items():
            if value not in self.offered:
                yield self._row(value, condition)

    def _row(self, value: str, condition: Raw) -> WatchRow:
        texts, say = self.ground.tongue.texts, self.ground.tongue.say
        told = tell_condition(condition, self.ground.edition.document, texts, self.path, say)
        return WatchRow(
            value=value,
            title=told.title or told.words,
            words=self._then(value) or (told.words if told.title else ""),
            ticked=value in self.ticked,
            holds=self.watch.look(condition).fires,
        )

    def _then(self, value: str) -> str:
        """Which path a changed answer would put first."""
        if value not in self.flips:
            return ""
        flip, tongue = self.ground.card["flips"][self.flips[value]], self.ground.tongue
        return tongue.say("Then %(path)s comes first.", path=path_name(tongue, flip["path"]))


# ---------------------------------------------------------------- what stands in it


def first_wires(stands: Decision | None, ground: Ground, path: str) -> Wires:
    """What is ticked when the page is opened: the tripwires of the decision that stands, where it
    is for the same path, as far as they have not fired; else none."""
    rows = [DateRow(number) for number in range(1, DATES + 1)]
    if stands is None or stands.path != path:
        return Wires((), tuple(rows), ())
    watch = Watch(ground.edition.rubric, ground.edition.document, ground.sheet)
    kept = [one for one in stands.tripwires.all() if not hasattr(one, "firing")]
    dated = [one for one in kept if one.condition is None][:DATES]
    for place, one in enumerate(dated):
        day = one.due.isoformat() if one.due else ""
        rows[place] = DateRow(place + 1, one.words, day)
    conditions = (one.condition for one in kept if one.condition is not None)
    fitting = tuple(one for one in conditions if watch.look(one).verdict is not None)
    return Wires(fitting, tuple(rows), ())


def first_values(stands: Decision | None, path: str, name: str, today: dt.date) -> dict[str, Any]:
    """What stands in the fields when the page is opened."""
    if stands is None:
        return {"decided_by": name, "decided_on": today}
    values = {"decided_by": stands.decided_by, "decided_on": today}
    if stands.path == path:
        values |= {"reason": stands.reason, "against": stands.against}
    return values | {f"rejected-{key}": why for key, why in stands.rejected.items()}


def has_test(data: QueryDict) -> bool:
    """Whether a test was filled in, its button pressed or not."""
    return bool(data.get("subject") and (data.getlist("option") or data.get("number", "").strip()))


def with_test(wires: Wires, data: QueryDict, document: Mapping[str, Any]) -> tuple[Wires, str]:
    """The tripwires with the chosen test more, or as they were; and which part is missing."""
    test, number = chosen_test(
        data.get("subject", ""), data.get("op", ""), data.getlist("option"),
        data.get("number", ""), document,
    )  # fmt: skip
    if test is None:
        return wires, "number" if number else "option"
    if test in wires.watch:
        return wires, ""
    return Wires((*wires.watch, test), wires.rows, wires.dates), ""
