"""An action is something to do; the ones that gain most and settle most come first.

The rule, in words: an action is offered when its condition is met. Its gain is what the three
postures would rise by, together, if every asked question that it lifts came to its best; a posture
of which nothing is known yet has nothing to rise from and gains nothing. A high tension that it
settles ranks it as ten points of gain would, a medium one as five: a contradiction that breaks the
plan comes before polish, and a large gain may still come before a small contradiction.
"""

from __future__ import annotations

from questionnaire.scoring.conditions import OTHER, Facts
from questionnaire.scoring.posture import Tally, tally
from questionnaire.scoring.rubric import Action, Rubric
from questionnaire.scoring.scorecard import ActionResult, TensionResult
from questionnaire.scoring.voices import POSTURES
from questionnaire.vocabulary import Posture, Severity

WORTH = {Severity.HIGH: 10.0, Severity.MEDIUM: 5.0}
"""Points of gain that settling a tension ranks like."""

LEAST_GAIN = 1e-9


def actions(
    rubric: Rubric, facts: Facts, held: tuple[TensionResult, ...]
) -> tuple[ActionResult, ...]:
    """The actions that apply, first things first. held: the tensions that hold."""
    now = tally(facts)
    found = [_action(one, facts, now, held) for one in rubric.actions if one.when.check(facts)]
    severity = {one.key: one.severity for one in held}

    def rank(one: ActionResult) -> float:
        return -one.gain - sum(WORTH[severity[key]] for key in one.tensions)

    return tuple(sorted(found, key=rank))


def _action(
    action: Action, facts: Facts, now: Tally, held: tuple[TensionResult, ...]
) -> ActionResult:
    asked = {question.key for question in facts.asked}
    gains = _gains(action, facts, now)
    return ActionResult(
        key=action.key,
        gain=sum(points for _, points in gains),
        gains=gains,
        questions=tuple(key for key in action.lifts if key in asked),
        tensions=tuple(one.key for one in held if action.key in one.actions),
    )


def _gains(action: Action, facts: Facts, now: Tally) -> tuple[tuple[Posture, float], ...]:
    """What each posture would rise by; only those that would."""
    gained, weight = list(now.gained), list(now.weight)
    for question in facts.asked:
        value = facts.seen[question.key]
        if question.key not in action.lifts or value is OTHER:
            continue
        for voice in question.voices[facts.route]:
            share = None if value is None else voice.share(value)
            if share is None:
                weight[voice.posture] += voice.weight
                share = 0.0
            gained[voice.posture] += voice.weight * (voice.high - share)
    found = []
    for place, posture in enumerate(POSTURES):
        before = now.score(place)
        if before is not None:
            rise = 100 * gained[place] / weight[place] - before
            if rise > LEAST_GAIN:
                found.append((posture, rise))
    return tuple(found)
