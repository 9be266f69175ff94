"""From the database to a cohort's rows: two queries, whatever the number of ventures."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.aggregate import POSTURES, Enrolled, Row, Sent, row_of
from questionnaire.cohort.disclosure import COLUMNS, Disclosure, read_disclosure
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.steps import Steps, needs_of
from questionnaire.report.models import Report


@dataclass(frozen=True, slots=True)
class CohortRows:
    """A cohort's rows. mixed: how many reports have another edition or scoring version; left: how
    many ventures left, of which nothing is shown."""

    rows: list[Row]
    mixed: int
    left: int


def rows_of(cohort: Cohort, categories: Sequence[str]) -> CohortRows:
    """Every venture of the cohort as its accelerator may see it."""
    everyone = list(
        cohort.enrolments.with_newest_report().values(
            "id", *COLUMNS.values(), "path", "consented_at", "revoked_at", "report_id", "started",
            "venture__name", "venture__stage",
        )
    )  # fmt: skip
    enrolments = [one for one in everyone if one["revoked_at"] is None]
    reports = _reports(
        [one["report_id"] for one in enrolments if one["report_id"] and _consents(one)]
    )
    versions = {(one["submission__edition_id"], one["scoring_version"]) for one in reports.values()}
    newest = max((version for _, version in versions), default=None)
    alike = (cohort.edition_id, newest)
    return CohortRows(
        rows=[
            row_of(_enrolled(one), _sent(reports.get(one["report_id"])), categories)
            for one in enrolments
        ],
        mixed=sum(
            (one["submission__edition_id"], one["scoring_version"]) != alike
            for one in reports.values()
        ),
        left=len(everyone) - len(enrolments),
    )


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
    "submission__edition_id", "scorecard__actions", "scorecard__milestones",
    "scorecard__estimates",
)  # fmt: skip
"""What ``sent_of`` needs of a report: never its whole scorecard."""


def _reports(ids: list[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, Any]]:
    return {one["id"]: one for one in Report.objects.filter(pk__in=ids).values(*COLUMNS_OF_SENT)}


def _consents(one: Mapping[str, Any]) -> bool:
    return one["consented_at"] is not None


def _enrolled(one: Mapping[str, Any]) -> Enrolled:
    return Enrolled(
        id=one["id"],
        name=one["venture__name"],
        stage=one["venture__stage"],
        shared=read_disclosure(one),
        consented=_consents(one),
        started=one["started"],
    )


def _sent(one: Mapping[str, Any] | None) -> Sent | None:
    return None if one is None else sent_of(one)


def sent_of(one: Mapping[str, Any]) -> Sent:
    """A report read by ``COLUMNS_OF_SENT``."""
    return Sent(
        path=one["path"],
        close=one["close"],
        margin=one["margin"],
        lean=one["lean"],
        postures={posture: one[posture] for posture in POSTURES},
        summary=one["summary"],
        steps=Steps(
            needs_of(edition_by_id(one["submission__edition_id"]).rubric),
            one["scorecard__actions"] or (),
            one["scorecard__milestones"] or (),
            one["scorecard__estimates"] or (),
        ),
    )


def newest_report(report_id: uuid.UUID) -> Report:
    """The report that an enrolment read ``with_newest_report`` names, with what was sent."""
    return Report.objects.select_related("submission").get(pk=report_id)
