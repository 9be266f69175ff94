"""While nothing is decided and no path holds: what stands in the way, and what would open one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from questionnaire.release.ground import Ground
from questionnaire.report.narrative.musts import Card, path_of
from questionnaire.report.narrative.next_steps import Flips, tell_flips
from questionnaire.report.narrative.tongue import Said, said
from questionnaire.report.narrative.verdict import tell_verdict


@dataclass(frozen=True, slots=True)
class Broken:
    """A must that does not hold, and what was said to the questions that it rests on."""

    text: str
    behind: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Openings:
    """lede: which path comes closest and on how much it breaks; mend: its musts that break; flips:
    the cheapest changed answers that leave a path unbroken."""

    lede: str
    mend: tuple[Broken, ...]
    flips: Flips


def openings_of(ground: Ground) -> Openings | None:
    """In the report's own words; None where a path holds, where one is decided on, or where too
    little is answered to tell."""
    if ground.decided or not ground.card.recommendation.least_broken:
        return None
    card = ground.card.as_json()
    lede = tell_verdict(ground.tongue, card, ground.sheet).lede
    flips = tell_flips(ground.tongue, card, ground.sheet)
    return Openings(lede[1], tuple(_broken(ground, card)), flips)


def _broken(ground: Ground, card: Card) -> Iterator[Broken]:
    path = path_of(card, card["recommendation"]["path"])
    for one in path["requirements"]:
        if one["kind"] == "must" and one["verdict"] == "broken":
            text = ground.tongue.texts.requirement(path["key"], one["key"])
            behind = (said(ground.tongue, ground.sheet, key) for key in one["questions"]
                      if key in ground.card.reachable)  # fmt: skip
            yield Broken(str(text), tuple(behind))
