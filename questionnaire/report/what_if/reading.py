"""What the page's form says: which questions are in hand, and what is changed about them.

Everything that is changed stands in the form alone; nothing of it is in an address or in a session.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from questionnaire.assessment.edits import Edit, Refused, edit_of_form, read_edit
from questionnaire.assessment.walk import way
from questionnaire.report.narrative.next_steps import worth_reading
from questionnaire.report.what_if.ground import Ground, Stored

MOST_IN_HAND = 60


@dataclass(frozen=True, slots=True)
class Tried:
    """The questions in hand, in the order in which they were chosen.

    changes: what differs from the real answers; typed, problems: what is no answer, and why.
    real, asked: the questions that are asked really, and with these changes; new: the one that
    was just chosen.
    """

    chosen: tuple[str, ...]
    changes: Stored
    typed: Mapping[str, Edit]
    problems: Mapping[str, str]
    real: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    new: str = ""

    @property
    def opened(self) -> tuple[str, ...]:
        """The follow-ups that only the changes open."""
        return tuple(key for key in self.asked if key not in self.real)


def of_changes(ground: Ground, changes: Stored) -> Tried:
    """Given changes, as a scenario holds them; none before anything was changed."""
    own = {key: one for key, one in changes.items() if _differs(ground, key, one)}
    return _settled(ground, Tried(tuple(own), own, {}, {}))


def read_tried(ground: Ground, data: QueryDict) -> Tried:
    """What the form says, after what its button does: choose a question, leave one, or take over
    what would flip the result."""
    known = ground.tongue.texts.questions
    shown = [key for key in dict.fromkeys(data.getlist("shown")) if key in known]
    shown = [key for key in shown if key != data.get("drop")][:MOST_IN_HAND]
    read = Tried(tuple(shown), {}, {}, {})
    for key in shown:
        read = _read(ground, read, key, edit_of_form(data, key))
    read = _settled(ground, _flipped(ground, read, data.get("flip", "")))
    return _chosen(read, data.get("add", ""))


def _read(ground: Ground, read: Tried, key: str, edit: Edit) -> Tried:
    """With what one card says."""
    edit = replace(edit, note="", evidence="")
    question = ground.tongue.texts.question(key)
    try:
        found = read_edit(question, edit, ground.tongue.lang)
        problem = found.problem
    except Refused as refused:
        found, problem = None, str(refused)
    if problem or found is None:
        return replace(
            read, typed={**read.typed, key: edit}, problems={**read.problems, key: problem}
        )
    change = {"value": found.content.value, "claim": found.content.claim}
    if not _differs(ground, key, change):
        return read
    return replace(read, changes={**read.changes, key: change})


def _differs(ground: Ground, key: str, change: Mapping[str, Any]) -> bool:
    real = ground.stored.get(key, {})
    return any((real.get(name) or None) != (change[name] or None) for name in ("value", "claim"))


def _flipped(ground: Ground, read: Tried, number: str) -> Tried:
    """With the changes of one of the report's flips, by its number."""
    if ground.report is None or not (number.isascii() and number.isdigit()):
        return read
    flips = worth_reading(ground.report.scorecard)
    place = int(number[:4])
    if place >= len(flips):
        return read
    changes = dict(read.changes)
    for one in flips[place]["changes"]:
        claim = ground.stored.get(one["question"], {}).get("claim") or ""
        changes[one["question"]] = {"value": {"value": _whole(one["after"])}, "claim": claim}
    chosen = tuple(dict.fromkeys((*read.chosen, *changes)))
    return replace(read, changes=changes, chosen=chosen, new=flips[place]["changes"][0]["question"])


def _whole(value: Any) -> Any:
    """A number as answers hold it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _settled(ground: Ground, read: Tried) -> Tried:
    """Without changes of questions that are asked neither really nor with the changes: a follow-up
    whose branch closed again. It is not counted, so it is not shown either."""
    real = ground.real.asked
    asked = way(ground.edition.rubric, ground.sheet(read.changes)).asked if read.changes else real
    return replace(
        read,
        chosen=tuple(key for key in read.chosen if key in real),
        changes={key: one for key, one in read.changes.items() if key in {*real, *asked}},
        real=real,
        asked=asked,
    )


def _chosen(read: Tried, key: str) -> Tried:
    if key not in read.real or len(read.chosen) >= MOST_IN_HAND:
        return read
    return replace(read, chosen=tuple(dict.fromkeys((*read.chosen, key))), new=key)
