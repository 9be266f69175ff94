"""A venture's report as disclosed: what rests on shared categories, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from questionnaire.cohort.aggregate import drawn_from
from questionnaire.report.narrative import answers, matrix, next_steps, standing
from questionnaire.report.narrative.tongue import Tongue, path_name, path_place
from questionnaire.report.page import contents, draw_lean, draw_matrix, draw_postures, report_page
from questionnaire.scoring.sheet import Sheet


def disclosed_page(
    tongue: Tongue,
    card: Mapping[str, Any],
    sheet: Sheet,
    summary: Mapping[str, Any],
    shared: frozenset[str],
) -> dict[str, Any]:
    """The report as the accelerator may read it, without notes and evidence.

    Everything shared: the whole report. Otherwise only the path, the postures and the lean that
    rest on shared categories alone, and those categories' answers.
    """
    every = {category.key for category in tongue.texts.categories}
    if every <= shared:
        return report_page(tongue, card, sheet) | {"whole": True, "contents": contents(tongue)}
    seen = {key: answer for key, answer in sheet.items() if _category(tongue, key) in shared}
    return _part(tongue, card, seen, summary, shared) | {"whole": False}


def _category(tongue: Tongue, question: str) -> str:
    found = tongue.texts.questions.get(question)
    return found.category if found else ""


def _part(
    tongue: Tongue,
    card: Mapping[str, Any],
    sheet: Sheet,
    summary: Mapping[str, Any],
    shared: frozenset[str],
) -> dict[str, Any]:
    open_postures = [
        one for one in card["postures"] if drawn_from(summary["points"], one["posture"]) <= shared
    ]
    hidden = [
        standing.posture_name(tongue, one["posture"])
        for one in card["postures"]
        if one not in open_postures
    ]
    part = dict(card) | {
        "postures": open_postures,
        "tensions": _resting_on(tongue, card["tensions"], shared),
    }
    path = card["recommendation"]["path"]
    leans = set(summary["lean"]) <= shared
    return {
        "path": path_name(tongue, path) if path else "",
        "path_place": path_place(tongue, path) if path else None,
        "path_summary": tongue.texts.path(path).summary if path else "",
        "close": card["recommendation"]["close"],
        "postures": draw_postures(tongue, standing.tell_postures(tongue, part, sheet)),
        "hidden_postures": tongue.listed(hidden),
        "lean": draw_lean(tongue, standing.tell_lean(tongue, card, sheet)) if leans else None,
        "matrix": draw_matrix(matrix.tell_matrix(tongue, part)) if open_postures else None,
        "tensions": next_steps.tell_tensions(tongue, part, sheet),
        "categories": answers.tell_answers(tongue, _points_of(card, shared), sheet, shared=shared),
    }


def _resting_on(
    tongue: Tongue, results: Sequence[Mapping[str, Any]], shared: frozenset[str]
) -> list[Mapping[str, Any]]:
    """Those whose answers, and the question that settles them, are all shared."""
    return [
        one
        for one in results
        if all(_category(tongue, key) in shared for key in (*one["questions"], one["settle"]))
    ]


def _points_of(card: Mapping[str, Any], shared: frozenset[str]) -> dict[str, Any]:
    """The card with the contributions of shared categories only."""

    def mine(parts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        return [part for part in parts if part["category"] in shared]

    return dict(card) | {
        "postures": [
            dict(one) | {"contributions": mine(one["contributions"])} for one in card["postures"]
        ],
        "lean": dict(card["lean"]) | {"contributions": mine(card["lean"]["contributions"])},
    }
