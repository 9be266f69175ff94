"""Why a path that fits better than the first does not count, and what would bring it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.musts import Card, broken_musts, path_of
from questionnaire.report.narrative.tongue import Tongue, path_name, value_words


def tell_barred(tongue: Tongue, card: Card, path: Mapping[str, Any]) -> str:
    """What stands beside a path that is knocked out although it fits better; empty for others."""
    told = card["recommendation"]
    if told["path"] is None or not path["knocked_out"]:
        return ""
    best = path_of(card, told["path"])
    if path["fit"] <= best["fit"]:
        return ""
    digits = 0 if half_up(path["fit"]) != half_up(best["fit"]) else 1
    values = {
        "best": path_name(tongue, best["key"]),
        "fit": tongue.figure(path["fit"], digits),
        "other": tongue.figure(best["fit"], digits),
        "musts": "; ".join(broken_musts(tongue, path)),
    }
    if told["least_broken"]:
        return tongue.say(
            "Fits better than “%(best)s” (%(fit)s against %(other)s), but breaks on more "
            "must-haves: %(musts)s.", **values
        )  # fmt: skip
    why = tongue.say(
        "Fits better than “%(best)s” (%(fit)s against %(other)s), but is knocked out, as this does "
        "not hold: %(musts)s.", **values
    )  # fmt: skip
    return f"{why} {brings_back(tongue, card, path)}"


def brings_back(tongue: Tongue, card: Card, path: Mapping[str, Any]) -> str:
    """The answers that would put a knocked-out path first; else that its musts have to hold."""
    flip = _nearest(card, path)
    if flip is None:
        return tongue.count(
            "It is back as soon as that holds.", "It is back as soon as all of it holds.",
            len(broken_musts(tongue, path)),
        )  # fmt: skip
    answers = tongue.listed([
        tongue.say(
            "“%(answer)s” to “%(question)s”",
            answer=value_words(tongue, one["question"], one["after"]),
            question=tongue.texts.question(one["question"]).ask,
        )
        for one in flip["changes"]
    ])  # fmt: skip
    return tongue.say("It would come first if you answered %(answers)s.", answers=answers)


def _nearest(card: Card, path: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The cheapest flip to a path by what a broken must asks for first: what a venture can do comes
    before what it would have to be."""
    broken = (one for one in path["requirements"]
              if one["kind"] == "must" and one["verdict"] == "broken")  # fmt: skip
    asked = [key for one in broken for key in one["questions"]]

    def place(flip: Mapping[str, Any]) -> int:
        keys = (one["question"] for one in flip["changes"])
        return min(asked.index(key) if key in asked else len(asked) for key in keys)

    to_it = (one for one in card["flips"] if one["path"] == path["key"])
    return min(to_it, key=place, default=None)
