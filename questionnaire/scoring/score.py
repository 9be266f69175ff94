"""The one scoring function: the live preview, the report, the cohort, the effect preview and the
command line all call it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from questionnaire.scoring.actions import actions
from questionnaire.scoring.conditions import OTHER, Facts
from questionnaire.scoring.estimates import estimates
from questionnaire.scoring.find_out import find_out
from questionnaire.scoring.flips import flips, try_singles
from questionnaire.scoring.lean import exact_lean, lean_score
from questionnaire.scoring.milestones import milestones
from questionnaire.scoring.paths import Standing, path_results, stand
from questionnaire.scoring.posture import exact_score, postures
from questionnaire.scoring.reach import hidden_left_out, walk, walk_bounds
from questionnaire.scoring.recommendation import recommend
from questionnaire.scoring.reversal import reversal, switching_cost
from questionnaire.scoring.robustness import robustness
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.scorecard import SCORING_VERSION, Depth, Outlook, Scorecard
from questionnaire.scoring.sheet import Sheet
from questionnaire.scoring.tensions import tensions
from questionnaire.scoring.voices import POSTURES


def score(rubric: Rubric, sheet: Sheet, depth: Depth = Depth.FULL) -> Scorecard:
    """The scorecard of one sheet under one edition.

    sheet: answers that fit the edition (``read_sheet`` checks raw ones); entries of questions that
    the edition does not have are ignored, and so are those to hidden ones, even where a flip
    would show them again. depth: how much to work out; see Depth.
    """
    facts = walk(rubric, sheet)
    facts.sheet = hidden_left_out(facts, sheet)
    bounds = walk_bounds(rubric, facts)
    lean = lean_score(facts, bounds)
    standing = stand(rubric, facts)
    states = _states(facts)
    card = Scorecard(
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
    if depth is not Depth.LIVE:
        card = _report(card, rubric, facts)
    return _full(card, rubric, facts, standing) if depth is Depth.FULL else card


def outlook(rubric: Rubric, sheet: Sheet) -> Outlook:
    """What ``score`` says of the postures and the lean, and nothing of the paths: for the result
    so far, which is asked for after every answer."""
    facts = walk(rubric, sheet)
    facts.sheet = hidden_left_out(facts, sheet)
    bounds = walk_bounds(rubric, facts)
    return Outlook(postures(rubric, facts, bounds), lean_score(facts, bounds))


@dataclass(frozen=True, slots=True)
class Figures:
    """The scorecard's figures alone. fits: by the paths' places; lean None: no path is drawn to."""

    postures: tuple[float | None, ...]
    lean: float | None
    fits: tuple[float, ...]


def figures(rubric: Rubric, sheet: Sheet) -> Figures:
    """What ``score`` says in figures, to the last bit, without reasons, ranges and parts: for
    sheets on the way between two that are shown."""
    facts = walk(rubric, sheet)
    facts.sheet = hidden_left_out(facts, sheet)
    return Figures(
        postures=tuple(exact_score(facts, place) for place in range(len(POSTURES))),
        lean=exact_lean(facts),
        fits=tuple(stand(rubric, facts).fit),
    )


def _report(card: Scorecard, rubric: Rubric, facts: Facts) -> Scorecard:
    """With what a founder reads besides the decision."""
    held = tensions(rubric, facts)
    return replace(
        card,
        tensions=held,
        actions=actions(rubric, facts, held),
        milestones=milestones(rubric, facts),
        reversal=reversal(rubric, facts),
        switching_cost=switching_cost(rubric, facts),
    )


def _full(card: Scorecard, rubric: Rubric, facts: Facts, standing: Standing) -> Scorecard:
    """With how firmly the decision stands, and what would change it."""
    tried = try_singles(rubric, facts, standing)
    return replace(
        card,
        flips=flips(rubric, facts, standing, tried),
        robustness=robustness(rubric, facts, standing),
        find_out=find_out(facts, standing, tried),
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
