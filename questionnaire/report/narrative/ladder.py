"""The ladder of milestones in words: reached and by what, or when, and whether it is financed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.report.narrative.money import RUN_COUNTED, plain_figure
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.paths import behind
from questionnaire.report.narrative.tongue import Said, Tongue, large
from questionnaire.scoring.posture import EVIDENCED
from questionnaire.scoring.sheet import Sheet

LEAST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MilestoneTold:
    """A rung. state: reached, financed, unfinanced or unknown; low, high: months from today."""

    key: str
    name: str
    evidence: str
    state: str
    word: str
    when: str
    low: float
    high: float
    behind: tuple[Said, ...]
    desc: str


@dataclass(frozen=True, slots=True)
class Ladder:
    """The milestones on the runway. months: the length of the time line; cash: when it ends;
    rule: what a milestone's being financed means."""

    sentence: str
    rule: str
    months: float
    cash: float | None
    ticks: tuple[int, ...]
    rungs: tuple[MilestoneTold, ...]


def tell_ladder(tongue: Tongue, card: Card, sheet: Sheet) -> Ladder:
    """Milestones placed on the runway."""
    runway = _usual(card, "months-of-runway")
    ends = [one["month_high"] for one in card["milestones"]]
    longest = max([*ends, LEAST_MONTHS, min(runway or 0, 1.2 * max([*ends, LEAST_MONTHS]))])
    months = 6 * -(-int(longest) // 6)
    step = 6 if months <= 36 else 12
    return Ladder(
        sentence=_cash_sentence(tongue, card, runway),
        rule=" ".join((_rule(tongue, card), *_passed_over(tongue, card))),
        months=months,
        cash=runway,
        ticks=tuple(range(0, months + 1, step)),
        rungs=tuple(_rung(tongue, sheet, one) for one in card["milestones"]),
    )


def _usual(card: Card, key: str) -> float | None:
    value: float | None = next(
        (one["usual"] for one in card["estimates"] if one["key"] == key), None
    )
    return value


def _cash_sentence(tongue: Tongue, card: Card, runway: float | None) -> str:
    if runway is None:
        return tongue.say("You have not said how long the cash lasts, so nothing can be placed.")
    first = tongue.count(
        "Cash lasts %(figure)s month.", "Cash lasts %(figure)s months.",
        round(runway), figure=plain_figure(tongue, runway),
    )  # fmt: skip
    gap, needed = _usual(card, "money-gap-usd"), _usual(card, "money-needed-usd")
    secured = _usual(card, "money-secured-usd")
    if gap is None or needed is None or secured is None:
        return first
    amounts = {"needed": large(tongue, needed, "USD"), "secured": large(tongue, secured, "USD")}
    if gap <= 0:
        rest = tongue.say(
            "Up to first revenue %(needed)s are needed and %(secured)s are secured.", **amounts
        )
    else:
        rest = tongue.say(
            "The gap to first revenue is about %(gap)s: %(needed)s needed, %(secured)s secured.",
            gap=large(tongue, gap, "USD"), **amounts,
        )  # fmt: skip
    return f"{first} {rest}"


def _rule(tongue: Tongue, card: Card) -> str:
    if card["scoring_version"] < RUN_COUNTED:
        return tongue.say(
            "Financed here means that the cash lasts for the months; the cost of the run is not in "
            "it."
        )
    same = tongue.say(
        "The release plan judges by the same rule, with the figures that are written there."
    )
    return f"{financed_rule(tongue.say)} {same}"


def _passed_over(tongue: Tongue, card: Card) -> tuple[str, ...]:
    """A rung that is not reached below one that is: no months and no money are counted up to it."""
    if not any(_is_due(one) for one in card["milestones"]):
        return ()
    return (
        tongue.say(
            "“Due now”: your answers reach a later milestone and not this one. The later one "
            "counts, so no months, money or run are counted up to this one; if it is not really "
            "there, more is needed than is told."
        ),
    )


def _is_due(one: Mapping[str, Any]) -> bool:
    return one["verdict"] != "met" and not one["month_high"]


def _rung(tongue: Tongue, sheet: Sheet, one: Mapping[str, Any]) -> MilestoneTold:
    local = tongue.texts.milestone(one["key"])
    state, word = _rung_state(tongue, sheet, one)
    when = "–"
    if _is_due(one):
        when = tongue.say("due now")
    elif state != "reached":
        when = tongue.say("in %(span)s months",
                          span=tongue.span(one["month_low"], one["month_high"]))  # fmt: skip
    said_of = word if state == "reached" else f"{word}, {when}"
    return MilestoneTold(
        key=one["key"], name=local.name, evidence=local.evidence, state=state, word=word,
        when=when, low=one["month_low"], high=one["month_high"],
        behind=behind(tongue, sheet, one), desc=f"{local.name}: {said_of}.",
    )  # fmt: skip


def _rung_state(tongue: Tongue, sheet: Sheet, one: Mapping[str, Any]) -> tuple[str, str]:
    if one["verdict"] == "met":
        return "reached", _reached_by(tongue, sheet, one)
    state = {None: "unknown", True: "financed", False: "unfinanced"}[one["financed"]]
    return state, financed_word(tongue.say, one["financed"])


def _reached_by(tongue: Tongue, sheet: Sheet, one: Mapping[str, Any]) -> str:
    """Reached by what is shown or by what is said: only done and proven count as evidence."""
    there = [sheet[key].claim for key in one["questions"] if key in sheet]
    shown = sum(claim in EVIDENCED for claim in there)
    if there and shown == len(there):
        return tongue.say("Reached, and evidenced")
    if not shown:
        return tongue.say("Reached by what you say; nothing of it is evidenced yet")
    return tongue.count(
        "Reached by what you say; %(number)s of %(all)s answers behind it is evidenced",
        "Reached by what you say; %(number)s of %(all)s answers behind it are evidenced",
        shown, all=len(there),
    )  # fmt: skip


def financed_rule(say: Callable[..., str]) -> str:
    """What a milestone's being financed means, as report and release plan both say it."""
    return say(
        "Financed means: the money that you have lasts for the spending up to the milestone, and "
        "for the run where that still comes before it."
    )


def financed_word(say: Callable[..., str], financed: bool | None) -> str:
    """Whether the money lasts to a milestone, as report and release plan both say it."""
    if financed is None:
        return say("Financed or not: not clear")
    return say("Financed") if financed else say("Not financed")
