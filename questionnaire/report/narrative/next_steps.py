"""What to do with the result: contradictions, actions, flips, robustness, open questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.report.narrative.flip_sums import FigureMoved, tell_moved_fits
from questionnaire.report.narrative.musts import Card, path_of
from questionnaire.report.narrative.paths import behind
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import (
    Said,
    Tongue,
    path_name,
    path_place,
    said,
    value_words,
)
from questionnaire.scoring.sheet import Sheet

MOST_FLIPS = 6
FIRST_FLIPS = 3
MOST_TO_FIND_OUT = 6


@dataclass(frozen=True, slots=True)
class TensionTold:
    """A contradiction, the answers that make it, and the question that settles it."""

    key: str
    severity: str
    serious: bool
    name: str
    why: str
    answers: tuple[Said, ...]
    settle: Said
    actions: tuple[str, ...]


def tell_tensions(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[TensionTold, ...]:
    """The contradictions that hold, heaviest first."""
    words = {"high": tongue.say("Serious"), "medium": tongue.say("Worth a look")}
    return tuple(
        TensionTold(
            key=one["key"],
            severity=words[one["severity"]],
            serious=one["severity"] == "high",
            name=tongue.texts.tension(one["key"]).name,
            why=tongue.texts.tension(one["key"]).why,
            answers=behind(tongue, sheet, one),
            settle=said(tongue, sheet, one["settle"]),
            actions=tuple(tongue.texts.action(key).text for key in one["actions"]),
        )
        for one in card["tensions"]
    )


@dataclass(frozen=True, slots=True)
class Gain:
    """What an action would add to one posture."""

    posture: str
    name: str
    points: str


@dataclass(frozen=True, slots=True)
class ActionTold:
    """Something to do. settles: the names of the contradictions that it helps to settle."""

    key: str
    text: str
    done_when: str
    gains: tuple[Gain, ...]
    settles: tuple[str, ...]
    lifts: tuple[Said, ...]


def tell_actions(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[ActionTold, ...]:
    """The actions that apply, first things first."""
    return tuple(
        ActionTold(
            key=one["key"],
            text=tongue.texts.action(one["key"]).text,
            done_when=tongue.texts.action(one["key"]).done_when,
            gains=tuple(
                Gain(posture, posture_name(tongue, posture), tongue.figure(gain, 1, signed=True))
                for posture, gain in one["gains"]
            ),
            settles=tuple(tongue.texts.tension(key).name for key in one["tensions"]),
            lifts=behind(tongue, sheet, one),
        )
        for one in card["actions"]
    )


# ---------------------------------------------------------------- flips


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """One answer changed: from and to, in words."""

    said: Said
    to: str


@dataclass(frozen=True, slots=True)
class FlipTold:
    """Changes that together put another path first."""

    changes: tuple[ChangeTold, ...]
    place: int
    path: str
    fit: str
    opened: tuple[FigureMoved, ...]


@dataclass(frozen=True, slots=True)
class Flips:
    """The changes worth reading first, each question once for each path that it leads to."""

    title: str
    sentence: str
    first: tuple[FlipTold, ...]
    more: tuple[FlipTold, ...]


def tell_flips(tongue: Tongue, card: Card, sheet: Sheet, *, opened: bool = False) -> Flips:
    """What would flip the recommendation. opened: with what each new fit was before."""
    kept = worth_reading(card)[:MOST_FLIPS]
    moved = tell_moved_fits(tongue, card, sheet, kept) if opened else ((),) * len(kept)
    told = tuple(
        _flip(tongue, sheet, one, figures) for one, figures in zip(kept, moved, strict=True)
    )
    title = (
        tongue.say("What would make a path hold")
        if card["recommendation"]["least_broken"]
        else tongue.say("What would flip it")
    )
    return Flips(title, _flip_sentence(tongue, card), told[:FIRST_FLIPS], told[FIRST_FLIPS:])


def worth_reading(card: Card) -> list[Mapping[str, Any]]:
    """Of the flips by the same questions to the same path the cheapest; those to a better fit than
    now, or to the declared path, before those that only knock the first path out."""
    kept: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for one in card["flips"]:
        asked = (change["question"] for change in one["changes"])
        kept.setdefault((one["path"], *asked), one)
    told = card["recommendation"]
    holds = told["path"] is not None and not told["least_broken"]
    now = path_of(card, told["path"])["fit"] if holds else 0.0
    return sorted(
        kept.values(), key=lambda one: not (one["fit"] > now or one["path"] == card["route"])
    )


def in_order(card: Card) -> list[Mapping[str, Any]]:
    """Every flip, in the order in which the report tells them; after those worth reading, the ones
    that do the same at a higher cost."""
    first = worth_reading(card)
    return [*first, *(one for one in card["flips"] if one not in first)]


def _flip_sentence(tongue: Tongue, card: Card) -> str:
    flips = card["flips"]
    if card["recommendation"]["least_broken"]:
        return _mend_sentence(tongue, card)
    if not flips:
        return tongue.say("No single answer and no pair of answers changes the first path.")
    if len(flips[0]["changes"]) > 1:
        return tongue.say("No single answer changes the first path; these pairs would.")
    return tongue.count(
        "%(number)s of %(asked)s answers can do it alone; what leads to a better fit first.",
        "%(number)s of %(asked)s answers can do it alone; what leads to a better fit first.",
        _able(flips),
        asked=len(card["reachable"]),
    )


def _mend_sentence(tongue: Tongue, card: Card) -> str:
    """While every path is broken, what would leave one unbroken."""
    flips = card["flips"]
    if not flips:
        return tongue.say("No single answer and no pair of answers would make a path hold.")
    if len(flips[0]["changes"]) > 1:
        return tongue.say("No single answer would make a path hold; these pairs would.")
    return tongue.count(
        "%(number)s of %(asked)s answers alone would make a path hold; the cheapest change first.",
        "%(number)s of %(asked)s answers alone would make a path hold; the cheapest changes first.",
        _able(flips),
        asked=len(card["reachable"]),
    )


def _able(flips: list[Mapping[str, Any]]) -> int:
    """How many questions' answers can do it."""
    return len({change["question"] for one in flips for change in one["changes"]})


def _flip(
    tongue: Tongue, sheet: Sheet, one: Mapping[str, Any], opened: tuple[FigureMoved, ...]
) -> FlipTold:
    changes = tuple(
        ChangeTold(
            said(tongue, sheet, change["question"]),
            value_words(tongue, change["question"], change["after"]),
        )
        for change in one["changes"]
    )
    fit = tongue.figure(one["fit"])
    if one["runner_up_fit"] is None:
        fit = tongue.say("%(fit)s, and no other path holds", fit=fit)
    else:
        second = tongue.figure(one["runner_up_fit"])
        fit = tongue.say("%(first)s over %(second)s", first=fit, second=second)
    return FlipTold(
        changes, path_place(tongue, one["path"]), path_name(tongue, one["path"]), fit, opened
    )


# ---------------------------------------------------------------- robustness


@dataclass(frozen=True, slots=True)
class ShareTold:
    """How often a path comes first."""

    place: int
    path: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class RobustnessTold:
    """The paths that ever come first, most often first."""

    shares: tuple[ShareTold, ...]
    title: str
    desc: str
    caption: str


def tell_robustness(tongue: Tongue, card: Card) -> RobustnessTold | None:
    """How the recommendation holds; None while nothing leans."""
    found = card["robustness"]
    if not found:
        return None
    shares = tuple(
        ShareTold(path_place(tongue, one["key"]), path_name(tongue, one["key"]), one["first"],
                  tongue.share(one["first"]))
        for one in sorted(found["shares"], key=lambda one: -one["first"])
        if one["first"] > 0
    )  # fmt: skip
    return RobustnessTold(
        shares=shares,
        title=tongue.say("Share of weightings in which each path comes first"),
        desc="; ".join(f"{one.path} {one.words}" for one in shares),
        caption=tongue.say(
            "How often each path comes first when the weights of the questions are drawn at "
            "random %(draws)s times (fixed seed %(seed)s). A path that a must-have knocks out "
            "comes after all that none knocks out.",
            draws=tongue.figure(found["draws"]),
            seed=found["seed"],
        ),
    )


# ---------------------------------------------------------------- find out first


@dataclass(frozen=True, slots=True)
class ToFindOut:
    """An open question and what its answer could do."""

    said: Said
    effect: str


def tell_find_out(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[ToFindOut, ...]:
    """Open questions by how far they could move the recommendation."""
    return tuple(
        ToFindOut(said(tongue, sheet, one["question"]), _effect(tongue, card, one))
        for one in card["find_out"][:MOST_TO_FIND_OUT]
    )


def _effect(tongue: Tongue, card: Card, one: Mapping[str, Any]) -> str:
    if one["flips"] and card["recommendation"]["least_broken"]:
        return tongue.say("Can make a path hold.")
    swing = tongue.figure(one["swing"])
    if one["flips"]:
        return tongue.say("Can change the first path; moves its lead by up to %(swing)s.",
                          swing=swing)  # fmt: skip
    return tongue.say("Moves the lead by up to %(swing)s.", swing=swing)
