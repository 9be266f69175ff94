"""A cohort's rows worked out one by one, without a standing: what SQL must come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from questionnaire.cohort.aggregate import Enrolled, Row, row_of
from questionnaire.cohort.disclosure import COLUMNS, read_disclosure
from questionnaire.cohort.intake import COLUMNS_OF_SENT, sent_of
from questionnaire.cohort.models import Cohort
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
    sent = [one["report_id"] for one in enrolments if one["report_id"] and one["consented_at"]]
    found = Report.objects.filter(pk__in=sent).values(*COLUMNS_OF_SENT)
    reports = {one["id"]: one for one in found}
    versions = {(one["submission__edition_id"], one["scoring_version"]) for one in reports.values()}
    newest = max((version for _, version in versions), default=None)
    alike = (cohort.edition_id, newest)
    return CohortRows(
        rows=[
            row_of(_enrolled(one), sent_of(report) if report else None, categories)
            for one in enrolments
            for report in [reports.get(one["report_id"])]
        ],
        mixed=sum(
            (one["submission__edition_id"], one["scoring_version"]) != alike
            for one in reports.values()
        ),
        left=len(everyone) - len(enrolments),
    )


def _enrolled(one: Mapping[str, Any]) -> Enrolled:
    return Enrolled(
        id=one["id"],
        name=one["venture__name"],
        stage=one["venture__stage"],
        shared=read_disclosure(one),
        consented=one["consented_at"] is not None,
        started=one["started"],
    )
