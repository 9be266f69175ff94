"""A decision as it was recorded."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from questionnaire.assessment.views.finding import visible
from questionnaire.bank.queries import edition_by_id
from questionnaire.decision.queries import decisions_of, reports_of, with_tripwires
from questionnaire.decision.record_page import record_page
from questionnaire.decision.views.beginning import decision_page
from questionnaire.people.actor import ActorRequest


@login_not_required
@require_safe
def decision(
    request: ActorRequest, assessment: uuid.UUID, number: int | None = None
) -> HttpResponse:
    """A decision as it was recorded: the one that stands, or an earlier one by its number."""
    found = visible(request, assessment)
    decisions = decisions_of(request.actor, found.venture_id)
    every = list(decisions.values_list("number", "decided_on", "recorded_at"))
    if not every and number is None:
        return redirect("decide", assessment=found.pk)
    wanted = every[0][0] if number is None else number
    one = get_object_or_404(with_tripwires(decisions), number=wanted)
    reports = reports_of(request.actor, found.venture_id)
    newest, edition = reports.values_list("pk", "submission__edition_id")[0]
    stands = wanted == every[0][0]
    page = record_page(one, stands=stands, today=timezone.localdate(), asked=edition_by_id(edition))
    return decision_page(
        request,
        "decision",
        found,
        page=page,
        others=[row for row in every if row[0] != wanted],
        standing=every[0][0],
        newer_report=newest != one.report_id,
        may_write=found.may_write,
    )
