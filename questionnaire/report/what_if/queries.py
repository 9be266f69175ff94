"""Reading scenarios, and the reports that they stand beside."""

from __future__ import annotations

import uuid

from questionnaire.people.actor import Actor
from questionnaire.report.models import Report
from questionnaire.report.what_if.models import Scenario
from questionnaire.report.what_if.querysets import ScenarioQuerySet


def scenarios_of(actor: Actor, venture: uuid.UUID) -> ScenarioQuerySet:
    """The venture's scenarios, the last kept first."""
    rows: ScenarioQuerySet = Scenario.objects.visible_to(actor).filter(
        submission__assessment__venture_id=venture
    )
    return rows.select_related("by", "submission").order_by("-at", "pk")


def scenarios_about(venture: uuid.UUID) -> ScenarioQuerySet:
    """A venture's scenarios on nobody's behalf, for a file of all that is kept about it."""
    rows: ScenarioQuerySet = Scenario.objects.filter(submission__assessment__venture_id=venture)
    return rows.select_related("by", "submission").order_by("at", "pk")


def newest_sent(actor: Actor, venture: uuid.UUID) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The report and the submission of what the venture sent last; one query."""
    rows = Report.objects.visible_to(actor).filter(submission__assessment__venture_id=venture)
    return rows.order_by("-submission__sent_at", "-pk").values_list("pk", "submission").first()
