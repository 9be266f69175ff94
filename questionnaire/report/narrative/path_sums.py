"""The sum behind a path's fit, down to single answers and single shoulds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.shown import shown_parts
from questionnaire.report.narrative.tongue import Tongue, said
from questionnaire.scoring.paths import HALF_OPEN, extra_parts
from questionnaire.scoring.reach import walk
from questionnaire.scoring.sheet import Sheet

LEAST = 0.05
"""What rounding to tenths hides has no line of its own."""


@dataclass(frozen=True, slots=True)
class SumRow:
    """A part of a sum: what it is, the answer or verdict behind it, its weight, its points."""

    text: str
    answer: str
    weight: str
    points: str


@dataclass(frozen=True, slots=True)
class PartSum:
    """Parts that add up, as they are shown, to the figure below them."""

    rows: tuple[SumRow, ...]
    name: str
    total: str


@dataclass(frozen=True, slots=True)
class PathSum:
    """pull and readiness from what makes them, and the fit from both."""

    parts: tuple[PartSum, PartSum, PartSum]


@dataclass(frozen=True, slots=True)
class _Part:
    value: float
    text: str
    answer: str = ""
    weight: str = ""


def tell_sum(
    tongue: Tongue,
    card: Card,
    sheet: Sheet,
    path: Mapping[str, Any],
    own: Mapping[str, float],
) -> PathSum:
    """The fit of one path as the sum that it is. own: of ``own_pulls``, for this path."""
    rules = tongue.rules
    fit = [
        _Part(rules.pull * path["pull"], tongue.say("Pull"), weight=tongue.share(rules.pull)),
        _Part(
            rules.readiness * path["readiness"],
            tongue.say("Readiness"),
            weight=tongue.share(rules.readiness),
        ),
    ]
    return PathSum(
        (
            _sum(tongue, _pull(tongue, card, sheet, path, own), tongue.say("Pull"), path["pull"],
                 signed=True),
            _sum(tongue, _readiness(tongue, path), tongue.say("Readiness"), path["readiness"]),
            _sum(tongue, fit, tongue.say("Fit"), path["fit"]),
        )
    )  # fmt: skip


def _sum(
    tongue: Tongue, parts: list[_Part], name: str, total: float, *, signed: bool = False
) -> PartSum:
    points = shown_parts([part.value for part in parts], total)
    rows = tuple(
        SumRow(part.text, part.answer, part.weight, tongue.figure(value, 1, signed=signed))
        for part, value in zip(parts, points, strict=True)
    )
    return PartSum(rows, name, tongue.figure(total, 1))


def _pull(
    tongue: Tongue,
    card: Card,
    sheet: Sheet,
    path: Mapping[str, Any],
    own: Mapping[str, float],
) -> list[_Part]:
    """100 less the distance, what single answers add, and what went past 0 or 100."""
    lean = card["lean"]["value"] or 0.0
    away = tongue.say(
        "The distance between your lean (%(lean)s) and where this path stands (%(position)s)",
        lean=tongue.figure(lean, 1, signed=True),
        position=tongue.figure(path["position"], signed=True),
    )
    parts = [
        _Part(100.0, tongue.say("A path exactly where you lean")),
        _Part(-abs(lean - path["position"]), away),
        *_own(tongue, sheet, own),
    ]
    rest = path["pull"] - sum(part.value for part in parts)
    if abs(rest) >= LEAST:
        parts.append(_Part(rest, tongue.say("Pull ends at 0 and at 100")))
    return parts


def own_pulls(tongue: Tongue, sheet: Sheet) -> dict[str, dict[str, float]]:
    """Path -> question -> what its answer adds to that path alone, by the edition's own rules."""
    added: dict[str, dict[str, float]] = {}
    if tongue.rubric is not None:
        keys = [one.key for one in tongue.rubric.paths]
        for question, place, points in extra_parts(walk(tongue.rubric, sheet)):
            own = added.setdefault(keys[place], {})
            own[question] = own.get(question, 0.0) + points
    return added


def _own(tongue: Tongue, sheet: Sheet, own: Mapping[str, float]) -> Iterator[_Part]:
    for question, points in own.items():
        one = said(tongue, sheet, question)
        yield _Part(points, one.ask, one.answer)


def _readiness(tongue: Tongue, path: Mapping[str, Any]) -> list[_Part]:
    """The shoulds with their weights; the whole 100 where the path asks for nothing more."""
    shoulds = [one for one in path["requirements"] if one["kind"] == "should"]
    if not shoulds:
        return [_Part(100.0, tongue.say("This path asks for nothing more"))]
    words = {
        "met": tongue.say("Met"),
        "open": tongue.say("Not settled"),
        "broken": tongue.say("Missing"),
    }
    gains = {"met": 1.0, "open": HALF_OPEN, "broken": 0.0}
    whole = sum(one["weight"] for one in shoulds)
    return [
        _Part(
            100 * gains[one["verdict"]] * one["weight"] / whole,
            tongue.texts.requirement(path["key"], one["key"]),
            words[one["verdict"]],
            tongue.say(
                "%(weight)s of %(whole)s",
                weight=_weight(tongue, one["weight"]), whole=_weight(tongue, whole),
            ),
        )
        for one in shoulds
    ]  # fmt: skip


def _weight(tongue: Tongue, value: float) -> str:
    return tongue.figure(value, 0 if float(value).is_integer() else 2)
