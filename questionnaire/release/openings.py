"""While nothing is decided and no path holds: what stands in the way, and what would open one."""

from __future__ import annotations

from dataclasses import dataclass

from questionnaire.release.ground import Ground
from questionnaire.report.narrative.next_steps import Flips, tell_flips
from questionnaire.report.narrative.verdict import tell_verdict

@dataclass(frozen=True, slots=True)
class Openings:
    """lede: which path comes closest and on how much it breaks; mend: its musts that break; flips:
    the cheapest changed answers that leave a path unbroken."""

    lede: str
    mend: tuple[str, ...]
    flips: Flips


def openings_of(ground: Ground) -> Openings | None:
    """In the report's own words; None where a path holds, where one is decided on, or where too
    little is answered to tell."""
    if ground.decided or not ground.card.recommendation.least_broken:
        return None
    card = ground.card.as_json()
    told = tell_verdict(ground.tongue, card, ground.sheet)
    return Openings(told.lede[1], told.mend, tell_flips(ground.tongue, card, ground.sheet))
