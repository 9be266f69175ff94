"""Ventures that sent their answers and decide, as tests need them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from questionnaire.assessment.actions import reopen
from questionnaire.assessment.models import Assessment
from questionnaire.decision.actions import Wording, record_decision, send_and_watch
from questionnaire.decision.models import Decision
from questionnaire.report.models import Report
from tests.factories import NOW

RUNWAY = {"q": "funding-runway", "op": "below", "value": 9}
"""Harbour Health has 13 months."""
LATER = NOW + dt.timedelta(days=30)


def decided(report: Report, **fields: Any) -> Decision:
    """A decision on a report, watching the runway."""
    wording = {
        "path": "staged-gated",
        "reason": "Hospitals need someone who can stop it.",
        "decided_by": "Ada and Ben",
        "decided_on": NOW.date(),
        "rejected": {"closed": "Nobody would trust it."},
    }
    wording |= {name: fields.pop(name) for name in tuple(fields) if name in (*wording, "against")}
    given: dict[str, Any] = {
        "watch": [RUNWAY], "dates": [], "base": 0, "language": "en", "by": None, "at": NOW,
    }  # fmt: skip
    return record_decision(report=report, wording=Wording(**wording), **(given | fields))


def sent_again(assessment: Assessment, at: dt.datetime = LATER, **answers: Any) -> Report:
    """Reopened, with these answers changed, and sent."""
    assessment.refresh_from_db()
    reopen(assessment=assessment)
    assessment.refresh_from_db()
    for question, value in answers.items():
        assessment.answers.filter(question=question.replace("_", "-")).update(
            value={"value": value}
        )
    return send_and_watch(assessment=assessment, at=at)
