"""Every answer with its points, what gains and loses most, the stress test, and the sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from questionnaire.bank.wording import Phrase
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.paths import Reason, behind
from questionnaire.report.narrative.shown import lean_points, posture_points
from questionnaire.report.narrative.standing import claim_word, points_digits, posture_name
from questionnaire.report.narrative.tongue import Said, Tongue, said
from questionnaire.scoring.sheet import Sheet
from questionnaire.vocabulary import Direction, ReversalPart

MOST_LOSSES, MOST_GAINS, MOST_LEAN = 5, 3, 4
LEAST_POINTS = 0.05


@dataclass(frozen=True, slots=True)
class Driver:
    """An answer that moves a posture much: signed points, and of which posture."""

    points: str
    posture: str
    name: str
    said: Said


@dataclass(frozen=True, slots=True)
class Drivers:
    """Where most points were lost, where most were gained, and what draws the lean most (of no
    posture)."""

    losses: tuple[Driver, ...]
    gains: tuple[Driver, ...]
    lean: tuple[Driver, ...]


def tell_drivers(tongue: Tongue, card: Card, sheet: Sheet) -> Drivers:
    """The answers that move the three postures most."""
    parts = [
        (one["posture"], part["question"], *points)
        for one in card["postures"]
        if one["band"] != "withheld"
        for part, points in zip(
            one["contributions"], posture_points(one, points_digits(tongue, one)), strict=True
        )
    ]

    def drivers(moves: list[tuple[float, str, str]], most: int) -> tuple[Driver, ...]:
        largest = sorted(moves, key=lambda move: -abs(move[0]))[:most]
        return tuple(
            Driver(tongue.figure(points, 1, signed=True), posture,
                   posture_name(tongue, posture), said(tongue, sheet, key))
            for points, posture, key in largest
            if abs(points) >= LEAST_POINTS
        )  # fmt: skip

    lost = [(gained - possible, posture, key) for posture, key, gained, possible in parts]
    won = [(gained, posture, key) for posture, key, gained, _ in parts]
    return Drivers(
        drivers(lost, MOST_LOSSES), drivers(won, MOST_GAINS), _lean_drivers(tongue, card, sheet)
    )


def _lean_drivers(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[Driver, ...]:
    parts = sorted(card["lean"]["contributions"], key=lambda part: -abs(part["points"]))
    return tuple(
        Driver(tongue.figure(part["points"], 1, signed=True), "",
               tongue.say("To open") if part["points"] > 0 else tongue.say("To closed"),
               said(tongue, sheet, part["question"]))
        for part in parts[:MOST_LEAN]
        if abs(part["points"]) >= LEAST_POINTS
    )  # fmt: skip


# ---------------------------------------------------------------- all answers


@dataclass(frozen=True, slots=True)
class Points:
    """What an answer gained of what it could, for one posture."""

    posture: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerTold:
    """One answer with everything it did, and what the founder wrote beside it."""

    said: Said
    claim: str
    points: tuple[Points, ...]
    lean: str
    note: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class CategoryTold:
    """The answers of one category; withheld: not shared with whoever reads; left_out: which of its
    questions are not told of, and why."""

    key: str
    name: str
    answers: tuple[AnswerTold, ...]
    withheld: bool = False
    left_out: str = ""


def tell_answers(
    tongue: Tongue,
    card: Card,
    sheet: Sheet,
    notes: Mapping[str, tuple[str, str]] | None = None,
    shared: frozenset[str] | None = None,
) -> tuple[CategoryTold, ...]:
    """Every asked question by category.

    notes: (note, evidence) by question; shared: the categories that may be read, None for all.
    """
    asked = set(card["reachable"])
    points = _points_by_question(tongue, card)
    drawn = zip(card["lean"]["contributions"], lean_points(card["lean"]), strict=True)
    leans = {one["question"]: points for one, points in drawn}
    beside = notes or {}
    return tuple(
        CategoryTold(category.key, category.name, (), withheld=True)
        if shared is not None and category.key not in shared
        else CategoryTold(
            category.key,
            category.name,
            tuple(
                replace(
                    _answer(tongue, sheet, question.key, points, leans),
                    note=beside.get(question.key, ("", ""))[0],
                    evidence=beside.get(question.key, ("", ""))[1],
                )
                for question in category.questions
                if question.key in asked
            ),
        )
        for category in tongue.texts.categories
    )


def _points_by_question(tongue: Tongue, card: Card) -> dict[str, list[Points]]:
    found: dict[str, list[Points]] = {}
    for one in card["postures"]:
        name = posture_name(tongue, one["posture"])
        digits = points_digits(tongue, one)
        for part, points in zip(one["contributions"], posture_points(one, digits), strict=True):
            gained, possible = (tongue.figure(value, digits) for value in points)
            words = tongue.say("%(gained)s of %(possible)s", gained=gained, possible=possible)
            found.setdefault(part["question"], []).append(Points(one["posture"], name, words))
    return found


def _answer(
    tongue: Tongue,
    sheet: Sheet,
    key: str,
    points: Mapping[str, list[Points]],
    leans: Mapping[str, float],
) -> AnswerTold:
    answer = sheet.get(key)
    claim = claim_word(tongue, answer.claim) if answer is not None and answer.claim else ""
    lean = tongue.figure(leans[key], 1, signed=True) if leans.get(key) else ""
    return AnswerTold(said(tongue, sheet, key), claim, tuple(points.get(key, ())), lean)


# ---------------------------------------------------------------- turning round


@dataclass(frozen=True, slots=True)
class Turn:
    """One direction of the stress test: sentences by part."""

    title: str
    parts: tuple[tuple[str, tuple[Reason, ...]], ...]


def tell_reversal(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[Turn, ...]:
    """Both directions; a part without a sentence is left out."""
    titles = {
        Direction.CLOSING: tongue.say("You start open, then close"),
        Direction.OPENING: tongue.say("You start closed, then open"),
    }
    words = {
        ReversalPart.IRREVOCABLE: tongue.say("What cannot be recalled"),
        ReversalPart.LEAVING: tongue.say("Who leaves"),
        ReversalPart.PROMISE: tongue.say("Which promise breaks"),
        ReversalPart.AGREE_NOW: tongue.say("What to agree now"),
    }
    return tuple(
        Turn(
            title,
            tuple(
                (word, lines)
                for part, word in words.items()
                if (lines := _lines(tongue, card, sheet, direction, part))
            ),
        )
        for direction, title in titles.items()
        if any(one["direction"] == direction for one in card["reversal"])
    )


def _lines(
    tongue: Tongue, card: Card, sheet: Sheet, direction: Direction, part: ReversalPart
) -> tuple[Reason, ...]:
    return tuple(
        Reason(tongue.texts.reversal_line(one["key"]).text, behind(tongue, sheet, one))
        for one in card["reversal"]
        if one["direction"] == direction and one["part"] == part
    )


def switching_sentence(tongue: Tongue, card: Card) -> str:
    """The cost of turning round in a sentence."""
    told = {
        "low": tongue.say("Turning round would cost little: few others depend on the work."),
        "medium": tongue.say("Turning round would cost you part of the work of others."),
        "high": tongue.say("Turning round would cost much: a large part of the work is others’."),
    }
    return told.get(
        card["switching_cost"] or "",
        tongue.say("How much turning round would cost hangs on the share of outside work."),
    )


# ---------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class Source:
    """A fact that the report stands on. lang: of the title of its source."""

    id: str
    text: Phrase
    source: Phrase
    url: str
    lang: str


def tell_sources(tongue: Tongue, card: Card) -> tuple[Source, ...]:
    """The facts behind estimates, actions and the questions of contradictions, each once."""
    ids: dict[str, Any] = {}
    for one in card["estimates"]:
        ids |= dict.fromkeys(part.strip() for part in one["source"].split(","))
    for one in card["actions"]:
        ids |= dict.fromkeys(tongue.texts.action(one["key"]).facts)
    for one in card["tensions"]:
        ids |= dict.fromkeys(tongue.texts.question(one["settle"]).facts)
    found = (tongue.texts.facts[id] for id in ids if id in tongue.texts.facts)
    return tuple(
        Source(one.id, one.text, one.source, one.url or "", one.source.lang)
        for one in sorted(found, key=lambda one: [int(part) for part in one.id[1:].split(".")])
    )
