"""The founder's page of the release plan, its files and drafts, and a record read in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fmassess.headers import for_readers_only
from questionnaire.assessment.entry import sent_number
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import founder_page, visible, writable
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest
from questionnaire.release.actions import Overtaken, save_plan
from questionnaire.release.drafts import DRAFTS, draft
from questionnaire.release.forms import Read, read_plan, values_of
from questionnaire.release.ground import Ground, first_plan, open_ground
from questionnaire.release.models import ReleasePlan
from questionnaire.release.openings import openings_of
from questionnaire.release.page import release_page
from questionnaire.release.queries import plans_of, standing_plan
from questionnaire.release.records import plan_yaml, read_record, whole_yaml
from questionnaire.scoring.release.plan import Plan, plan_of


def _language() -> str:
    return get_language() or "en"


def _as_read(plan: Plan) -> Read:
    return Read(plan, values_of(plan, _language()))


def _page(
    request: ActorRequest, found: Assessment, ground: Ground, read: Read, *, status: int = 200,
    **values: Any,
) -> HttpResponse:  # fmt: skip
    """The page of a plan as it is read, beside the one that stands. base: the version that what
    stands in the form was made from; what was typed keeps its own, or the next save would put it
    over a colleague's unseen."""
    revisions = list(plans_of(request.actor, found.venture_id).defer("plan"))
    told: Mapping[str, Any] = {
        "here": "decision",
        "venture": found.venture.name,
        "page": release_page(read.plan, ground, read.values, read.problems),
        "path": ground.path_name,
        "decided": ground.decided,
        "openings": openings_of(ground),
        "revisions": revisions,
        "stands": revisions[0] if revisions else None,
        "base": revisions[0].version if revisions else 0,
        "may_write": found.may_write,
        **values,
    }
    return founder_page(request, "release/release", found, status=status, **told)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """The plan that stands, or a first one that nobody saved; what follows; and saving it."""
    found = writable(request, assessment) if request.method == "POST" else None
    found = found or visible(request, assessment)
    if request.method != "POST" and found.left_for_id is not None:
        return _going_on(found, "release")
    ground = open_ground(request.actor, found)
    if request.method != "POST":
        return _page(request, found, ground, _as_read(_to_show(request, found, ground)))
    read = read_plan(request.POST, _language())
    base = sent_number(request.POST.get("base", ""))
    if read.problems:
        return _page(request, found, ground, read, base=base, status=422)
    if request.POST.get("do") == "look":
        return _page(request, found, ground, read, base=base, looking=True)
    return _saved(request, found, ground, read, base)


def _going_on(found: Assessment, name: str, *more: object) -> HttpResponse:
    """To the same of the assessment that the venture goes on with: a plan is read over those
    answers and no others, here and in the files of a report."""
    return redirect(name, found.left_for_id, *more)


def _to_show(request: ActorRequest, found: Assessment, ground: Ground) -> Plan:
    """The plan that stands, or the first one that is offered."""
    stands = standing_plan(request.actor, found.venture_id)
    return plan_of(stands.plan) if stands else first_plan(ground)


def _saved(
    request: ActorRequest, found: Assessment, ground: Ground, read: Read, base: int
) -> HttpResponse:
    try:
        with still_writing(venture=found.venture_id, by=request.actor):
            save_plan(
                assessment=found, plan=read.plan, base=base,
                by=request.actor.user_id, at=timezone.now(),
            )  # fmt: skip
    except Overtaken:
        return _page(request, found, ground, read, overtaken=True, status=409)
    messages.success(request, _("Your release plan is saved."))
    return redirect("release", assessment=found.pk)


@login_not_required
@require_safe
def release_earlier(request: ActorRequest, assessment: uuid.UUID, number: int) -> HttpResponse:
    """An earlier revision of the plan, to be read."""
    found = visible(request, assessment)
    if found.left_for_id is not None:
        return _going_on(found, "release-earlier", number)
    row = _revision(request, found, number)
    ground = open_ground(request.actor, found)
    return _page(request, found, ground, _as_read(plan_of(row.plan)), shown=row)


def _revision(request: ActorRequest, found: Assessment, number: int) -> ReleasePlan:
    one: ReleasePlan = get_object_or_404(plans_of(request.actor, found.venture_id), version=number)
    return one


# ---------------------------------------------------------------- files and drafts


@login_not_required
@require_safe
def release_record(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """The saved plan as a file of the Model Openness Tool: what is out, or with ``?whole`` the
    plan beside it, which is read back as it was."""
    found = visible(request, assessment)
    whole = "whole" in request.GET
    text = (whole_yaml if whole else plan_yaml)(_stands(request, found), timezone.localdate())
    name = "release-plan" if whole else "release"
    return _attached(text, "application/yaml; charset=utf-8", found, name, "yml")


@login_not_required
@require_safe
def release_draft(request: ActorRequest, assessment: uuid.UUID, draft_name: str) -> HttpResponse:
    """A draft made from the saved plan, as Markdown: model card, checklist or policy."""
    found = visible(request, assessment)
    if draft_name not in DRAFTS:
        raise Http404
    if found.left_for_id is not None:
        return _going_on(found, "release-draft", draft_name)
    text = draft(draft_name, _stands(request, found), open_ground(request.actor, found))
    return _attached(text, "text/markdown; charset=utf-8", found, draft_name, "md")


def _stands(request: ActorRequest, found: Assessment) -> Plan:
    """The plan that was saved last; files are made of nothing else."""
    row = standing_plan(request.actor, found.venture_id)
    if row is None:
        raise Http404
    return plan_of(row.plan)


def _attached(text: str, kind: str, found: Assessment, name: str, end: str) -> HttpResponse:
    answer = HttpResponse(text.encode(), content_type=kind)
    venture = slugify(found.venture.name)[:40].strip("-")
    file = "-".join(one for one in (venture, name) if one)
    answer["Content-Disposition"] = f'attachment; filename="{file}.{end}"'
    for_readers_only(answer)
    return answer


@login_not_required
@require_POST
def release_read(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """A record of the Model Openness Tool, read into the form; nothing is saved by it."""
    found = writable(request, assessment)
    ground = open_ground(request.actor, found)
    kept = _to_show(request, found, ground)
    read = read_record(request.FILES.get("record"), kept)
    if read.faults:
        return _page(request, found, ground, _as_read(kept), faults=read.faults, status=422)
    came = _as_read(read.plan)
    return _page(request, found, ground, came, came_in=True, remarks=read.remarks)
