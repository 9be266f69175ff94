"""What each changed answer moved between two sheets under the same rules; no Django.

The rule, in words: the answers are changed one after another in the bank's order, then once more
from the last to the first, and every change gets the mean of what its two steps moved. Both rows
of steps lead from the one sheet to the other, so that the parts add up exactly to the difference.
Where no more than two answers act on each other, the mean over these two orders is the mean over
all orders (the Shapley value), so that no answer is favoured for standing early in the bank.

Numbers are taken in steps of 2**-30, far finer than anything shown, because sums of such steps have
no rounding at all. A step after which a number cannot be said moves nothing; the next one does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import Figures, figures, score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.sheet import Sheet
from questionnaire.scoring.voices import POSTURES

FINEST = 2.0**30
LEAN, LEAD = "lean", "lead"


@dataclass(frozen=True, slots=True)
class Movement:
    """One number on both sheets, and the part of each changed answer.

    The parts add up exactly to after - before; there are none where either cannot be said.
    """

    before: float | None
    after: float | None
    parts: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Turned:
    """A requirement of one of the two paths with another verdict than before."""

    path: str
    key: str
    kind: str
    before: str
    after: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """What the changed answers moved.

    changed: questions in the bank's order. numbers: the postures by name, LEAN, and LEAD, which is
    the fit of the path ``ahead`` less that of the path ``behind``: what is recommended now against
    what was, or, where that is the same path, against the next one.
    """

    before: Scorecard
    after: Scorecard
    changed: tuple[str, ...]
    ahead: str
    behind: str
    numbers: Mapping[str, Movement]
    turned: tuple[Turned, ...]


def attribute(
    rubric: Rubric,
    before: Sheet,
    after: Sheet,
    *,
    depth: Depth = Depth.LIVE,
    pair: tuple[str, str] | None = None,
    first: Scorecard | None = None,
) -> Attribution:
    """What each difference between two sheets moved.

    depth: how much both cards hold; pair: the paths of LEAD, else those that the two cards name;
    first: the card of the sheet before, at this depth, where it is at hand. With n differences
    both ends are scored, and the figures of 2n - 2 sheets between them.
    """
    changed = [one.key for one in rubric.questions if before.get(one.key) != after.get(one.key)]
    first = first or score(rubric, before, depth)
    last = score(rubric, after, depth) if changed else first
    ahead, behind = pair or _pair(first, last)
    ends = [_numbers(rubric, _figures(card), ahead, behind) for card in (first, last)]
    onward, other = (
        [ends[0], *_between(rubric, before, after, order, (ahead, behind)), *ends[1:]]
        for order in (changed, changed[::-1])
    )
    return Attribution(
        before=first,
        after=last,
        changed=tuple(changed),
        ahead=ahead,
        behind=behind,
        numbers={name: _movement(name, onward, other, changed) for name in onward[0]},
        turned=tuple(_turned(first, last, {ahead, behind})),
    )


def _between(
    rubric: Rubric, before: Sheet, after: Sheet, order: Sequence[str], pair: tuple[str, str]
) -> Iterator[dict[str, float | None]]:
    """The numbers on the way, one answer changed after another, without both ends."""
    sheet = dict(before)
    for key in order[:-1]:
        if key in after:
            sheet[key] = after[key]
        else:
            del sheet[key]
        yield _numbers(rubric, figures(rubric, sheet), *pair)


def _figures(card: Scorecard) -> Figures:
    """The figures of a card that is scored whole."""
    return Figures(
        tuple(one.score for one in card.postures),
        card.lean.value,
        tuple(path.fit for path in card.paths),
    )


def _pair(first: Scorecard, last: Scorecard) -> tuple[str, str]:
    """The path recommended last, and the one to hold against it; empty where there is none."""
    was, now = first.recommendation, last.recommendation
    ahead = now.path or ""
    if was.path is None or now.path is None:
        return ahead, ""
    return ahead, (was.path if was.path != now.path else now.runner_up or was.runner_up or "")


def _numbers(rubric: Rubric, found: Figures, ahead: str, behind: str) -> dict[str, float | None]:
    scores = zip(POSTURES, found.postures, strict=True)
    numbers = {str(posture): finest(value) for posture, value in scores}
    numbers[LEAN] = finest(found.lean)
    if behind:
        fits = dict(zip((path.key for path in rubric.paths), found.fits, strict=True))
        leads = found.lean is not None
        numbers[LEAD] = finest(fits[ahead] - fits[behind]) if leads else None
    return numbers


def finest(value: float | None) -> float | None:
    """A number in the steps in which movements are taken."""
    return None if value is None else round(value * FINEST) / FINEST


def _movement(
    name: str,
    onward: Sequence[Mapping[str, float | None]],
    back: Sequence[Mapping[str, float | None]],
    changed: Sequence[str],
) -> Movement:
    start, end = onward[0][name], onward[-1][name]
    if start is None or end is None:
        return Movement(start, end, {})
    there = _moves(start, end, [one[name] for one in onward[1:-1]])
    other = _moves(start, end, [one[name] for one in back[1:-1]])[::-1]
    parts = zip(changed, there, other, strict=False)  # without a change there is one empty move
    return Movement(start, end, {key: (one + two) / 2 for key, one, two in parts})


def _moves(start: float, end: float, between: Iterable[float | None]) -> list[float]:
    """How far each step moved a number; what cannot be said stands as it stood before."""
    values = [start]
    for value in between:
        values.append(values[-1] if value is None else value)
    return [after - before for before, after in pairwise([*values, end])]


def _turned(first: Scorecard, last: Scorecard, paths: set[str]) -> Iterable[Turned]:
    was = {(path.key, one.key): one for path in first.paths for one in path.requirements}
    for path in last.paths:
        for one in path.requirements:
            before = was[path.key, one.key]
            if path.key in paths and before.verdict is not one.verdict:
                yield Turned(
                    path.key, one.key, str(one.kind), str(before.verdict), str(one.verdict),
                    tuple(dict.fromkeys((*before.questions, *one.questions))),
                )  # fmt: skip
