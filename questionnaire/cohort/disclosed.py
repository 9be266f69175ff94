"""A venture's report as disclosed: what rests on shared categories, and nothing else.

One function makes it for the accelerator and for the founder who looks before agreeing, so that
the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.aggregate import Seen, category_scores
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.intake import part_of
from questionnaire.cohort.steps import within
from questionnaire.cohort.withheld import (
    hidden_postures,
    lean_why,
    legend_of,
    names_of,
    sharing_words,
    tensions_untold,
)
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
from questionnaire.scoring.rests import Rests, rests_of
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.sheet import Sheet

Notes = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Opened:
    """A report opened as far as it is shared. beside: the notes and evidence that are shared;
    rests: what rests on what in the edition; scored: each category's score."""

    venture: str
    tongue: Tongue
    card: Mapping[str, Any]
    sheet: Sheet
    beside: Notes
    shared: Disclosure
    rests: Rests
    scored: Mapping[str, Seen]


def disclosed_report(report: Report, venture: Venture, shared: Disclosure) -> dict[str, Any]:
    """Everything the accelerator's page of one venture shows. report: read with its submission."""
    submission = report.submission
    edition = edition_by_id(submission.edition_id)
    tongue = tongue_of(edition)
    page = disclosed_page(
        Opened(
            venture=venture.name,
            tongue=tongue,
            card=report.scorecard,
            sheet=sheet_of_snapshot(edition.rubric, submission.answers),
            beside=_beside(tongue, notes_of_snapshot(submission.answers), shared),
            shared=shared,
            rests=rests_of(edition.rubric),
            scored=_scored(report, edition.rubric, shared),
        )
    )
    return page | {
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


def _scored(report: Report, rubric: Rubric, shared: Disclosure) -> dict[str, Seen]:
    """Each category's score as on the cohort's page."""
    part = part_of(rubric, report.submission.answers)
    points = report.summary["points"]
    return category_scores(rests_of(rubric), points, part, shared.scores, rubric.categories)


def disclosed_page(opened: Opened) -> dict[str, Any]:
    """The report as the accelerator may read it.

    The answers of every category shared: the whole report, since nothing in it could not be worked
    out from them. Otherwise only what rests on shared categories alone.
    """
    if opened.rests.categories <= opened.shared.answers:
        page = report_page(opened.tongue, opened.card, opened.sheet, opened.beside)
        return page | {"whole": True, "contents": contents(opened.tongue)}
    return _part(opened) | {"whole": False}


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


def _part(opened: Opened) -> dict[str, Any]:
    tongue, card, shared, rests = opened.tongue, opened.card, opened.shared, opened.rests
    seen = seen_answers(opened.sheet, rests, shared)
    part = dict(card) | {
        "postures": _resting(card, rests, shared.scores),
        "tensions": resting_on(rests, card["tensions"], shared.answers),
    }
    summed = {one["posture"] for one in _resting(card, rests, shared.answers)}
    told = draw_postures(tongue, standing.tell_postures(tongue, part, seen))
    scored = {key for key, one in opened.scored.items() if one.value is not None}
    return _path(tongue, card, shared) | {
        "sharing": sharing_words(tongue, opened.venture, shared, rests),
        "legend": list(legend_of(tongue)),
        "postures": [_summed(one, one.told.key in summed) for one in told],
        "hidden_postures": hidden_postures(tongue, shared, rests),
        "lean": _lean(opened, seen),
        "lean_why": lean_why(tongue, shared, rests),
        "matrix": _matrix(tongue, part, shared.scores) if part["postures"] else None,
        "matrix_without": names_of(tongue, rests.categories - shared.scores),
        "scores": _scores(opened),
        "tensions": next_steps.tell_tensions(tongue, part, seen),
        "tensions_untold": tensions_untold(shared, rests),
        "categories": _answers(opened, seen),
        **_beside_answers(tongue, card, summed, leans=rests.lean <= shared.answers),
        "scored": scored - shared.answers,
    }


def _matrix(tongue: Tongue, part: Mapping[str, Any], shared: frozenset[str]) -> dict[str, Any]:
    """The points by category and posture, of shared categories alone: on no other can a posture
    that is shown rest."""
    told = matrix.tell_matrix(tongue, part)
    return draw_matrix(replace(told, rows=tuple(one for one in told.rows if one.key in shared)))


def _beside_answers(
    tongue: Tongue, card: Mapping[str, Any], summed: Collection[str], *, leans: bool
) -> dict[str, Any]:
    """What stands beside answers: the points of which postures, of which not, and the lean."""
    names = {one["posture"]: standing.posture_name(tongue, one["posture"])
             for one in card["postures"]}  # fmt: skip
    return {
        "points_withheld": summed != names.keys(),
        "points_of": tongue.listed([name for key, name in names.items() if key in summed]),
        "points_without": tongue.listed([name for key, name in names.items() if key not in summed]),
        "no_points": not summed,
        "no_lean": not leans,
    }


def _lean(opened: Opened, sheet: Sheet) -> object:
    """The lean, and its sum where all the answers behind it are shared; None for not shared."""
    if not opened.rests.lean <= opened.shared.scores:
        return None
    told = standing.tell_lean(opened.tongue, opened.card, sheet)
    summed = opened.rests.lean <= opened.shared.answers
    return draw_lean(opened.tongue, told if summed else replace(told, parts=()))


def seen_answers(sheet: Sheet, rests: Rests, shared: Disclosure) -> Sheet:
    """The answers that may be read: of shared categories, and not of a question of which it rests
    on another category whether it was asked."""
    return {
        key: one
        for key, one in sheet.items()
        if key in rests.asked and rests.asked[key] <= shared.answers
    }


def seen_questions(card: Mapping[str, Any], rests: Rests, shared: Disclosure) -> list[str]:
    """The asked questions of which the same is true."""
    return [key for key in card["reachable"] if rests.asked[key] <= shared.answers]


def _resting(
    card: Mapping[str, Any], rests: Rests, shared: frozenset[str]
) -> list[Mapping[str, Any]]:
    return [one for one in card["postures"] if rests.postures[one["posture"]] <= shared]


def _answers(opened: Opened, seen: Sheet) -> list[answers.CategoryTold]:
    """The answers of shared categories, with points where those of all behind the sum are shared,
    and how many questions are left out."""
    tongue, card, shared, rests = opened.tongue, opened.card, opened.shared, opened.rests
    leans = rests.lean <= shared.answers
    told = dict(card) | {
        "reachable": seen_questions(card, rests, shared),
        "postures": _resting(card, rests, shared.answers),
        "lean": dict(card["lean"]) | ({} if leans else {"contributions": [], "value": None}),
    }
    found = answers.tell_answers(tongue, told, seen, opened.beside, shared=shared.answers)
    return [replace(one, left_out=_left_out(tongue, one, shared, rests)) for one in found]


def _left_out(tongue: Tongue, one: answers.CategoryTold, shared: Disclosure, rests: Rests) -> str:
    """Which questions of a shared category are not told of: as many whatever was answered."""
    if one.withheld:
        return ""
    behind = [
        rests.asked[key] - shared.answers
        for key, question in tongue.texts.questions.items()
        if question.category == one.key and not rests.asked[key] <= shared.answers
    ]
    if not behind:
        return ""
    return tongue.count(
        "%(number)s question is not told of: whether it was asked rests on %(names)s.",
        "%(number)s questions are not told of: whether they were asked rests on %(names)s.",
        len(behind),
        names=names_of(tongue, frozenset().union(*behind)),
    )


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


def _scores(opened: Opened) -> list[tuple[str, str, bool]]:
    """Each category's score in words, or why there is none; and whether there is."""
    return [
        (one.name, _score_words(opened, one.key), opened.scored[one.key].value is not None)
        for one in opened.tongue.texts.categories
    ]


def _score_words(opened: Opened, key: str) -> str:
    tongue, seen = opened.tongue, opened.scored[key]
    if seen.value is not None:
        return tongue.figure(seen.value)
    if seen.missing != "not-shared":
        return tongue.say("none asked")
    if key not in opened.shared.scores:
        return tongue.say("not shared")
    behind = opened.rests.behind(key) - opened.shared.scores
    return tongue.say("not shared, as it rests on %(names)s too", names=names_of(tongue, behind))


def resting_on(
    rests: Rests, results: Sequence[Mapping[str, Any]], shared: frozenset[str]
) -> list[Mapping[str, Any]]:
    """Those contradictions of which all that they rest on is shared: the same that the cohort's
    page counts."""
    return [one for one in results if within(rests.tensions, one["key"], shared)]
