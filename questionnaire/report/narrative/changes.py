"""Two results side by side."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaire.bank.figures import half_up
from questionnaire.report.attribution import LEAN
from questionnaire.report.narrative.musts import Card
from questionnaire.report.narrative.sentence import state_of
from questionnaire.report.narrative.standing import band_word, posture_name
from questionnaire.report.narrative.tongue import Tongue, path_name, path_place

TENTHS = 10


@dataclass(frozen=True, slots=True)
class Stood:
    """One number before and after, in words; moved is empty where it is not compared."""

    key: str
    name: str
    before: str
    after: str
    moved: str


@dataclass(frozen=True, slots=True)
class PathStood:
    """The recommended path of one side, in words. place is None while there is none."""

    place: int | None
    name: str
    note: str


def tell_headline(was: tuple[Tongue, Card], now: tuple[Tongue, Card]) -> str:
    """What became of the recommended path."""
    tongue, after = now[0], now[1]["recommendation"]["path"]
    before = was[1]["recommendation"]["path"]
    if after is None:
        return tongue.say("No direction yet")
    name = path_name(tongue, after)
    if before is None:
        return tongue.say("%(path)s, where there was no direction", path=name)
    if before == after:
        return tongue.say("%(path)s, as before", path=name)
    return tongue.say("%(path)s instead of %(before)s", path=name, before=path_name(was[0], before))


def tell_path(tongue: Tongue, card: Card) -> PathStood:
    """The recommended path with its margin, or why none is recommended."""
    told, state = card["recommendation"], state_of(card)
    if state == "nothing":
        return PathStood(None, tongue.say("No direction yet"), "")
    name, place = path_name(tongue, told["path"]), path_place(tongue, told["path"])
    if state == "none-open":
        return PathStood(place, name, tongue.say("breaks on a must-have, like every path"))
    second = told.get("runner_up")
    over = path_name(tongue, second) if second else ""
    note = margin_words(tongue, told["margin"], close=told["close"], over=over)
    return PathStood(place, name, note)


def margin_words(tongue: Tongue, margin: float | None, *, close: bool, over: str = "") -> str:
    """How clear a lead is. over: the second path, by its name."""
    if margin is None:
        return tongue.say("the only path that holds")
    figure = tongue.figure(margin)
    if over and close:
        return tongue.say(
            "too close to call, margin %(points)s over %(path)s", points=figure, path=over
        )
    if over:
        return tongue.say("margin %(points)s over %(path)s", points=figure, path=over)
    if close:
        return tongue.say("too close to call, margin %(points)s", points=figure)
    return tongue.say("margin %(points)s", points=figure)


def tell_stood(
    was: tuple[Tongue, Card], now: tuple[Tongue, Card], *, compared: bool
) -> tuple[Stood, ...]:
    """The postures and the lean, before and after. compared: whether the same rules made both."""
    tongue = now[0]
    old = {one["posture"]: one for one in was[1]["postures"]}
    rows = [
        _stood(
            tongue, one["posture"], posture_name(tongue, one["posture"]),
            _shown(old.get(one["posture"])), _shown(one), compared=compared,
        )
        for one in now[1]["postures"]
    ]  # fmt: skip
    leans = was[1]["lean"]["value"], now[1]["lean"]["value"]
    return (*rows, _stood(tongue, LEAN, tongue.say("Lean"), *leans, compared=compared))


def _shown(one: Card | None) -> float | None:
    if one is None or one["band"] == "withheld":
        return None
    score: float | None = one["score"]
    return score


def _stood(
    tongue: Tongue, key: str, name: str, before: float | None, after: float | None, *,
    compared: bool,
) -> Stood:  # fmt: skip
    none = tongue.say("nothing leans yet") if key == LEAN else band_word(tongue, "withheld")

    def words(value: float | None) -> str:
        return none if value is None else tongue.figure(value, 1, signed=key == LEAN)

    moved = ""
    if compared and before is not None and after is not None:
        tenths = in_tenths(after) - in_tenths(before)
        moved = tongue.figure(tenths / TENTHS, 1, signed=True)
    return Stood(key, name, words(before), words(after), moved)


def in_tenths(value: float) -> int:
    """As it is shown, with one digit."""
    return int(half_up(TENTHS * value))
