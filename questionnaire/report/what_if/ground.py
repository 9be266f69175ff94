"""What a what-if stands on: the answers that were sent with their report, or as they stand now."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.shortcuts import get_object_or_404

from questionnaire.assessment.carrying import Fit, fit
from questionnaire.assessment.models import Assessment, Submission
from questionnaire.assessment.views.finding import visible
from questionnaire.assessment.walk import way
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.people.actor import ActorRequest
from questionnaire.report.history.queries import stored_now
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.report.what_if.models import Scenario
from questionnaire.report.what_if.outcome import score_real
from questionnaire.scoring.scorecard import SCORING_VERSION, Scorecard
from questionnaire.scoring.sheet import Sheet

Stored = Mapping[str, Mapping[str, Any]]
"""Question -> value and claim, as answers are stored."""


@dataclass(frozen=True, slots=True)
class Real:
    """The real answers, and what follows from them under their edition alone. asked: the questions
    that are asked."""

    stored: Stored
    sheet: Sheet
    asked: tuple[str, ...]
    card: Scorecard


@dataclass(frozen=True, slots=True)
class Ground:
    """The real answers, their edition, and whose they are. report: None while nothing was sent."""

    assessment: Assessment
    edition: OpenEdition
    tongue: Tongue
    real: Real
    report: Report | None = None

    @property
    def stored(self) -> Stored:
        """The real answers as they are stored."""
        return self.real.stored

    def sheet(self, changes: Stored) -> Sheet:
        """The answers with some of them changed."""
        own = sheet_of_snapshot(self.edition.rubric, changes)
        left = {key: one for key, one in self.real.sheet.items() if key not in changes}
        return {**left, **own}

    @property
    def other_rules(self) -> bool:
        """Whether the report was scored otherwise than answers are today."""
        return self.report is not None and self.report.scoring_version != SCORING_VERSION


def ground_of_report(request: ActorRequest, report: uuid.UUID) -> Ground:
    """What was sent, under its own edition. Two queries."""
    rows = Report.objects.visible_to(request.actor).select_related("submission").defer("summary")
    found = get_object_or_404(rows, pk=report)
    assessment = visible(request, found.submission.assessment_id)
    return _over(found, assessment)


def ground_of_try(request: ActorRequest, report: uuid.UUID) -> Ground:
    """The same for one more try of a page that is open already. One query: what the page says
    around the result is not read again, and what was sent only if this process has it no more."""
    rows = Report.objects.visible_to(request.actor).select_related("submission__assessment")
    wanted = ("scoring_version", "submission__edition_id", "submission__assessment__venture_id",
              "submission__assessment__flagged")  # fmt: skip
    found = get_object_or_404(rows.only(*wanted), pk=report)
    return _over(found, found.submission.assessment)


def _over(report: Report, assessment: Assessment) -> Ground:
    edition = edition_by_id(report.submission.edition_id)
    real = _real_of_sent(edition, report.submission)
    return Ground(assessment, edition, tongue_of(edition), real, report)


def ground_of_answers(request: ActorRequest, assessment: uuid.UUID) -> Ground:
    """The answers as they stand. Two queries."""
    found = visible(request, assessment)
    edition = edition_by_id(found.edition_id)
    return Ground(found, edition, tongue_of(edition), _real_of(edition, stored_now(found.pk)))


@lru_cache(maxsize=16)
def _real_of_sent(edition: OpenEdition, sent: Submission) -> Real:
    """What was sent never changes, so it is read and scored once for many tries. (Rows are told
    apart by their keys; who may read one was asked before.)"""
    return _real_of(edition, sent.answers)


def _real_of(edition: OpenEdition, stored: Stored) -> Real:
    rubric = edition.rubric
    sheet = sheet_of_snapshot(rubric, stored)
    return Real(stored, sheet, way(rubric, sheet).asked, score_real(rubric, sheet))


def fitting(ground: Ground, scenario: Scenario) -> dict[str, Mapping[str, Any]]:
    """The changes of a scenario that this edition's questions can still take."""
    was = edition_by_id(scenario.submission.edition_id).wording(ground.tongue.lang)
    return {
        key: one
        for key, one in scenario.changes.items()
        if fit(was, ground.tongue.texts, key, one["value"]) is Fit.FITS
    }
