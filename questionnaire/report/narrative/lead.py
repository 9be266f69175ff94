"""Why the first path leads over the second."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.tongue import Tongue, path_name, said
from questionnaire.scoring.sheet import Sheet

MOST_FOR, MOST_AGAINST = 4, 3


@dataclass(frozen=True, slots=True)
class LeadPart:
    """A signed part of the lead: from an answer, or from a should of one of the two paths."""

    points: str
    text: str
    answer: str


@dataclass(frozen=True, slots=True)
class Lead:
    """Why the first path leads over the second: the largest parts, and the sum of all.

    start: where they stand before any answer, which is among the parts and no answer; may be empty.
    """

    sentence: str
    start: str
    because: tuple[LeadPart, ...]
    despite: tuple[LeadPart, ...]
    parts: tuple[LeadPart, ...]
    total: str


def tell_lead(tongue: Tongue, card: Card, sheet: Sheet) -> Lead | None:
    """The lead, or None where there are no two paths to compare."""
    told = card["recommendation"]
    if told["runner_up"] is None or not told["lead"]:
        return None
    parts = [
        (part, _lead_part(tongue, sheet, part))
        for part in told["lead"]
        if half_up(part["points"], 1)
    ]
    answers = [(part["points"], one) for part, one in parts if not _is_start(part)]
    starts = (f"{one.text}: {one.points}." for part, one in parts if _is_start(part))
    sentence = tongue.say(
        "%(first)s fits %(figure)s better than %(second)s. These answers make the difference.",
        first=path_name(tongue, told["path"]), second=path_name(tongue, told["runner_up"]),
        figure=tongue.figure(told["margin"], 1),
    )  # fmt: skip
    return Lead(
        sentence=sentence,
        start=next(starts, ""),
        because=tuple(one for points, one in answers if points > 0)[:MOST_FOR],
        despite=tuple(one for points, one in answers if points < 0)[:MOST_AGAINST],
        parts=tuple(one for _, one in parts),
        total=tongue.figure(told["margin"], 1, signed=True),
    )


def _is_start(part: Mapping[str, Any]) -> bool:
    """Whether a part of the lead is there before any answer."""
    return not part["requirement"] and not part["question"]


def _lead_part(tongue: Tongue, sheet: Sheet, part: Mapping[str, Any]) -> LeadPart:
    points = tongue.figure(part["points"], 1, signed=True)
    if part["requirement"]:
        path, key = part["requirement"].split(".", 1)
        text = tongue.say(
            "%(path)s asks for: %(text)s",
            path=path_name(tongue, path), text=tongue.texts.requirement(path, key),
        )  # fmt: skip
        answer = said(tongue, sheet, part["question"]) if part["question"] else None
        return LeadPart(points, text, f"{answer.ask} {answer.answer}" if answer else "")
    if _is_start(part):
        where = tongue.say("Before any answer: the lead at a lean of 0, neither closed nor open")
        return LeadPart(points, where, "")
    one = said(tongue, sheet, part["question"])
    return LeadPart(points, one.ask, one.answer)
