"""How the personas of a content come out, beside what was expected of them; no Django."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaire.bank.content import Content, Expectation, Persona
from questionnaire.bank.lint_personas import persona_differences, score_persona
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.scorecard import PostureScore, Scorecard

MOST_DECIDERS = 3


@dataclass(frozen=True, slots=True)
class Decider:
    """What weighs most: an answer, or a requirement (``path.key``); points of the lead, or those
    that an answer gained or lost for a posture."""

    question: str
    requirement: str
    on: str
    points: float


@dataclass(frozen=True, slots=True)
class BandOutcome:
    """A posture's band as expected ("" where nothing is) and as it came out."""

    posture: str
    expected: str
    actual: str
    score: float | None

    @property
    def differs(self) -> bool:
        return bool(self.expected) and self.expected != self.actual


@dataclass(frozen=True, slots=True)
class Outcome:
    """One persona. path is "" where nothing that leans was answered."""

    key: str
    venture: str
    expected: str
    path: str
    close: bool
    margin: float | None
    bands: tuple[BandOutcome, ...]
    problems: tuple[tuple[str, str], ...]
    deciders: tuple[Decider, ...]
    accepted: Expectation | None
    """What to expect from now on, where the outcome is accepted; None where there is no path."""

    @property
    def differs(self) -> bool:
        return bool(self.problems)


def outcomes(content: Content) -> tuple[Outcome, ...]:
    """Every persona of a content that can be scored; those that come out otherwise first."""
    rubric = compile_rubric(content.document())
    found = [_outcome(one, score_persona(rubric, one)) for one in content.personas]
    return tuple(sorted(found, key=lambda one: (not one.differs, one.key)))


def _outcome(persona: Persona, card: Scorecard) -> Outcome:
    told = card.recommendation
    bands = tuple(
        BandOutcome(
            str(one.posture), str(persona.expect.bands.get(one.posture, "")), str(one.band),
            one.score,
        )
        for one in card.postures
    )  # fmt: skip
    return Outcome(
        key=persona.key,
        venture=persona.venture,
        expected=persona.expect.path,
        path=told.path or "",
        close=told.close,
        margin=told.margin,
        bands=bands,
        problems=tuple(persona_differences(persona, card)),
        deciders=tuple(_deciders(card, bands)),
        accepted=_accepted(persona.expect, card),
    )


def _accepted(expect: Expectation, card: Scorecard) -> Expectation | None:
    """The expectation with what came out in the place of what did not; nothing more is expected."""
    told = card.recommendation
    if told.path is None:
        return None
    held = {one.key for one in card.tensions}
    offered = {one.key for one in card.actions}
    return Expectation(
        path=told.path,
        close=None if expect.close is None else told.close,
        bands={one.posture: one.band for one in card.postures if one.posture in expect.bands},
        tensions=tuple(key for key in expect.tensions if key in held),
        actions=tuple(key for key in expect.actions if key in offered),
    )


def _deciders(card: Scorecard, bands: tuple[BandOutcome, ...]) -> Iterator[Decider]:
    """The heaviest parts of the lead; and of each band that differs what was gained and lost."""
    lead = [one for one in card.recommendation.lead if one.question or one.requirement]
    for one in sorted(lead, key=lambda part: -abs(part.points))[:MOST_DECIDERS]:
        yield Decider(one.question, one.requirement or "", "", one.points)
    otherwise = {one.posture for one in bands if one.differs}
    for posture in card.postures:
        if str(posture.posture) in otherwise:
            yield from _of_posture(posture)


def _of_posture(posture: PostureScore) -> Iterator[Decider]:
    """Where most points were gained or lost."""
    parts = [(one.question, one.gained) for one in posture.contributions]
    parts += [(one.question, one.gained - one.possible) for one in posture.contributions]
    for question, points in sorted(parts, key=lambda part: -abs(part[1]))[:MOST_DECIDERS]:
        yield Decider(question, "", str(posture.posture), points)
