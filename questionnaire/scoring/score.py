"""The one scoring function: the live preview, the report, the cohort, the effect preview and the
command line all call it."""

from __future__ import annotations

from questionnaire.scoring.conditions import OTHER, Facts
from questionnaire.scoring.estimates import estimates
from questionnaire.scoring.lean import lean_score
from questionnaire.scoring.paths import path_results, recommend, stand
from questionnaire.scoring.posture import postures
from questionnaire.scoring.reach import walk, walk_bounds
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.scorecard import SCORING_VERSION, Depth, Scorecard
from questionnaire.scoring.sheet import Sheet


def score(rubric: Rubric, sheet: Sheet, depth: Depth = Depth.FULL) -> Scorecard:
    """The scorecard of one sheet under one edition.

    sheet: answers that fit the edition (``read_sheet`` checks raw ones); entries of questions that
    the edition does not have are ignored. depth: how much to work out; see Depth.
    """
    facts = walk(rubric, sheet)
    bounds = walk_bounds(rubric, facts)
    lean = lean_score(facts, bounds)
    standing = stand(rubric, facts)
    states = _states(facts)
    return Scorecard(
        scoring_version=SCORING_VERSION,
        edition=rubric.edition,
        depth=depth,
        route=facts.route,
        reachable=tuple(question.key for question in facts.asked),
        answered=tuple(states["answered"]),
        unknown=tuple(states["unknown"]),
        other=tuple(states["other"]),
        unanswered=tuple(states["unanswered"]),
        postures=postures(rubric, facts, bounds),
        lean=lean,
        paths=path_results(rubric, facts, bounds, standing, lean),
        recommendation=recommend(rubric, facts, standing),
        estimates=estimates(rubric, facts),
    )


def _states(facts: Facts) -> dict[str, list[str]]:
    """The asked questions, sorted by what was said to them."""
    states: dict[str, list[str]] = {"answered": [], "unknown": [], "other": [], "unanswered": []}
    for question in facts.asked:
        value, answer = facts.seen[question.key], facts.sheet.get(question.key)
        if value is OTHER:
            states["other"].append(question.key)
        elif value is not None:
            states["answered"].append(question.key)
        elif answer is not None and answer.unknown:
            states["unknown"].append(question.key)
        else:
            states["unanswered"].append(question.key)
    return states
