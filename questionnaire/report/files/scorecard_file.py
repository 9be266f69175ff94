"""The frozen scorecard as JSON; docs/report-json.md and docs/report.schema.json say its form."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from questionnaire.report.files.opened_record import ReleaseRecord
from questionnaire.report.files.today import DecisionRecord, PlanRecord, Today, plan_record
from questionnaire.report.models import Report
from questionnaire.scoring.scorecard import Scorecard

SCHEMA: Literal[1] = 1


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report as its JSON file holds it.

    schema: raised when a part goes or means something else, not when one is added. receipt: of the
    submission. revision: the venture's how many-th. edition: the key of the questions' edition.
    answers_sha256: of the answers as sent. sent_at: ISO 8601, UTC. decision, release, plan: no part
    of the frozen report, but what stands on the day of the file; there only where something does,
    and for the venture's own readers.
    """

    schema: Literal[1]
    receipt: str
    revision: int
    edition: str
    answers_sha256: str
    sent_at: str
    scorecard: Scorecard
    decision: DecisionRecord | None = None
    release: ReleaseRecord | None = None
    plan: PlanRecord | None = None


def as_json(report: Report, today: Today | None = None) -> str:
    """The file's text; the same bytes for ever, but for what stands today where that is asked
    for."""
    body = _body(report)
    if today is not None:
        found = {
            "decision": today.decided.record if today.decided else None,
            "release": today.opened.record if today.opened else None,
            "plan": plan_record(today),
        }
        body |= {name: asdict(one) for name, one in found.items() if one}
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
