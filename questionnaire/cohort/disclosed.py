"""A venture's report as disclosed: what rests on shared categories, and nothing else.

One function makes it for the accelerator and for the founder who looks before agreeing, so that
the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.aggregate import category_score, drawn_from
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.people.models import Venture, stage_word
from questionnaire.report.intake import notes_of_snapshot, sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.narrative import answers, matrix, next_steps, standing
from questionnaire.report.narrative.tongue import Tongue, path_name, path_place
from questionnaire.report.page import (
    Drawn,
    contents,
    draw_lean,
    draw_matrix,
    draw_postures,
    report_page,
    tongue_of,
)
from questionnaire.scoring.sheet import Sheet

Notes = Mapping[str, tuple[str, str]]


def disclosed_report(report: Report, venture: Venture, shared: Disclosure) -> dict[str, Any]:
    """Everything the accelerator's page of one venture shows. report: read with its submission."""
    submission = report.submission
    edition = edition_by_id(submission.edition_id)
    tongue = tongue_of(edition)
    sheet = sheet_of_snapshot(edition.rubric, submission.answers)
    beside = _beside(tongue, notes_of_snapshot(submission.answers), shared)
    return disclosed_page(tongue, report.scorecard, sheet, beside, report.summary, shared) | {
        "venture": venture.name,
        "stage": stage_word(venture.stage),
        "page_title": venture.name,
        "kicker": _("%(venture)s, sent on %(date)s, revision %(revision)s")
        % {
            "venture": venture.name,
            "date": date_format(submission.sent_at, "DATE_FORMAT"),
            "revision": submission.revision,
        },
        "beside": bool(shared.notes or shared.evidence),
    }


def disclosed_page(
    tongue: Tongue,
    card: Mapping[str, Any],
    sheet: Sheet,
    beside: Notes,
    summary: Mapping[str, Any],
    shared: Disclosure,
) -> dict[str, Any]:
    """The report as the accelerator may read it. beside: the notes and evidence that are shared.

    The answers of every category shared: the whole report, since nothing in it could not be worked
    out from them. Otherwise only what rests on shared categories alone.
    """
    every = {category.key for category in tongue.texts.categories}
    if every <= shared.answers:
        page = report_page(tongue, card, sheet, beside)
        return page | {"whole": True, "contents": contents(tongue)}
    seen = {
        key: one
        for key, one in sheet.items()
        if category_of_question(tongue, key) in shared.answers
    }
    return _part(tongue, card, seen, beside, summary, shared) | {"whole": False}


def beside_shared(report: Report, shared: Disclosure) -> dict[str, tuple[str, str]]:
    """Notes and evidence of what was sent, where each is shared."""
    tongue = tongue_of(edition_by_id(report.submission.edition_id))
    return _beside(tongue, notes_of_snapshot(report.submission.answers), shared)


def category_of_question(tongue: Tongue, question: str) -> str:
    """A question's category; empty for one that the edition does not have."""
    found = tongue.texts.questions.get(question)
    return found.category if found else ""


def _beside(tongue: Tongue, notes: Notes, shared: Disclosure) -> dict[str, tuple[str, str]]:
    """The notes and the evidence of those categories in which each is shared."""
    return {
        key: (
            note if category_of_question(tongue, key) in shared.notes else "",
            evidence if category_of_question(tongue, key) in shared.evidence else "",
        )
        for key, (note, evidence) in notes.items()
    }


def _part(
    tongue: Tongue,
    card: Mapping[str, Any],
    sheet: Sheet,
    beside: Notes,
    summary: Mapping[str, Any],
    shared: Disclosure,
) -> dict[str, Any]:
    drawn = {one["posture"]: drawn_from(summary["points"], one["posture"])
             for one in card["postures"]}  # fmt: skip
    open_postures = [one for one in card["postures"] if drawn[one["posture"]] <= shared.scores]
    hidden = [
        standing.posture_name(tongue, one["posture"])
        for one in card["postures"]
        if one not in open_postures
    ]
    part = dict(card) | {
        "postures": open_postures,
        "tensions": resting_on(tongue, card["tensions"], shared.answers),
    }
    told = draw_postures(tongue, standing.tell_postures(tongue, part, sheet))
    categories = answers.tell_answers(
        tongue, _points_of(card, shared.answers), sheet, beside, shared=shared.answers
    )
    leans = set(summary["lean"]) <= shared.scores
    return _path(tongue, card, shared) | {
        "postures": [_summed(one, drawn[one.told.key] <= shared.answers) for one in told],
        "hidden_postures": tongue.listed(hidden),
        "lean": draw_lean(tongue, standing.tell_lean(tongue, card, sheet)) if leans else None,
        "matrix": draw_matrix(matrix.tell_matrix(tongue, part)) if open_postures else None,
        "scores": _scores(tongue, summary, shared),
        "tensions": next_steps.tell_tensions(tongue, part, sheet),
        "categories": categories,
        "scored": shared.scores - shared.answers,
    }


def _path(tongue: Tongue, card: Mapping[str, Any], shared: Disclosure) -> dict[str, Any]:
    """The recommended path, or that it is not shared."""
    path = card["recommendation"]["path"]
    every = [category.key for category in tongue.texts.categories]
    if not shared.shows_path(every):
        return {"path_shared": False}
    return {
        "path_shared": True,
        "path": path_name(tongue, path) if path else "",
        "path_place": path_place(tongue, path) if path else None,
        "path_summary": tongue.texts.path(path).summary if path else "",
        "close": card["recommendation"]["close"],
    }


def _summed(one: Drawn, answered: bool) -> Drawn:
    """A posture with its sum, question by question, where all the answers behind it are shared."""
    return one if answered else Drawn(replace(one.told, parts=()), one.chart)


def _scores(
    tongue: Tongue, summary: Mapping[str, Any], shared: Disclosure
) -> list[tuple[str, str, bool]]:
    """Each category's score as on the cohort's page, or why there is none; and whether there is."""
    words = {
        "not-shared": tongue.say("not shared"),
        "too-early": tongue.say("too early"),
        "none-asked": tongue.say("none asked"),
    }
    found = [
        (one.name, category_score(one.key, summary["points"].get(one.key), shared.scores))
        for one in tongue.texts.categories
    ]
    return [
        (name, words[seen.missing] if seen.value is None else tongue.figure(seen.value),
         seen.value is not None)
        for name, seen in found
    ]  # fmt: skip


def resting_on(
    tongue: Tongue, results: Sequence[Mapping[str, Any]], shared: frozenset[str]
) -> list[Mapping[str, Any]]:
    """Those whose answers are all shared: the same that the cohort's page counts."""
    return [
        one
        for one in results
        if all(category_of_question(tongue, key) in shared for key in one["questions"])
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
