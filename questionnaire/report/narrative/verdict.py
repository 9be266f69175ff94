"""The top of the report: what the answers support, how clearly, and what is in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.barred import brings_back
from questionnaire.report.narrative.musts import (
    Card,
    broken_musts,
    count_musts,
    musts_told,
    path_of,
)
from questionnaire.report.narrative.sentence import State, state_of, tell_sentence
from questionnaire.report.narrative.tongue import (
    Said,
    Tongue,
    option_words,
    path_name,
    path_place,
    said,
)
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its name and what stands behind it. at: where on the page its sum is."""

    term: str
    figure: str
    note: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that would settle something, and what is known of it."""

    said: Said
    note: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """balls: places of the paths named in the headline. lede: sentences, the first the largest: the
    decision and its margin."""

    state: State
    balls: tuple[int, ...]
    headline: str
    lede: tuple[str, ...]
    facts: tuple[Fact, ...]
    settle_title: str
    settle: tuple[Question, ...]
    mend: tuple[str, ...]


def tell_verdict(tongue: Tongue, card: Card, sheet: Sheet) -> Verdict:
    """The verdict, with its doubt."""
    state = state_of(card)
    told = card["recommendation"]
    paths = [key for key in (told["path"], told["runner_up"] if state == "close" else None) if key]
    places = sorted(path_place(tongue, key) for key in paths)
    title, settle = _settle(tongue, card, sheet, state)
    return Verdict(
        state=state,
        balls=tuple(places),
        headline=_headline(tongue, card, state),
        lede=tuple(_lede(tongue, card, state)),
        facts=tuple(_facts(tongue, card)),
        settle_title=title,
        settle=settle,
        mend=tuple(broken_musts(tongue, path_of(card, told["path"])))
        if state == "none-open"
        else (),
    )


def _headline(tongue: Tongue, card: Card, state: State) -> str:
    if state == "nothing":
        return tongue.say("No direction yet")
    if state == "close":
        return tongue.say("Too close to call")
    if state == "none-open":
        return tongue.say("No path holds yet")
    return path_name(tongue, card["recommendation"]["path"])


def _lede(tongue: Tongue, card: Card, state: State) -> list[str]:
    told, first = card["recommendation"], tell_sentence(tongue, card)
    if state == "nothing":
        none = tongue.say("None of the questions that draw towards closed or open is answered.")
        return [first, none]
    name = path_name(tongue, told["path"])
    doubts = (*_out_of_reach(tongue, card), *_split(tongue, card))
    if state == "close":
        return [first, _no_winner(tongue), *doubts]
    if state == "none-open":
        return [first, _least_broken(tongue, card, name), *_split(tongue, card)]
    summary = tongue.texts.path(told["path"]).summary
    return [first, summary, *_not_settled(tongue, card), *_may_turn(tongue, card), *doubts]


def _least_broken(tongue: Tongue, card: Card, name: str) -> str:
    """Why this path is named although it breaks: on fewer musts, or as well fitting as few do."""
    counts = {path["key"]: count_musts(path)["broken"] for path in card["paths"]}
    fewest = counts[card["recommendation"]["path"]]
    if list(counts.values()).count(fewest) == 1:
        return tongue.say(
            "Every path breaks on at least one must-have. "
            "%(path)s breaks on the fewest: %(number)s.",
            path=name, number=fewest,
        )  # fmt: skip
    return tongue.say(
        "Every path breaks on at least one must-have. None breaks on fewer than %(path)s "
        "(%(number)s), and of those that break on as few it fits best.",
        path=name, number=fewest,
    )  # fmt: skip


def _no_winner(tongue: Tongue) -> str:
    mark = tongue.figure(tongue.rules.too_close)
    return tongue.say("Below %(mark)s points we name no winner.", mark=mark)


def _points(tongue: Tongue, margin: float, digits: int = 0) -> str:
    figure = tongue.figure(margin, digits)
    plural = int(half_up(margin)) if not digits else 2
    return tongue.count("%(figure)s point", "%(figure)s points", plural, figure=figure)


def _not_settled(tongue: Tongue, card: Card) -> list[str]:
    """The must-haves of the path in front that no answer settles yet."""
    opened = musts_told(tongue, path_of(card, card["recommendation"]["path"]), "open")
    if not opened:
        return []
    return [
        tongue.count(
            "%(number)s must-have is not settled yet: %(musts)s.",
            "%(number)s must-haves are not settled yet: %(musts)s.",
            len(opened),
            musts="; ".join(opened),
        )
    ]


def _may_turn(tongue: Tongue, card: Card) -> list[str]:
    """While what is not known yet could change the first path, the lead is not the last word."""
    able = sum(one["flips"] for one in card["find_out"])
    if not able:
        return []
    return [
        tongue.count(
            "%(number)s thing that you do not know yet could put another path first.",
            "%(number)s things that you do not know yet could put another path first.",
            able,
        )
    ]


def _out_of_reach(tongue: Tongue, card: Card) -> list[str]:
    """A knocked-out path that would fit better is named, with the must-have it breaks on."""
    best = path_of(card, card["recommendation"]["path"])
    better = [path for path in card["paths"] if path["knocked_out"] and path["fit"] > best["fit"]]
    if not better:
        return []
    path = max(better, key=lambda one: one["fit"])
    broken = broken_musts(tongue, path)
    back = brings_back(tongue, card, path)
    return [
        tongue.count(
            "%(path)s would fit better (%(fit)s), but breaks on a must-have: %(musts)s.",
            "%(path)s would fit better (%(fit)s), but breaks on %(number)s must-haves: %(musts)s.",
            len(broken),
            path=path_name(tongue, path["key"]),
            fit=tongue.figure(path["fit"]),
            musts="; ".join(broken),
        )
        + f" {back}"
    ]


def _split(tongue: Tongue, card: Card) -> list[str]:
    """A venture that pulls both ways is told so, instead of a comfortable middle."""
    contested = card["lean"]["contested"]
    if contested < tongue.rules.contested:
        return []
    return [
        tongue.say(
            "Your answers pull both ways: %(share)s of their weight pulls against the direction in "
            "which you lean.",
            share=tongue.share(contested),
        )
    ]


# ---------------------------------------------------------------- figures beside the sentence


def _facts(tongue: Tongue, card: Card) -> list[Fact]:
    facts = []
    told = card["recommendation"]
    if told["path"] is not None:
        best = path_of(card, told["path"])
        facts.append(_margin(tongue, card, best))
        if card["robustness"] and not told["least_broken"]:
            facts.append(_holds(tongue, card))
    return [*facts, _answered(tongue, card), _declared(tongue, card)]


def _margin(tongue: Tongue, card: Card, best: Mapping[str, Any]) -> Fact:
    told = card["recommendation"]
    if told["runner_up"] is None:
        name = path_name(tongue, told["path"])
        note = name if told["least_broken"] else tongue.say("no other path holds")
        return Fact(tongue.say("Fit"), tongue.figure(best["fit"]), note, f"sum-{best['key']}")
    second = path_of(card, told["runner_up"])
    digits = _digits(best["fit"], second["fit"], told["margin"])
    note = tongue.say(
        "%(first)s over %(second)s, %(path)s",
        first=tongue.figure(best["fit"], digits), second=tongue.figure(second["fit"], digits),
        path=path_name(tongue, second["key"]),
    )  # fmt: skip
    return Fact(tongue.say("Margin"), _points(tongue, told["margin"], digits), note, "lead")


def _digits(first: float, second: float, margin: float) -> int:
    """As few places as let the two figures differ by the third, as a reader would subtract them."""
    for digits in (0, 1):
        shown = half_up(first, digits) - half_up(second, digits)
        if half_up(shown, digits) == half_up(margin, digits):
            return digits
    return 2


def _holds(tongue: Tongue, card: Card) -> Fact:
    shares = {one["key"]: one["first"] for one in card["robustness"]["shares"]}
    share = shares[card["recommendation"]["path"]]
    words = tongue.say("of plausible weightings")
    return Fact(tongue.say("Holds in"), tongue.share(share), words, "robustness")


def _answered(tongue: Tongue, card: Card) -> Fact:
    unknown = len(card["unknown"])
    done = len(card["answered"]) + len(card["other"]) + unknown
    figure = tongue.say("%(done)s of %(asked)s", done=done, asked=len(card["reachable"]))
    note = tongue.count(
        "%(number)s of them “don’t know yet”", "%(number)s of them “don’t know yet”", unknown
    )
    return Fact(tongue.say("Answered"), figure, note if unknown else "", "answers")


def _declared(tongue: Tongue, card: Card) -> Fact:
    route = card["route"]
    words = option_words(tongue, tongue.rules.route, route) if route else tongue.say("nothing yet")
    note = ""
    same = next((path for path in card["paths"] if path["key"] == route), None)
    if same is not None and same["knocked_out"]:
        note = tongue.say("knocked out by a must-have")
    return Fact(tongue.say("You declared"), words, note)


# ---------------------------------------------------------------- what settles it


def _settle(
    tongue: Tongue, card: Card, sheet: Sheet, state: State
) -> tuple[str, tuple[Question, ...]]:
    """What would decide a close call, or what a path without doubt still waits for."""
    if state != "close":
        return "", ()
    swings = {one["question"]: one["swing"] for one in card["find_out"]}
    keys = card["recommendation"]["deciders"]
    found = []
    for key in keys:
        swing = swings.get(key)
        note = (
            tongue.say("Moves the margin by up to %(swing)s.", swing=tongue.figure(swing))
            if swing
            else ""
        )
        found.append(Question(said(tongue, sheet, key), note))
    return tongue.say("What would decide it"), tuple(found)
