"""Values that conditions can read besides answers, by name.

The rule, in words: a computed value is what the answers make of it, as a range: one point where
it is known, two ends while bounds are worked out, nothing (open) where it cannot be said. A
posture is said from the edition's coverage on; before that a demand on it stays open.
"""

from __future__ import annotations

from collections.abc import Mapping

from questionnaire.scoring import estimates, lean, posture
from questionnaire.scoring.conditions import Facts, Provider, Range
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.voices import POSTURES

SCORES = (*(f"posture-{one}" for one in POSTURES), "lean")
"""Values worked out from all answers; ``show_when`` cannot read them."""

COMPUTED = (*SCORES, *estimates.NAMES)
"""Every name that a condition may use after ``computed``."""

DIGITS = 9
"""Demands on a score look at so many decimals, far above any rounding error."""


def _posture(place: int) -> Provider:
    def provide(rubric: Rubric, facts: Facts) -> Range | None:
        if facts.walking:
            return None
        score = posture.tally(facts).shown(place, rubric.rules)
        if score is None:
            return None
        if facts.bounds:
            return posture.interval(facts, place)
        return round(score, DIGITS), round(score, DIGITS)

    return provide


def _lean(rubric: Rubric, facts: Facts) -> Range | None:
    now = None if facts.walking else lean.tilt(facts)
    if now is None:
        return None
    if facts.bounds:
        return lean.interval(facts)
    return round(now.value, DIGITS), round(now.value, DIGITS)


def _estimate(name: str) -> Provider:
    def provide(rubric: Rubric, facts: Facts) -> Range | None:
        value = estimates.usual(rubric, facts, name)
        return None if value is None else (value, value)

    return provide


PROVIDERS: Mapping[str, Provider] = {
    **{f"posture-{one}": _posture(place) for place, one in enumerate(POSTURES)},
    "lean": _lean,
    **{name: _estimate(name) for name in estimates.NAMES},
}
