"""The manager's page of a cohort's rubric, aliases and names of decisions."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.assessment.entry import sent_number
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend
from questionnaire.review.actions import Overtaken
from questionnaire.review.queries import newest_rubric, used_versions
from questionnaire.review.setting_up.actions import set_up, write_rubric
from questionnaire.review.setting_up.forms import (
    RubricForm,
    SettingForm,
    moved,
    read_rubric,
    rows_of,
)
from questionnaire.review.sums import read_criteria

HERE = {"here": "cohorts", "member": True}


def _managed(request: ActorRequest, cohort: UUID) -> Cohort:
    rows = Cohort.objects.managed_by(request.actor).select_related("accelerator")
    return get_object_or_404(rows, pk=cohort)


@require_http_methods(["GET", "HEAD", "POST"])
def review_rubric(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """The rubric; POST writes its next version, or only moves a row of the form."""
    found = _managed(request, cohort)
    if request.method != "POST":
        return _page(request, found)
    spend(request, "review", request.actor.user_id)
    form = read_rubric(request.POST)
    if move := request.POST.get("move", ""):
        return _page(
            request, found, form=moved(form, move), base=request.POST.get("base", ""), move=move
        )
    if form.errors:
        return _page(request, found, form=form, base=request.POST.get("base", ""), status=422)
    try:
        write_rubric(
            cohort=found, criteria=form.criteria, base=sent_number(request.POST.get("base", "")),
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Overtaken:
        return _page(request, found, form=form, overtaken=True, status=409)
    messages.success(request, _("The rubric is saved. Reviews that are in keep theirs."))
    return redirect("review-rubric", cohort=found.pk)


@require_POST
def review_settings(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """Aliases and the names of decisions."""
    found = _managed(request, cohort)
    spend(request, "review", request.actor.user_id)
    form = SettingForm(request.POST)
    if not form.is_valid():
        return _page(request, found, settings=form, status=422)
    said = form.cleaned_data
    set_up(cohort=found, aliases=said["aliases"], decisions=said["decisions"], by=request.actor)
    messages.success(request, _("Saved."))
    return redirect("review-rubric", cohort=found.pk)


def _page(
    request: ActorRequest,
    cohort: Cohort,
    *,
    form: RubricForm | None = None,
    settings: SettingForm | None = None,
    base: str = "",
    overtaken: bool = False,
    move: str = "",
    status: int = 200,
) -> HttpResponse:
    newest = newest_rubric(cohort.pk)
    stands = read_criteria(newest.criteria) if newest is not None else ()
    decisions = "\n".join(cohort.decisions)
    context = {
        "cohort": cohort,
        "form": form or rows_of(stands),
        "stands": stands if overtaken else (),
        "overtaken": overtaken,
        "move": move,
        "base": base or (newest.version if newest is not None else 0),
        "newest": newest,
        "total": sum(one.weight for one in stands),
        "used": used_versions(cohort.pk),
        "settings": settings
        or SettingForm(initial={"aliases": cohort.aliases, "decisions": decisions}),
    }
    return render(request, "review/rubric.html", HERE | context, status=status)
