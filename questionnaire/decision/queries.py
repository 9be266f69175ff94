"""Reading what a decision stands on: the newest report, what was concluded, and what stands."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from questionnaire.decision.models import Conclusion, Decision, Tripwire
from questionnaire.decision.querysets import DecisionQuerySet
from questionnaire.people.actor import Actor
from questionnaire.report.models import Report


def reports_of(actor: Actor, venture: uuid.UUID) -> QuerySet[Report]:
    """The venture's reports, that of what was sent last first."""
    found: QuerySet[Report] = Report.objects.visible_to(actor).filter(
        submission__assessment__venture_id=venture
    )
    return found.order_by("-submission__sent_at", "-pk")


def newest_report(actor: Actor, venture: uuid.UUID) -> Report | None:
    """The report of what the venture sent last; one query."""
    return reports_of(actor, venture).select_related("submission").first()


def conclusions_of(actor: Actor, venture: uuid.UUID) -> dict[str, Conclusion]:
    """What stands at each step that has something; one query."""
    rows = Conclusion.objects.visible_to(actor).filter(venture_id=venture).newest()
    return {one.step: one for one in rows}


def decisions_of(actor: Actor, venture: uuid.UUID) -> DecisionQuerySet:
    """The venture's decisions, the one that stands first."""
    found: DecisionQuerySet = Decision.objects.visible_to(actor).filter(venture_id=venture)
    return found.order_by("-number")


def with_tripwires(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """With everything that a record tells; as many queries for one as for many."""
    return (
        decisions.select_related("report__submission", "by")
        .defer("report__scorecard", "report__summary", "report__submission__answers")
        .prefetch_related("tripwires__firing__submission")
    )


def standing_of(actor: Actor, venture: uuid.UUID) -> Decision | None:
    """The decision that stands, with its tripwires; None while there is none."""
    return with_tripwires(decisions_of(actor, venture).standing()).first()


def noticed_at(actor: Actor, assessment: uuid.UUID) -> Decision | None:
    """The decision that stands for the venture of an assessment, with as much as a notice tells.
    Two queries: every page of a report asks."""
    found = Decision.objects.visible_to(actor).filter(venture__assessments=assessment).standing()
    light = found.select_related("report__submission").only(
        "path", "decided_on", "report__submission__edition_id"
    )
    wires = Prefetch("tripwires", Tripwire.objects.select_related("firing"))
    return light.prefetch_related(wires).first()


def to_tell(decision: uuid.UUID, fired: Sequence[int]) -> tuple[Decision, list[Tripwire]]:
    """A decision and those of its tripwires, on nobody's behalf: its own members are told."""
    found = with_tripwires(Decision.objects.select_related("venture")).get(pk=decision)
    return found, [one for one in found.tripwires.all() if one.pk in fired]
