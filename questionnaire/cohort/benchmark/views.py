"""The founder's page of how the venture stands beside the others of a cohort."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.assessment.views.finding import founder_page, visible
from questionnaire.cohort.benchmark.actions import say_word
from questionnaire.cohort.benchmark.page import benchmark_page
from questionnaire.cohort.models import Enrolment
from questionnaire.cohort.sharing.finding import enrolment_of, must_own
from questionnaire.people.actor import ActorRequest


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def benchmark(request: ActorRequest, assessment: UUID, enrolment: UUID) -> HttpResponse:
    """What was said round by round; a POST says whether the venture wants to be compared."""
    found = visible(request, assessment)
    joined = enrolment_of(request, found, enrolment)
    if request.method != "POST":
        owner = Enrolment.objects.writable_by(request.actor).filter(pk=joined.pk)
        return founder_page(
            request,
            "cohort/benchmark",
            found,
            page=benchmark_page(joined, request.actor),
            joined=joined,
            left=joined.revoked_at is not None,
            shares=joined.consented_at is not None,
            may_change=owner.exists(),
        )
    must_own(request, joined)
    agrees = request.POST.get("agrees") == "on"
    try:
        say_word(enrolment=joined, agrees=agrees, by=request.actor, at=timezone.now())
    except Enrolment.DoesNotExist:  # no owner any more, or it left meanwhile
        raise PermissionDenied from None
    messages.success(
        request,
        _("Saved. You are compared from the next round on that closes.")
        if agrees
        else _("Saved. From the next round on you are neither compared nor counted."),
    )
    return redirect("benchmark", assessment=found.pk, enrolment=joined.pk)
