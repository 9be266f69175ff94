"""The frozen scorecard as JSON; docs/report-json.md and docs/report.schema.json say its form."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from questionnaire.report.files.today import DecisionRecord
from questionnaire.report.models import Report
from questionnaire.scoring.scorecard import Scorecard

SCHEMA: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as its JSON file holds it.

    schema: raised when a part goes or means something else, not when one is added. receipt: of the
    submission. revision: the venture's how many-th. edition: the key of the questions' edition.
    answers_sha256: of the answers as sent. sent_at: ISO 8601, UTC. decision: no part of the frozen
    report, and there only where one stands and for the venture's own readers.
    """

    schema: Literal[1]
    receipt: str
    revision: int
    edition: str
    answers_sha256: str
    sent_at: str
    scorecard: Scorecard
    decision: DecisionRecord | None = None


def as_json(report: Report, decision: DecisionRecord | None = None) -> str:
    """The file's text; the same bytes for ever, but for the decision where it is asked for."""
    body = _body(report) | ({"decision": asdict(decision)} if decision else {})
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return text + "\n"


def _body(report: Report) -> dict[str, Any]:
    """The frozen fields of ``ReportFile``; the scorecard stays exactly as it was stored."""
    submission = report.submission
    return {
        "schema": SCHEMA,
        "receipt": submission.receipt,
        "revision": submission.revision,
        "edition": report.scorecard["edition"],
        "answers_sha256": submission.answers_hash,
        "sent_at": submission.sent_at.isoformat(),
        "scorecard": report.scorecard,
    }
