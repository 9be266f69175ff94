"""Which answers stand behind a verdict.

The rule, in words: the questions that decide a condition now (see conditions), each once, in the
order in which the condition names them. A computed value stands for the questions that feed it; a
posture or the lean for the three answers that speak loudest: those that lost most where the
demand is broken or open, those that gained most where it is met.
"""

from __future__ import annotations

from questionnaire.scoring import lean
from questionnaire.scoring.conditions import HIDDEN, OTHER, Condition, Facts
from questionnaire.scoring.voices import POSTURES

LOUDEST = 3
FEEDS = {
    "training-flop": ("parameters", "tokens"),
    "gpu-hours": ("parameters", "tokens"),
    "cost-usd": ("parameters", "tokens"),
    "months-of-runway": ("runway",),
    "months-to-usable-model": (),
    "money-needed-usd": ("burn", "parameters", "tokens"),
    "money-secured-usd": ("runway", "burn", "secured"),
    "money-gap-usd": ("runway", "burn", "secured", "parameters", "tokens"),
    "switching-cost": ("outside_share", "promise", "notice"),
}


def deciders(condition: Condition, facts: Facts) -> tuple[str, ...]:
    """The questions that decide the condition's present verdict, each once."""
    found: dict[str, None] = {}
    met = condition.check(facts) is True
    for name in condition.decide(facts):
        for key in _behind(name[1:], facts, met) if name.startswith("=") else (name,):
            found[key] = None
    return tuple(found)


def _behind(name: str, facts: Facts, met: bool) -> tuple[str, ...]:
    if name == "lean":
        leans = sorted(lean.answered_leans(facts), key=lambda one: -abs(one[2]))
        return tuple(key for key, _, _, _ in leans[:LOUDEST])
    if name.startswith("posture-"):
        return _loudest(facts, [str(one) for one in POSTURES].index(name[8:]), met)
    keys = facts.rubric.compute.inputs
    return tuple(
        keys[role]
        for role in FEEDS[name]
        if keys.get(role) and facts.seen.get(keys[role]) is not HIDDEN
    )


def _loudest(facts: Facts, place: int, met: bool) -> tuple[str, ...]:
    heard: list[tuple[float, str]] = []
    for question in facts.asked:
        value = facts.seen[question.key]
        if value is OTHER:
            continue
        for voice in question.voices[facts.route]:
            if voice.posture == place:
                share = 0.0 if value is None else voice.share(value)
                if share is not None:
                    heard.append((voice.weight * (share if met else 1 - share), question.key))
    heard.sort(key=lambda one: -one[0])
    return tuple(key for loudness, key in heard[:LOUDEST] if loudness > 0)
