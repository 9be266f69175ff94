"""What moved between two frozen results, parted into answers, questions and rules; no Django.

The rule, in words: from the earlier result to the later one lead four steps, each taken from where
the last one ended, so that they add up exactly to the difference of the two frozen numbers.

1. Rules: the earlier answers, scored by today's scoring instead of that of their day.
2. Questions: the same answers under the later edition, as far as its questions take them.
3. Answers: from these to the later answers, parted answer by answer as in ``attribution``.
4. Rules again: the later answers as they were scored on their day instead of today.

A step that cannot be told apart is none: between results of one edition there is no second step,
and where both were scored as today there is no first and no fourth. A step after which a number
cannot be said moves nothing; the next one does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.report.attribution import LEAD, LEAN, Attribution, Movement, attribute, finest
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import SCORING_VERSION, Depth, Scorecard
from questionnaire.scoring.sheet import Sheet

RULES, QUESTIONS, TOGETHER = "-rules", "-questions", "-answers"
"""Parts that are no single answer's. TOGETHER: the answers', where they cannot be told apart."""
Numbers = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Result:
    """A frozen result: its edition's rubric, the answers, and the scorecard as JSON."""

    rubric: Rubric
    sheet: Sheet
    card: Mapping[str, Any]

    @property
    def as_today(self) -> bool:
        """Whether answers are still scored as they were then."""
        return bool(self.card["scoring_version"] == SCORING_VERSION)


@dataclass(frozen=True, slots=True)
class Parted:
    """What moved each number. changed: the questions answered otherwise, in the bank's order.

    LEAD is the fit of the path ``ahead`` less that of ``behind``, as in ``attribution``.
    """

    changed: tuple[str, ...]
    ahead: str
    behind: str
    numbers: Mapping[str, Movement]


def part(before: Result, after: Result, carried: Sheet) -> Parted:
    """What moved from one result to a later one.

    carried: the earlier answers as far as they fit the later edition's questions; all of them
    where it is the same edition.
    """
    pair = _pair(before, after)
    found = attribute(after.rubric, carried, after.sheet, pair=pair)
    ends = [_frozen(one.card, pair) for one in (before, after)]
    rescored = ends[0] if before.as_today else _scored(before, pair)
    names = [name for name in ends[1] if name in ends[0] and not _withheld(before, after, name)]
    return Parted(
        changed=found.changed,
        ahead=pair[0],
        behind=pair[1],
        numbers={
            name: _movement(before, after, found, [one[name] for one in (*ends, rescored)], name)
            for name in names
        },
    )


def _pair(before: Result, after: Result) -> tuple[str, str]:
    """The path recommended last, and the one to hold against it; empty where there is none, or
    where the two editions do not have both."""
    was, now = (one.card["recommendation"] for one in (before, after))
    if was["path"] is None or now["path"] is None:
        return now["path"] or "", ""
    behind = was["path"] if was["path"] != now["path"] else now["runner_up"] or was["runner_up"]
    known = [{path["key"] for path in one.card["paths"]} for one in (before, after)]
    if behind is None or not {behind, now["path"]} <= known[0] & known[1]:
        return now["path"], ""
    return now["path"], behind


def _frozen(card: Mapping[str, Any], pair: tuple[str, str]) -> dict[str, float | None]:
    """A result's numbers as they were frozen."""
    found = {one["posture"]: finest(one["score"]) for one in card["postures"]}
    found[LEAN] = finest(card["lean"]["value"])
    if pair[1]:
        fits = {path["key"]: path["fit"] for path in card["paths"]}
        found[LEAD] = finest(fits[pair[0]] - fits[pair[1]])
    return found


def _scored(one: Result, pair: tuple[str, str]) -> Numbers:
    """A result's numbers as its answers are scored today, under the edition of their day."""
    card: Scorecard = score(one.rubric, one.sheet, Depth.LIVE)
    return _frozen(
        {
            "postures": [{"posture": str(p.posture), "score": p.score} for p in card.postures],
            "lean": {"value": card.lean.value},
            "paths": [{"key": path.key, "fit": path.fit} for path in card.paths],
        },
        pair,
    )


def _withheld(before: Result, after: Result, name: str) -> bool:
    """Whether a posture is not shown on one of the two."""
    return any(
        one["band"] == "withheld"
        for card in (before.card, after.card)
        for one in card["postures"]
        if one["posture"] == name
    )


def _movement(
    before: Result, after: Result, found: Attribution, values: list[float | None], name: str
) -> Movement:
    """One number's parts. values: frozen before and after, and before as scored today."""
    start, end, rescored = values
    if start is None or end is None:
        return Movement(start, end, {})
    answers = found.numbers.get(name, Movement(None, None, {}))
    same = before.rubric.edition == after.rubric.edition
    first = start if rescored is None else rescored
    second = first if same or answers.before is None else answers.before
    third = second if answers.after is None else answers.after
    if answers.parts:
        parts = dict(answers.parts)
    else:
        parts = dict.fromkeys(found.changed, 0.0)
        parts[TOGETHER] = third - second
    return Movement(
        start,
        end,
        {**parts, QUESTIONS: second - first, RULES: (first - start) + (end - third)},
    )
