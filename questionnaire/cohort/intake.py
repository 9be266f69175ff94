"""From the database to what rows are worked out from: a report's columns and no more of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.aggregate import POSTURES, Enrolled, Points, Row, Sent, row_of
from questionnaire.cohort.disclosure import Disclosure
from questionnaire.cohort.models import Enrolment
from questionnaire.cohort.steps import Steps
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.summary import points_of
from questionnaire.scoring.rests import postures_by, rests_of
from questionnaire.scoring.rubric import Rubric


def row_if(enrolment: Enrolment, shared: Disclosure, categories: Sequence[str]) -> Row:
    """An enrolment's row as it would be if this were shared. One query; the enrolment is read
    ``with_newest_report``."""
    report = enrolment.report_id if shared else None
    venture = enrolment.venture
    one = Enrolled(
        id=enrolment.pk,
        name=venture.name,
        stage=venture.stage,
        shared=shared,
        consented=bool(shared),
        started=enrolment.started,
    )
    found = _reports([report]).get(report) if report is not None else None
    return row_of(one, _sent(found), categories)


COLUMNS_OF_SENT = (
    "id", "path", "close", "margin", "lean", *POSTURES, "summary", "scoring_version",
    "submission__edition_id", "submission__answers", "scorecard__actions", "scorecard__milestones",
    "scorecard__estimates",
)  # fmt: skip
"""What ``sent_of`` needs of a report: never its whole scorecard. answers: for what rests on a
part of the categories."""


def _reports(ids: list[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, Any]]:
    return {one["id"]: one for one in Report.objects.filter(pk__in=ids).values(*COLUMNS_OF_SENT)}


def _sent(one: Mapping[str, Any] | None) -> Sent | None:
    return None if one is None else sent_of(one)


def sent_of(one: Mapping[str, Any]) -> Sent:
    """A report read by ``COLUMNS_OF_SENT``."""
    rubric = edition_by_id(one["submission__edition_id"]).rubric
    return Sent(
        path=one["path"],
        close=one["close"],
        margin=one["margin"],
        lean=one["lean"],
        postures={posture: one[posture] for posture in POSTURES},
        summary=one["summary"],
        rests=rests_of(rubric),
        part=part_of(rubric, one["submission__answers"]),
        steps=Steps(
            one["scorecard__actions"] or (),
            one["scorecard__milestones"] or (),
            one["scorecard__estimates"] or (),
        ),
    )


def part_of(rubric: Rubric, answers: Mapping[str, Any]) -> Callable[[frozenset[str]], Points]:
    """The points of what was sent that rest on some categories alone, scored when they are asked
    for; the frozen ones hold all categories."""

    @cache
    def part(shared: frozenset[str]) -> Points:
        return points_of(postures_by(rubric, sheet_of_snapshot(rubric, answers), shared))

    return part


def newest_report(report_id: uuid.UUID) -> Report:
    """The report that an enrolment read ``with_newest_report`` names, with what was sent."""
    return Report.objects.select_related("submission").get(pk=report_id)
