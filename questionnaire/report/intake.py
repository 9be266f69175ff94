"""The one seam between the database and scoring: stored answers in, a scorecard out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.bank.queries import OpenEdition
from questionnaire.scoring.rubric import Rubric
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.sheet import Answer, Sheet
from questionnaire.vocabulary import Claim, Kind


@dataclass(frozen=True, slots=True)
class Note:
    """What a founder wrote beside an answer; never shown to an accelerator."""

    note: str
    evidence: str


def answer_of(rubric: Rubric, key: str, stored: Any, claim: str) -> Answer | None:
    """One stored value as scoring reads it; None for an answer taken back or never understood."""
    question = rubric.by_key.get(key)
    if question is None or not isinstance(stored, Mapping):
        return None
    said = Claim(claim) if claim else None
    if stored.get("unknown"):
        return Answer(unknown=True, claim=said)
    if stored.get("other"):
        return Answer(other=str(stored["other"]), claim=said)
    value = stored.get("value")
    if value is None:
        return None
    if question.kind is Kind.MULTIPLE:
        return Answer(value=tuple(value), claim=said)
    return Answer(value=float(value) if question.kind is Kind.NUMBER else value, claim=said)


def sheet_of_rows(rubric: Rubric, rows: Iterable[tuple[str, Any, str]]) -> Sheet:
    """The sheet of (question, stored value, claim) rows."""
    answers = ((key, answer_of(rubric, key, stored, claim)) for key, stored, claim in rows)
    return {key: answer for key, answer in answers if answer is not None}


def sheet_of_assessment(rubric: Rubric, assessment: Any) -> Sheet:
    """The sheet of an assessment's current answers; one query."""
    return sheet_of_rows(rubric, assessment.answers.values_list("question", "value", "claim"))


def sheet_of_snapshot(rubric: Rubric, answers: Mapping[str, Any]) -> Sheet:
    """The sheet of what was sent."""
    return sheet_of_rows(
        rubric, ((key, one.get("value"), one.get("claim", "")) for key, one in answers.items())
    )


def notes_of_snapshot(answers: Mapping[str, Any]) -> dict[str, Note]:
    """What stands beside the answers that were sent."""
    return {
        key: Note(one.get("note", ""), one.get("evidence", ""))
        for key, one in answers.items()
        if one.get("note") or one.get("evidence")
    }


def score_sheet(edition: OpenEdition, sheet: Sheet, depth: Depth = Depth.FULL) -> Scorecard:
    """The scorecard of a sheet under an edition."""
    return score(edition.rubric, sheet, depth)
