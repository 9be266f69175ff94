"""Standings as they should be, worked out from consents and reports; nothing is written here.

Five queries for any number of enrolments of one cohort or of many.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone

from questionnaire.bank.queries import edition_by_id
from questionnaire.cohort.aggregate import Enrolled, Sent, row_of
from questionnaire.cohort.disclosure import COLUMNS, read_disclosure
from questionnaire.cohort.intake import COLUMNS_OF_SENT, sent_of
from questionnaire.cohort.models import Consent, Enrolment, Round
from questionnaire.cohort.standing.columns import Places, columns_of, places_of
from questionnaire.cohort.standing.models import Standing
from questionnaire.report.models import Report

NEWEST = ("-submission__sent_at", "-pk")
"""As ``with_newest_report`` chooses."""


@dataclass(frozen=True, slots=True)
class Head:
    """A report of a venture, as far as choosing among them needs."""

    id: uuid.UUID
    sent_on: dt.date
    sent_at: dt.datetime


@lru_cache(maxsize=64)
def places(edition_id: uuid.UUID) -> Places:
    """The order of a cohort's edition, which never changes once it is published."""
    return places_of(edition_by_id(edition_id).rubric)


def fresh_standings(ids: Collection[uuid.UUID]) -> Iterator[Standing]:
    """The standings of these enrolments, none for those that left. Not stored."""
    found = list(
        Enrolment.objects.present().with_started().filter(pk__in=ids).values(
            "id", *COLUMNS.values(), "path", "consented_at", "started", "venture_id",
            "venture__name", "venture__stage", "cohort_id", "cohort__edition_id",
        )
    )  # fmt: skip
    rounds = _rounds({one["cohort_id"] for one in found})
    consenting = {one["venture_id"] for one in found if one["consented_at"] is not None}
    heads, agreed = _heads(consenting), _first_agreed([one["id"] for one in found])
    chosen: dict[tuple[uuid.UUID, uuid.UUID | None], uuid.UUID] = {}
    for one in found:
        first = agreed.get(one["id"]) or one["consented_at"]
        sent = _covered(heads.get(one["venture_id"], ()), first)
        for round_id, closes_on in ((None, dt.date.max), *rounds.get(one["cohort_id"], ())):
            report = next((head.id for head in sent if head.sent_on <= closes_on), None)
            if report is not None:
                chosen[one["id"], round_id] = report
    reports = _reports(set(chosen.values()))
    for one in found:
        for round_id in (None, *(key for key, _ in rounds.get(one["cohort_id"], ()))):
            report = chosen.get((one["id"], round_id))
            yield _standing(one, round_id, reports[report] if report else None)


def _covered(sent: Sequence[Head], first: dt.datetime | None) -> Sequence[Head]:
    """Of a venture's reports, the newest first, those that its consent covers: what it had sent
    last when it first agreed in this cohort, and what it sent after; nothing before that."""
    for place, head in enumerate(sent):
        if first is not None and head.sent_at <= first:
            return sent[: place + 1]
    return sent


def _first_agreed(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    """When each venture first agreed to share something, since it last left."""
    found: dict[uuid.UUID, dt.datetime] = {}
    rows = Consent.objects.filter(enrolment__in=ids).order_by("pk")
    columns = ("enrolment_id", "at", "leaving", "categories", "path")
    for enrolment, at, leaving, categories, path in rows.values_list(*columns):
        if leaving:
            found.pop(enrolment, None)
        elif categories or path:
            found.setdefault(enrolment, at)
    return found


def _standing(
    one: Mapping[str, Any], round_id: uuid.UUID | None, report: Mapping[str, Any] | None
) -> Standing:
    order = places(one["cohort__edition_id"])
    enrolled = Enrolled(
        id=one["id"],
        name=one["venture__name"],
        stage=one["venture__stage"],
        shared=read_disclosure(one),
        consented=one["consented_at"] is not None,
        started=one["started"],
    )
    return standing_of(
        enrolled,
        sent_of(report) if report else None,
        order,
        cohort_id=one["cohort_id"],
        round_id=round_id,
        alike=report is None or report["submission__edition_id"] == one["cohort__edition_id"],
        scoring_version=report["scoring_version"] if report else None,
    )


def standing_of(
    enrolled: Enrolled, sent: Sent | None, order: Places, *, cohort_id: uuid.UUID,
    round_id: uuid.UUID | None, alike: bool, scoring_version: int | None,
) -> Standing:  # fmt: skip
    """One standing by the one rule of disclosure. sent: the report that counts, if any."""
    row = row_of(enrolled, sent, order.categories)
    shown = row.readable
    return Standing(
        enrolment_id=enrolled.id,
        cohort_id=cohort_id,
        round_id=round_id,
        alike=alike or not shown,
        scoring_version=scoring_version if shown else None,
        **columns_of(row, order),
    )


def _rounds(cohorts: Collection[uuid.UUID]) -> dict[uuid.UUID, list[tuple[uuid.UUID, dt.date]]]:
    found: dict[uuid.UUID, list[tuple[uuid.UUID, dt.date]]] = {}
    for row in Round.objects.filter(cohort__in=cohorts).values("id", "cohort_id", "closes_on"):
        found.setdefault(row["cohort_id"], []).append((row["id"], row["closes_on"]))
    return found


def _heads(ventures: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Head]]:
    """The reports of each venture, the newest first."""
    found: dict[uuid.UUID, list[Head]] = {}
    rows = Report.objects.filter(submission__assessment__venture__in=ventures)
    columns = ("submission__assessment__venture_id", "pk", "submission__sent_at")
    for venture, pk, sent_at in rows.order_by(*NEWEST).values_list(*columns):
        found.setdefault(venture, []).append(Head(pk, timezone.localdate(sent_at), sent_at))
    return found


def _reports(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Mapping[str, Any]]:
    return {one["id"]: one for one in Report.objects.filter(pk__in=ids).values(*COLUMNS_OF_SENT)}
