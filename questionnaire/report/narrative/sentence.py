"""The decision and its margin in one sentence, for whoever reads nothing else."""

from __future__ import annotations

from typing import Literal

from questionnaire.bank.figures import half_up
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.tongue import Tongue, path_name

State = Literal["clear", "close", "none-open", "nothing"]


def state_of(card: Card) -> State:
    """Which of the four things the recommendation says."""
    told = card["recommendation"]
    if told["path"] is None:
        return "nothing"
    if told["least_broken"]:
        return "none-open"
    return "close" if told["close"] else "clear"


def tell_sentence(tongue: Tongue, card: Card) -> str:
    """What the answers support and how clearly, whatever the state of the recommendation."""
    told, state = card["recommendation"], state_of(card)
    if state == "nothing":
        return tongue.say("Too little is answered to name a direction.")
    name = path_name(tongue, told["path"])
    if state == "none-open":
        return tongue.say("No path holds yet; “%(path)s” comes closest.", path=name)
    if told["runner_up"] is None:
        return tongue.say("“%(path)s” is the only path that holds.", path=name)
    other = path_name(tongue, told["runner_up"])
    figure = tongue.figure(told["margin"])
    points = tongue.count(
        "%(figure)s point", "%(figure)s points", int(half_up(told["margin"])), figure=figure
    )
    if state == "close" and half_up(told["margin"]) == 0:
        return tongue.say(
            "Too close to call: “%(first)s” and “%(second)s” fit equally well.",
            first=name, second=other,
        )  # fmt: skip
    if state == "close":
        return tongue.say(
            "Too close to call: “%(first)s” and “%(second)s” are %(points)s apart.",
            first=name, second=other, points=points,
        )  # fmt: skip
    return tongue.say(
        "“%(path)s” is %(points)s ahead of “%(other)s”.", path=name, points=points, other=other
    )
