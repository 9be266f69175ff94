"""The what-if put together as plain values: both results, the questions in hand, and the others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaire.assessment.composition import card_of
from questionnaire.assessment.desk import Desk
from questionnaire.assessment.models import Answer
from questionnaire.assessment.pages import QuestionCard
from questionnaire.assessment.walk import Way
from questionnaire.report.narrative.next_steps import FlipTold, tell_flips
from questionnaire.report.narrative.tongue import Said, answer_words, said
from questionnaire.report.what_if.ground import Ground
from questionnaire.report.what_if.outcome import Outcome, tell_outcome, try_sheet
from questionnaire.report.what_if.reading import Tried
from questionnaire.scoring.scorecard import Scorecard
from questionnaire.scoring.sheet import Sheet

MOST_MOVING = 6
MOST_FIND = 100


@dataclass(frozen=True, slots=True)
class InHand:
    """A question in hand. real: what was really answered; asked: whether it still is asked."""

    card: QuestionCard
    real: str
    asked: bool
    problem: str
    follows: bool
    new: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a follow-up stands once a change opens it."""

    key: str
    hand: InHand | None


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be changed: what would flip the result and what moves it most first, then all."""

    flips: tuple[FlipTold, ...]
    moving: tuple[Said, ...]
    categories: tuple[tuple[str, tuple[Said, ...]], ...]
    find: str
    found: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Both results, and the questions in hand."""

    outcome: Outcome
    chosen: tuple[InHand, ...]
    places: tuple[Place, ...]
    tried: Tried

    @property
    def differs(self) -> bool:
        """Whether anything is changed."""
        return bool(self.outcome.changed)

    @property
    def in_hand(self) -> tuple[InHand, ...]:
        """Every card of the page."""
        return (*self.chosen, *(one.hand for one in self.places if one.hand is not None))

    @property
    def problems(self) -> tuple[InHand, ...]:
        """The cards that hold no answer."""
        return tuple(one for one in self.in_hand if one.problem)


def what_if(ground: Ground, tried: Tried) -> WhatIf:
    """The what-if beside the real result."""
    real, other = ground.real.sheet, ground.sheet(tried.changes)
    found = try_sheet(ground.edition.rubric, real, other, ground.real.card)
    desk = _desk(ground, tried)
    keys = [one.key for one in ground.edition.rubric.questions if one.key not in tried.real]
    opened = set(tried.opened)
    return WhatIf(
        outcome=tell_outcome(ground.tongue, found, real, other),
        chosen=tuple(_in_hand(ground, desk, tried, real, key) for key in tried.chosen),
        places=tuple(
            Place(key, _in_hand(ground, desk, tried, real, key) if key in opened else None)
            for key in keys
        ),
        tried=tried,
    )


def _desk(ground: Ground, tried: Tried) -> Desk:
    """As much of a desk as the cards in hand are made from."""
    answers = {}
    for key in (*tried.chosen, *tried.opened):
        stands = tried.changes.get(key) or ground.stored.get(key) or {}
        answers[key] = Answer(
            question=key, version=0, value=stands.get("value"), claim=stands.get("claim") or ""
        )
    way = Way(tried.asked, {})
    return Desk(ground.assessment, ground.edition, ground.tongue.texts, answers, {}, way)


def _in_hand(ground: Ground, desk: Desk, tried: Tried, real: Sheet, key: str) -> InHand:
    return InHand(
        card=card_of(desk, desk.wording.question(key), 0, tried.typed.get(key)),
        real=answer_words(ground.tongue, key, real.get(key)),
        asked=key in tried.asked,
        problem=tried.problems.get(key, ""),
        follows=key not in tried.real,
        new=key == tried.new,
    )


# ---------------------------------------------------------------- what can be changed


def choices(ground: Ground, tried: Tried, find: str) -> Choices:
    """What can be changed besides what is in hand."""
    tongue, sheet = ground.tongue, ground.real.sheet
    flips: tuple[FlipTold, ...] = ()
    if ground.report is not None:
        told = tell_flips(tongue, ground.report.scorecard, sheet)
        flips = (*told.first, *told.more)
    named = {change.said.key for one in flips for change in one.changes}
    rest = [
        key
        for key in _by_movement(ground.real.card)
        if key not in named and key not in tried.chosen
    ]
    find = find.strip()[:MOST_FIND]
    categories = []
    for category in tongue.texts.categories:
        keys = [one.key for one in category.questions if one.key in tried.real]
        rows = tuple(_found((said(tongue, sheet, key) for key in keys), find))
        categories.append((str(category.name), rows))
    return Choices(
        flips=flips,
        moving=tuple(said(tongue, sheet, key) for key in rest[:MOST_MOVING]),
        categories=tuple((name, rows) for name, rows in categories if rows),
        find=find,
        found=sum(len(rows) for _name, rows in categories),
    )


def _by_movement(real: Scorecard) -> list[str]:
    """The answered questions by what another answer could move at most: the lean, or a posture."""
    most: dict[str, float] = {}
    for part in real.lean.contributions:
        most[part.question] = abs(part.points)
    for posture in real.postures:
        for one in posture.contributions:
            most[one.question] = max(most.get(one.question, 0.0), one.possible)
    return sorted(most, key=lambda key: -most[key])


def _found(rows: Iterator[Said], find: str) -> Iterator[Said]:
    wanted = find.casefold()
    for one in rows:
        if wanted in one.ask.casefold() or wanted in one.answer.casefold():
            yield one
