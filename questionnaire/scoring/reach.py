"""Which questions are reachable: asked, hidden, or not settled yet.

The rule, in words: a question is asked when its ``show_when`` is met, hidden when it is broken,
and pending while that is open. Conditions refer backwards only, so one pass in the bank's order
settles all. Hidden answers are kept on the sheet and never counted; a pending question's answer
waits likewise until its branch opens.
"""

from __future__ import annotations

from questionnaire.scoring.computed import PROVIDERS
from questionnaire.scoring.conditions import HIDDEN, Facts, told
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.sheet import Sheet


def walk(rubric: Rubric, sheet: Sheet, *, bounds: bool = False) -> Facts:
    """The facts of a sheet. bounds: for intervals, where an open answer may still come."""
    facts = Facts(rubric, sheet, PROVIDERS, bounds)
    seen = facts.seen
    for question in rubric.questions:
        shown = True if question.shown is None else question.shown.check(facts)
        if shown:
            facts.asked.append(question)
            seen[question.key] = told(sheet.get(question.key))
        elif shown is None:
            facts.pending.append(question)
            seen[question.key] = None
        else:
            seen[question.key] = HIDDEN
    facts.walking = False
    facts.values.clear()
    _declare_route(rubric, facts)
    return facts


def hidden_left_out(facts: Facts, sheet: Sheet) -> Sheet:
    """The sheet without answers to questions that are not asked: they count nowhere."""
    return {key: one for key, one in sheet.items() if facts.seen.get(key) is not HIDDEN}


def walk_bounds(rubric: Rubric, facts: Facts) -> Facts:
    """The same sheet's facts for intervals."""
    if rubric.asks_answered:
        return walk(rubric, facts.sheet, bounds=True)
    return facts.for_bounds()


def _declare_route(rubric: Rubric, facts: Facts) -> None:
    said = facts.seen.get(rubric.rules.route, HIDDEN)
    facts.route = said if isinstance(said, str) else None
    facts.route_open = said is None
