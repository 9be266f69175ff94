"""The six paths side by side for this venture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.barred import tell_barred
from questionnaire.report.narrative.musts import Card, musts_words, path_of
from questionnaire.report.narrative.path_sums import PathSum, own_pulls, tell_sum
from questionnaire.report.narrative.tongue import (
    Said,
    Tongue,
    path_place,
    said,
)
from questionnaire.scoring.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Requirement:
    """A must or a should: verdict as key and word, the answers that decide it. note: why it has
    that verdict although none of its questions was asked; else empty."""

    verdict: str
    word: str
    text: str
    behind: tuple[Said, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Reason:
    """An argument that holds, with the answers behind it."""

    text: str
    behind: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class PathTold:
    """A path for this venture. standing: best, open or out; barred: why it does not count
    although it fits better, empty where it does not; presupposes: (what, words)."""

    key: str
    place: int
    name: str
    summary: str
    standing: str
    tag: str
    barred: str
    fit: float
    low: float
    high: float
    figure: str
    span: str
    sum: str
    opened: PathSum
    musts_words: str
    musts: tuple[Requirement, ...]
    shoulds: tuple[Requirement, ...]
    shoulds_words: str
    reasons_for: tuple[Reason, ...]
    reasons_against: tuple[Reason, ...]
    presupposes: tuple[tuple[str, str], ...]
    first_90_days: tuple[str, ...]
    title: str
    desc: str


def tell_paths(tongue: Tongue, card: Card, sheet: Sheet) -> tuple[PathTold, ...]:
    """All paths, closed to open, never by rank."""
    own = own_pulls(tongue, sheet)
    return tuple(
        _path(tongue, card, sheet, path, own.get(path["key"], {})) for path in card["paths"]
    )


def _path(
    tongue: Tongue,
    card: Card,
    sheet: Sheet,
    path: Mapping[str, Any],
    own: Mapping[str, float],
) -> PathTold:
    key = path["key"]
    local = tongue.texts.path(key)
    standing, tag = _standing(tongue, card, path)
    sides = {
        side: tuple(
            Reason(tongue.texts.argument(key, one["key"]), behind(tongue, sheet, one))
            for one in path["arguments"]
            if one["side"] == side
        )
        for side in ("for", "against")
    }
    shoulds = _requirements(tongue, sheet, path, "should")
    return PathTold(
        key=key,
        place=path_place(tongue, key),
        name=local.name,
        summary=local.summary,
        standing=standing,
        tag=tag,
        barred=tell_barred(tongue, card, path),
        fit=path["fit"],
        low=path["low"],
        high=path["high"],
        figure=tongue.figure(path["fit"]),
        span=_span_words(tongue, path),
        sum=_sum(tongue, path),
        opened=tell_sum(tongue, card, sheet, path, own),
        musts_words=musts_words(tongue, path),
        musts=_requirements(tongue, sheet, path, "must"),
        shoulds=shoulds,
        shoulds_words=_readiness_words(tongue, path, shoulds),
        reasons_for=sides["for"],
        reasons_against=sides["against"],
        presupposes=_presupposes(tongue, key),
        first_90_days=local.first_90_days,
        title=tongue.say("Fit of %(path)s", path=local.name),
        desc=_desc(tongue, card, path),
    )


def _span_words(tongue: Tongue, path: Mapping[str, Any]) -> str:
    if half_up(path["low"]) == half_up(path["high"]):
        return tongue.say("no unanswered question can move it")
    return tongue.say("can still be %(span)s", span=tongue.span(path["low"], path["high"]))


def behind(tongue: Tongue, sheet: Sheet, one: Mapping[str, Any]) -> tuple[Said, ...]:
    """The answers behind a result."""
    return tuple(said(tongue, sheet, key) for key in one["questions"])


def _standing(tongue: Tongue, card: Card, path: Mapping[str, Any]) -> tuple[str, str]:
    told = card["recommendation"]
    if path["knocked_out"]:
        first = told["least_broken"] and told["path"] == path["key"]
        return "out", tongue.say("Least broken") if first else tongue.say("Knocked out")
    if told["path"] is None:
        return "open", tongue.say("No direction yet")
    if told["close"] and path["key"] in (told["path"], told["runner_up"]):
        return "close", tongue.say("Too close to call")
    if told["path"] == path["key"]:
        return "best", tongue.say("Best supported")
    return "open", tongue.count(
        "%(number)s path is ahead", "%(number)s paths are ahead", path["rank"] - 1
    )


def _requirements(
    tongue: Tongue, sheet: Sheet, path: Mapping[str, Any], kind: str
) -> tuple[Requirement, ...]:
    words = {
        "met": tongue.say("Met"),
        "open": tongue.say("Not settled"),
        "broken": tongue.say("Broken") if kind == "must" else tongue.say("Missing"),
    }
    return tuple(
        Requirement(
            verdict=one["verdict"],
            word=words[one["verdict"]],
            text=tongue.texts.requirement(path["key"], one["key"]),
            behind=behind(tongue, sheet, one),
            note=_unasked_note(tongue, one),
        )
        for one in path["requirements"]
        if one["kind"] == kind
    )


def _unasked_note(tongue: Tongue, one: Mapping[str, Any]) -> str:
    """What holds as long as no answer speaks against it holds unasked; what only an answer can
    show does not. Beside each other they would seem to contradict each other."""
    known = tongue.asked
    if known is None or not one["questions"] or any(key in known for key in one["questions"]):
        return ""
    if one["verdict"] == "met":
        return tongue.say("Met without being asked: only an answer could break it.")
    if one["verdict"] == "broken":
        return tongue.say("Missing without being asked: only an answer could meet it.")
    return ""


def _sum(tongue: Tongue, path: Mapping[str, Any]) -> str:
    """The fit as the sum that it is."""
    rules = tongue.rules
    return tongue.say(
        "%(pull_share)s of pull %(pull)s + %(readiness_share)s of readiness %(readiness)s "
        "= %(fit)s",
        pull_share=tongue.share(rules.pull),
        pull=tongue.figure(path["pull"], 1),
        readiness_share=tongue.share(rules.readiness),
        readiness=tongue.figure(path["readiness"], 1),
        fit=tongue.figure(path["fit"], 1),
    )


def _readiness_words(
    tongue: Tongue, path: Mapping[str, Any], shoulds: tuple[Requirement, ...]
) -> str:
    if not shoulds:
        return tongue.say("This path asks for nothing more, so its readiness is 100.")
    met = sum(one.verdict == "met" for one in shoulds)
    # No verb: what is met and of how many are two numbers, and a sentence agrees with one.
    return tongue.say(
        "Shoulds met: %(met)s of %(number)s; by weight that is a readiness of %(readiness)s. One "
        "that is not settled counts half.",
        met=met, number=len(shoulds), readiness=tongue.figure(path["readiness"], 1),
    )  # fmt: skip


def _presupposes(tongue: Tongue, key: str) -> tuple[tuple[str, str], ...]:
    names = {
        "money": tongue.say("Money"),
        "people": tongue.say("People"),
        "time": tongue.say("Time"),
    }
    wanted = tongue.texts.path(key).presupposes
    return tuple((word, wanted[name]) for name, word in names.items() if name in wanted)


def _desc(tongue: Tongue, card: Card, path: Mapping[str, Any]) -> str:
    words = tongue.say("Fit %(fit)s of 100, can still be %(span)s.",
                       fit=tongue.figure(path["fit"]),
                       span=tongue.span(path["low"], path["high"]))  # fmt: skip
    best = best_fit(card)
    if best is None or path["key"] == card["recommendation"]["path"]:
        return words
    also = tongue.say("The best supported path has %(best)s.", best=tongue.figure(best))
    return f"{words} {also}"


def best_fit(card: Card) -> float | None:
    """The fit of the first open path; None while none is open or nothing leans."""
    told = card["recommendation"]
    if told["path"] is None or told["least_broken"]:
        return None
    fit: float = path_of(card, told["path"])["fit"]
    return fit
