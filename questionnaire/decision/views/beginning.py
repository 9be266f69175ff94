"""What each view of the decision begins with, and the page it ends in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import founder_page
from questionnaire.decision.queries import newest_report
from questionnaire.decision.walk_page import Ground, open_ground
from questionnaire.people.actor import ActorRequest


def decision_page(
    request: ActorRequest, template: str, found: Assessment, *, status: int = 200, **values: Any
) -> HttpResponse:
    """A page of the decision about this assessment."""
    told = {"here": "decision", "venture": found.venture.name, **values}
    return founder_page(request, f"decision/{template}", found, status=status, **told)


def ground_of(request: ActorRequest, found: Assessment) -> Ground | None:
    """What the walk stands on; None while nothing was sent."""
    report = newest_report(request.actor, found.venture_id)
    return open_ground(report) if report is not None else None
