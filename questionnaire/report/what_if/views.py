"""The what-if of a report or of the answers so far, and the scenarios that are kept of it.

Changed answers come in a request's body, never in an address, so that no log and no history of a
browser holds them.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from questionnaire.assessment.views.finding import count_write, founder_page, visible, writable
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import spend_in_tens
from questionnaire.report.what_if.actions import (
    ScenarioRefused,
    delete_scenario,
    keep_scenario,
    rename_scenario,
)
from questionnaire.report.what_if.forms import KeepForm, NameForm
from questionnaire.report.what_if.ground import (
    Ground,
    fitting,
    ground_of_answers,
    ground_of_report,
    ground_of_try,
)
from questionnaire.report.what_if.listing import kept_of, listed
from questionnaire.report.what_if.models import Scenario
from questionnaire.report.what_if.page import choices, what_if
from questionnaire.report.what_if.queries import newest_sent, scenarios_of
from questionnaire.report.what_if.reading import Tried, of_changes, read_tried

BUTTONS = {"add", "drop", "flip"}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_report(request: ActorRequest, report: uuid.UUID) -> HttpResponse:
    """What if, over what was sent; nothing is stored."""
    if _only_moved(request):
        return _moved(request, ground_of_try(request, report))
    ground = ground_of_report(request, report)
    if request.method == "POST":
        _count(request, ground)
        return _shown(request, ground, read_tried(ground, request.POST))
    return _shown(request, ground, of_changes(ground, _begun_with(request, ground)))


def _count(request: ActorRequest, ground: Ground) -> None:
    """Count a try, of each member for themselves; 429 for who asks faster than anybody changes."""
    who = request.actor.user_id or "link"
    spend_in_tens(request, "what_if", f"{ground.assessment.venture_id}/{who}")


def _begun_with(request: ActorRequest, ground: Ground) -> dict[str, Any]:
    """The changes of a kept scenario, tried on other answers of the same venture."""
    try:
        wanted = uuid.UUID(request.GET.get("scenario", ""))
    except ValueError:
        return {}
    rows = scenarios_of(request.actor, ground.assessment.venture_id)
    scenario = rows.filter(pk=wanted).first()
    return fitting(ground, scenario) if scenario is not None else {}


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def of_answers(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """What if, over the answers as they stand; nothing is stored."""
    ground = ground_of_answers(request, assessment)
    if _only_moved(request):
        return _moved(request, ground)
    if request.method == "POST":
        _count(request, ground)
        return _shown(request, ground, read_tried(ground, request.POST))
    return _shown(request, ground, of_changes(ground, {}))


def _only_moved(request: ActorRequest) -> bool:
    """Whether a page that is open asks what a changed answer moved, and nothing else."""
    asks = request.method == "POST" and bool(request.htmx)
    return asks and request.POST.get("do") != "find" and not BUTTONS & request.POST.keys()


def _moved(request: ActorRequest, ground: Ground) -> HttpResponse:
    """What a changed answer moved. Asked with every change: without what only a page needs."""
    _count(request, ground)
    told = {
        "page": what_if(ground, read_tried(ground, request.POST)),
        "report_id": _report_id(ground), "assessment_id": ground.assessment.pk,
        "fields": frozenset(request.POST.getlist("shown")),
    }  # fmt: skip
    return HttpResponse(render_to_string("report/what_if/_moved.html", told))


def _shown(
    request: ActorRequest, ground: Ground, tried: Tried, *, status: int = 200, **values: Any
) -> HttpResponse:
    """The page, or its desk after a button of it."""
    data, found = request.POST, ground.assessment
    told = {
        "here": "report", "ground": ground, "page": what_if(ground, tried),
        "report_id": _report_id(ground), "venture": found.venture.name, "tried": tried,
        "form": KeepForm(initial={"name": data.get("name", "")}), "dropped": "drop" in data,
        "choices": choices(ground, tried, data.get("find", "")), "address": request.path, **values,
    }  # fmt: skip
    asks = request.htmx and request.method == "POST" and status == 200
    template = "what_if" if not asks else "_all" if data.get("do") == "find" else "_desk"
    return founder_page(request, f"report/what_if/{template}", found, status=status, **told)


def _report_id(ground: Ground) -> uuid.UUID | None:
    return ground.report.pk if ground.report is not None else None


# ---------------------------------------------------------------- scenarios


@login_not_required
@require_POST
def keep(request: ActorRequest, report: uuid.UUID) -> HttpResponse:
    """Keep what is changed as a scenario, under a name."""
    ground = ground_of_report(request, report)
    if not ground.assessment.may_write or ground.report is None:
        raise PermissionDenied
    count_write(request, ground.assessment.venture_id)
    tried = read_tried(ground, request.POST)
    form = KeepForm(request.POST)
    if tried.problems or not form.is_valid():
        return _shown(request, ground, tried, form=form, status=422)
    try:
        with still_writing(venture=ground.assessment.venture_id, by=request.actor):
            made = keep_scenario(
                submission=ground.report.submission_id,
                name=form.cleaned_data["name"],
                changes=tried.changes,
                by=request.actor.user_id,
                at=timezone.now(),
            )
    except ScenarioRefused as refused:
        form.add_error("name", str(refused))
        return _shown(request, ground, tried, form=form, status=422)
    messages.success(request, _("The scenario is kept. Everybody of your venture can open it."))
    return redirect("scenario", assessment=ground.assessment.pk, scenario=made.pk)


@login_not_required
@require_safe
def scenarios(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Every scenario of the venture beside the result that it was tried on."""
    found = visible(request, assessment)
    newest = newest_sent(request.actor, found.venture_id)
    rows = scenarios_of(request.actor, found.venture_id)
    return founder_page(
        request,
        "report/what_if/scenarios",
        found,
        here="report",
        venture=found.venture.name,
        rows=list(listed(rows, newest[1] if newest else None)),
        newest=newest[0] if newest else None,
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def scenario(request: ActorRequest, assessment: uuid.UUID, scenario: uuid.UUID) -> HttpResponse:
    """A scenario beside the real result; renaming and deleting it."""
    found = writable(request, assessment) if request.method == "POST" else None
    found = found or visible(request, assessment)
    one = get_object_or_404(
        scenarios_of(request.actor, found.venture_id).select_related("submission__report"),
        pk=scenario,
    )
    form = NameForm(
        request.POST if request.method == "POST" else None,
        initial={"name": one.name},
        auto_id="rename-%s",
    )
    if request.method == "POST" and request.POST.get("do") == "delete":
        with still_writing(venture=found.venture_id, by=request.actor):
            delete_scenario(scenario=one)
        messages.success(request, _("The scenario is deleted."))
        return redirect("scenarios", assessment=found.pk)
    if request.method == "POST" and _renamed(request, one, form):
        messages.success(request, _("The scenario has its new name."))
        return redirect("scenario", assessment=found.pk, scenario=one.pk)
    return _scenario_page(request, one, form)


def _renamed(request: ActorRequest, scenario: Scenario, form: NameForm) -> bool:
    if not form.is_valid():
        return False
    venture = scenario.submission.assessment.venture_id
    try:
        with still_writing(venture=venture, by=request.actor):
            rename_scenario(scenario=scenario, name=form.cleaned_data["name"])
    except ScenarioRefused as refused:
        form.add_error("name", str(refused))
        return False
    return True


def _scenario_page(request: ActorRequest, one: Scenario, form: NameForm) -> HttpResponse:
    ground = ground_of_report(request, one.submission.report.pk)
    newest = newest_sent(request.actor, ground.assessment.venture_id)
    kept = kept_of(one, newest[1] if newest else None)
    status = 422 if request.method == "POST" else 200
    return _shown(
        request, ground, of_changes(ground, one.changes), status=status, kept=kept, rename=form,
        newest=newest[0] if newest else None,
    )  # fmt: skip
