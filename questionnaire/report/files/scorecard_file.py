"""The frozen scorecard as JSON; docs/report-json.md and docs/report.schema.json say its form."""

from __future__ import annotations

import json
from typing import Any

from questionnaire.report.models import Report

SCHEMA = 1
"""Raised when a part goes or means something else; not when one is added."""


def as_json(report: Report) -> str:
    """The file's text; the same bytes for ever."""
    submission = report.submission
    body: dict[str, Any] = {
        "schema": SCHEMA,
        "receipt": submission.receipt,
        "revision": submission.revision,
        "edition": report.scorecard["edition"],
        "answers_sha256": submission.answers_hash,
        "sent_at": submission.sent_at.isoformat(),
        "scorecard": report.scorecard,
    }
    text = json.dumps(body, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return text + "\n"
