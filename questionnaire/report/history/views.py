"""The pages of a venture's revisions: all of them, and any two side by side."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import founder_page, visible
from questionnaire.people.actor import ActorRequest
from questionnaire.report.history.comparison import ComparisonPage, comparison_page, pair_of
from questionnaire.report.history.page import HistoryPage, history_page, read


@login_not_required
@require_safe
def history(request: ActorRequest, assessment: UUID) -> HttpResponse:
    """Every revision of the venture, whatever edition it was sent under, and the open one."""
    found = visible(request, assessment)
    revisions, _now = read(request.actor, found)
    page = history_page(found.venture.name, revisions)
    return _shown(request, "history", found, page)


@login_not_required
@require_safe
def compare(request: ActorRequest, assessment: UUID) -> HttpResponse:
    """Two revisions side by side; without names the last two."""
    found = visible(request, assessment)
    revisions, now = read(request.actor, found)
    if len(revisions) < 2:  # there is nothing to compare yet, and the history says so
        return redirect("history", assessment=found.pk)
    first, second = request.GET.get("a", ""), request.GET.get("b", "")
    if second and second == (first or revisions[0].name):  # the same, or the first on its own
        return redirect("history", assessment=found.pk)
    pair = pair_of(revisions, first, second)
    if pair is None:
        raise Http404
    page = comparison_page(found.venture.name, revisions, pair, now)
    return _shown(request, "comparison", found, page)


def _shown(
    request: ActorRequest, template: str, found: Assessment, page: HistoryPage | ComparisonPage
) -> HttpResponse:
    return founder_page(request, f"report/{template}", found, here="report", page=page)
