"""The one seam between the database and scoring: stored answers in, a scorecard out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.walk import sheet_of_rows
from questionnaire.bank.queries import OpenEdition
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.sheet import Sheet


def sheet_of_assessment(rubric: Rubric, assessment: Assessment) -> Sheet:
    """The sheet of an assessment's current answers; one query."""
    return sheet_of_rows(rubric, assessment.answers.values_list("question", "value", "claim"))


def sheet_of_snapshot(rubric: Rubric, answers: Mapping[str, Any]) -> Sheet:
    """The sheet of what was sent."""
    return sheet_of_rows(
        rubric, ((key, one.get("value"), one.get("claim", "")) for key, one in answers.items())
    )


def notes_of_snapshot(answers: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Note and evidence beside the answers that were sent; never shown to an accelerator."""
    return {
        key: (one.get("note", ""), one.get("evidence", ""))
        for key, one in answers.items()
        if one.get("note") or one.get("evidence")
    }


def score_sheet(edition: OpenEdition, sheet: Sheet, depth: Depth = Depth.FULL) -> Scorecard:
    """The scorecard of a sheet under an edition."""
    return score(edition.rubric, sheet, depth)
