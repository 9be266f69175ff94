"""What a what-if stands on: the answers that were sent with their report, or as they stand now."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404

from questionnaire.assessment.carrying import Fit, fit
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import visible
from questionnaire.bank.queries import OpenEdition, edition_by_id
from questionnaire.people.actor import ActorRequest
from questionnaire.report.history.queries import stored_now
from questionnaire.report.intake import sheet_of_snapshot
from questionnaire.report.models import Report
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.report.what_if.models import Scenario
from questionnaire.scoring.scorecard import SCORING_VERSION
from questionnaire.scoring.sheet import Sheet

Stored = Mapping[str, Mapping[str, Any]]
"""Question -> value and claim, as answers are stored."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The real answers, their edition, and whose they are. report: None while nothing was sent."""

    assessment: Assessment
    edition: OpenEdition
    tongue: Tongue
    stored: Stored
    report: Report | None = None

    def sheet(self, changes: Stored) -> Sheet:
        """The answers with some of them changed."""
        return sheet_of_snapshot(self.edition.rubric, {**self.stored, **changes})

    @property
    def other_rules(self) -> bool:
        """Whether the report was scored otherwise than answers are today."""
        return self.report is not None and self.report.scoring_version != SCORING_VERSION


def ground_of_report(request: ActorRequest, report: uuid.UUID) -> Ground:
    """What was sent, under its own edition. Two queries."""
    rows = Report.objects.visible_to(request.actor).select_related("submission").defer("summary")
    found = get_object_or_404(rows, pk=report)
    submission = found.submission
    edition = edition_by_id(submission.edition_id)
    assessment = visible(request, submission.assessment_id)
    return Ground(assessment, edition, tongue_of(edition), submission.answers, found)


def ground_of_answers(request: ActorRequest, assessment: uuid.UUID) -> Ground:
    """The answers as they stand. Two queries."""
    found = visible(request, assessment)
    edition = edition_by_id(found.edition_id)
    return Ground(found, edition, tongue_of(edition), stored_now(found.pk))


def fitting(ground: Ground, scenario: Scenario) -> dict[str, Mapping[str, Any]]:
    """The changes of a scenario that this edition's questions can still take."""
    was = edition_by_id(scenario.submission.edition_id).wording(ground.tongue.lang)
    return {
        key: one
        for key, one in scenario.changes.items()
        if fit(was, ground.tongue.texts, key, one["value"]) is Fit.FITS
    }
