"""A tension is an authored contradiction between answers; it is said when its condition is met.

The rule, in words: heaviest first, in the bank's order within a severity. A tension whose
condition is still open is not said: nobody is accused of what is not known.
"""

from __future__ import annotations

from questionnaire.scoring.conditions import Facts
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.scorecard import TensionResult
from questionnaire.scoring.trace import deciders
from questionnaire.vocabulary import Severity

SEVERITIES = tuple(Severity)
"""Heaviest first."""


def tensions(rubric: Rubric, facts: Facts) -> tuple[TensionResult, ...]:
    """The tensions that hold, with the answers behind each and the question that settles it."""
    found = [
        TensionResult(one.key, one.severity, deciders(one.when, facts), one.settle, one.actions)
        for one in rubric.tensions
        if one.when.check(facts)
    ]
    return tuple(sorted(found, key=lambda one: SEVERITIES.index(one.severity)))
