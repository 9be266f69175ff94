"""Where the venture stands: three postures and the lean, each opening to the sum that made it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.shown import lean_points, posture_points
from questionnaire.report.narrative.tongue import Said, Tongue, said
from questionnaire.scoring.faults import gettext_noop
from questionnaire.scoring.sheet import Sheet

LEAN_WORDS = (
    (-60, "closed"), (-25, "closed-ish"), (25, "between"), (60, "open-ish"), (101, "open")
)  # fmt: skip
POSTURE_NAMES = {
    "funding": gettext_noop("Funding"),
    "community": gettext_noop("Community"),
    "safety": gettext_noop("Safety"),
}
BAND_WORDS = {
    "weak": gettext_noop("weak"),
    "mixed": gettext_noop("mixed"),
    "firm": gettext_noop("firm"),
    "withheld": gettext_noop("too little answered"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One answer's part of a score: gained of possible, in words and as numbers."""

    said: Said
    claim: str
    gained: str
    possible: str
    lost: float
    worth: float


@dataclass(frozen=True, slots=True)
class PostureTold:
    """A posture. figure is empty while it is withheld; low, high, score are for the chart."""

    key: str
    name: str
    figure: str
    band: str
    words: tuple[str, ...]
    score: float | None
    evidenced: float | None
    low: float
    high: float
    parts: tuple[Part, ...]
    total: str
    title: str
    desc: str


@dataclass(frozen=True, slots=True)
class LeanPartTold:
    """One answer's signed part of the lean."""

    said: Said
    points: str


@dataclass(frozen=True, slots=True)
class LeanTold:
    """The lean, a direction and never a quality."""

    figure: str
    word: str
    words: tuple[str, ...]
    value: float | None
    low: float
    high: float
    parts: tuple[LeanPartTold, ...]
    total: str
    title: str
    desc: str


def posture_name(tongue: Tongue, key: str) -> str:
    """A posture in one word."""
    return tongue.say(POSTURE_NAMES[key])


def narrow_names(tongue: Tongue) -> dict[str, str]:
    """Heads of numbers for where there is little room: long words say where they may be broken, as
    not every browser knows that of every language."""
    pgettext = tongue.catalogue.pgettext
    return {
        "margin": pgettext("narrow", "Margin"),
        "lean": pgettext("narrow", "Lean"),
        "funding": pgettext("narrow", "Funding"),
        "community": pgettext("narrow", "Community"),
        "safety": pgettext("narrow", "Safety"),
    }


def band_word(tongue: Tongue, band: str) -> str:
    """A band in one word."""
    return tongue.say(BAND_WORDS[band])


def claim_word(tongue: Tongue, claim: str | None) -> str:
    """How sure an answer is said to be."""
    return {
        "guess": tongue.say("guess"),
        "plan": tongue.say("plan"),
        "done": tongue.say("done"),
        "proven": tongue.say("proven"),
    }.get(claim or "", tongue.say("not said"))


def tell_postures(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[PostureTold, ...]:
    """The three postures in the bank's order."""
    return tuple(_posture(tongue, one, sheet) for one in card["postures"])


def _posture(tongue: Tongue, one: Mapping[str, Any], sheet: Sheet) -> PostureTold:
    name = posture_name(tongue, one["posture"])
    shown = one["band"] != "withheld"
    digits = _digits(tongue, one)
    figure = tongue.figure(one["score"], digits) if shown else ""
    return PostureTold(
        key=one["posture"],
        name=name,
        figure=figure,
        band=band_word(tongue, one["band"]) if shown else "",
        words=tuple(_posture_words(tongue, one)),
        score=one["score"] if shown else None,
        evidenced=one["evidenced"] if shown else None,
        low=one["low"],
        high=one["high"],
        parts=_parts(tongue, sheet, one),
        total=total_figure(tongue, one),
        title=tongue.say("%(posture)s posture", posture=name),
        desc=_posture_desc(tongue, one, name),
    )


def score_figure(tongue: Tongue, one: Mapping[str, Any]) -> str:
    """A posture's score as it is written."""
    return tongue.figure(one["score"], _digits(tongue, one))


def _digits(tongue: Tongue, one: Mapping[str, Any]) -> int:
    """As few places as leave the score in its band: 69.98 is mixed, and 70 would be firm."""
    for digits in (0, 1):
        rounded = half_up(one["score"] or 0.0, digits)
        edges = tongue.rules.weak_below, tongue.rules.firm_from
        band = ("weak", "mixed", "firm")[sum(rounded >= edge for edge in edges)]
        if one["band"] in (band, "withheld"):
            return digits
    return 2


def total_figure(tongue: Tongue, one: Mapping[str, Any]) -> str:
    """A posture's score as its parts add up to it; empty where nothing is answered."""
    return (
        tongue.figure(one["score"], points_digits(tongue, one)) if one["score"] is not None else ""
    )


def points_digits(tongue: Tongue, one: Mapping[str, Any]) -> int:
    """The places that a posture's points are written with."""
    return max(1, _digits(tongue, one))


def _parts(tongue: Tongue, sheet: Sheet, one: Mapping[str, Any]) -> tuple[Part, ...]:
    digits = points_digits(tongue, one)
    shown = zip(one["contributions"], posture_points(one, digits), strict=True)
    return tuple(
        Part(
            said=said(tongue, sheet, part["question"]),
            claim=claim_word(tongue, part["claim"]),
            gained=tongue.figure(gained, digits),
            possible=tongue.figure(possible, digits),
            lost=part["possible"] - part["gained"],
            worth=part["gained"],
        )
        for part, (gained, possible) in sorted(shown, key=lambda row: -row[0]["possible"])
    )


def _posture_words(tongue: Tongue, one: Mapping[str, Any]) -> list[str]:
    words = []
    if one["band"] == "withheld":
        words.append(_withheld(tongue, one))
        words.append(tongue.say("It can be anything from %(span)s.",
                                span=tongue.span(one["low"], one["high"])))  # fmt: skip
    elif half_up(one["low"]) == half_up(one["high"]):
        words.append(tongue.say("No unanswered question can move it."))
    else:
        words.append(tongue.say("Can still be %(span)s.",
                                span=tongue.span(one["low"], one["high"])))  # fmt: skip
    if one["band"] != "withheld" and one["evidenced"] is not None:
        words.append(tongue.say("Evidenced: %(figure)s.", figure=tongue.figure(one["evidenced"])))
    words.append(_coverage(tongue, one))
    return words


def _coverage(tongue: Tongue, one: Mapping[str, Any]) -> str:
    return tongue.count(
        "%(answered)s of %(number)s question, %(share)s of the weight.",
        "%(answered)s of %(number)s questions, %(share)s of the weight.",
        one["asked"],
        answered=one["answered"],
        share=tongue.share(one["coverage"]),
    )


def _withheld(tongue: Tongue, one: Mapping[str, Any]) -> str:
    needed = answers_needed(one, tongue.rules.coverage)
    if not needed:
        return tongue.say("Too little answered to show.")
    return tongue.count(
        "Too little answered to show. About %(number)s more answer will do.",
        "Too little answered to show. About %(number)s more answers will do.",
        needed,
    )


def answers_needed(one: Mapping[str, Any], minimum: float) -> int:
    """How many more answers of mean weight bring the coverage to the minimum."""
    if not one["asked"]:
        return 0
    missing: float = (minimum - one["coverage"]) * one["asked"]
    return max(1, math.ceil(missing - 1e-9))


def _posture_desc(tongue: Tongue, one: Mapping[str, Any], name: str) -> str:
    span = tongue.span(one["low"], one["high"])
    if one["band"] == "withheld":
        return tongue.say("%(name)s: too little answered to show; possible range %(span)s.",
                          name=name, span=span)  # fmt: skip
    return tongue.say(
        "%(name)s posture %(score)s of 100, %(band)s; possible range %(span)s; "
        "evidenced %(evidenced)s.",
        name=name, score=score_figure(tongue, one), band=band_word(tongue, one["band"]),
        span=span, evidenced=tongue.figure(one["evidenced"] or 0),
    )  # fmt: skip


# ---------------------------------------------------------------- the lean


def lean_word(tongue: Tongue, value: float) -> str:
    """A lean in words. value: -100 to +100."""
    words = {
        "closed": tongue.say("closed"),
        "closed-ish": tongue.say("towards closed"),
        "between": tongue.say("between"),
        "open-ish": tongue.say("towards open"),
        "open": tongue.say("open"),
    }
    return words[next(word for mark, word in LEAN_WORDS if half_up(value) < mark)]


def tell_lean(tongue: Tongue, card: Card, sheet: Sheet) -> LeanTold:
    """The lean and the answers that make it."""
    lean = card["lean"]
    value = lean["value"]
    span = tongue.span(lean["low"], lean["high"], signed=True)
    figure = tongue.figure(value, signed=True) if value is not None else ""
    settled = half_up(lean["low"]) == half_up(lean["high"])
    words = [
        tongue.say("No unanswered question can move it.")
        if settled
        else tongue.say("Can still be %(span)s.", span=span),
        tongue.say("A direction, never a quality."),
    ]
    return LeanTold(
        figure=figure,
        word=lean_word(tongue, value) if value is not None else tongue.say("nothing leans yet"),
        words=tuple(words),
        value=value,
        low=lean["low"],
        high=lean["high"],
        parts=_lean_parts(tongue, sheet, lean),
        total=tongue.figure(value, 1, signed=True) if value is not None else "",
        title=tongue.say("Lean"),
        desc=tongue.say(
            "Lean %(figure)s on a scale from minus 100, closed, to plus 100, open; "
            "possible range %(span)s.",
            figure=figure or tongue.say("not known"), span=span,
        ),
    )  # fmt: skip


def _lean_parts(tongue: Tongue, sheet: Sheet, lean: Mapping[str, Any]) -> tuple[LeanPartTold, ...]:
    parts = lean["contributions"]
    rows = sorted(
        zip(parts, lean_points(lean), strict=True), key=lambda row: -abs(row[0]["points"])
    )
    return tuple(
        LeanPartTold(said(tongue, sheet, part["question"]), tongue.figure(points, 1, signed=True))
        for part, points in rows
    )
