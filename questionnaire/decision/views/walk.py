"""The decision walk: seven steps, then the six paths side by side."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.assessment.entry import sent_number
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import visible, writable
from questionnaire.decision.actions import Overtaken, conclude
from questionnaire.decision.forms import ConclusionForm
from questionnaire.decision.queries import conclusions_of, standing_of
from questionnaire.decision.record_page import notice_of
from questionnaire.decision.steps import KEYS, STEPS
from questionnaire.decision.views.beginning import decision_page, ground_of
from questionnaire.decision.walk_page import Ground, compare_page, step_page, step_rows
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest


@login_not_required
@require_safe
def decide(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """The beginning: seven steps, then the comparison; and what stands already."""
    found = visible(request, assessment)
    ground = ground_of(request, found)
    if ground is None:
        return decision_page(request, "not_yet", found)
    stands = standing_of(request.actor, found.venture_id)
    return decision_page(
        request,
        "decide",
        found,
        ground=ground.report,
        rows=step_rows(ground, conclusions_of(request.actor, found.venture_id)),
        stands=notice_of(stands, today=timezone.localdate()) if stands else None,
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: ActorRequest, assessment: uuid.UUID, step: str) -> HttpResponse:
    """One step: its question, what bears on it, and what the founder concludes."""
    if step not in KEYS:
        raise Http404
    found = writable(request, assessment) if request.method == "POST" else None
    found = found or visible(request, assessment)
    ground = ground_of(request, found)
    if ground is None:
        return redirect("decide", assessment=found.pk)
    if request.method == "POST":
        return _conclude(request, found, ground, step)
    return _step_page(request, found, ground, step)


def _conclude(request: ActorRequest, found: Assessment, ground: Ground, step: str) -> HttpResponse:
    form = ConclusionForm(request.POST)
    if not form.is_valid():
        return _step_page(request, found, ground, step, form=form, status=422)
    try:
        with still_writing(venture=found.venture_id, by=request.actor):
            conclude(
                venture=found.venture_id, step=step, text=form.cleaned_data["text"],
                base=sent_number(request.POST.get("base", "")),
                by=request.actor.user_id, at=timezone.now(),
            )  # fmt: skip
    except Overtaken:
        return _step_page(request, found, ground, step, form=form, overtaken=True, status=409)
    return redirect(_following(found, step))


def _following(found: Assessment, step: str) -> str:
    place = KEYS.index(step) + 1
    if place == len(KEYS):
        return reverse("decide-compare", args=[found.pk])
    return reverse("decide-step", args=[found.pk, KEYS[place]])


def _step_page(
    request: ActorRequest,
    found: Assessment,
    ground: Ground,
    step: str,
    *,
    form: ConclusionForm | None = None,
    overtaken: bool = False,
    status: int = 200,
) -> HttpResponse:
    stands = conclusions_of(request.actor, found.venture_id).get(step)
    text = stands.text if stands else ""
    return decision_page(
        request,
        "step",
        found,
        page=step_page(ground, STEPS[KEYS.index(step)]),
        changes=_answers_of(found, ground),
        form=form or ConclusionForm(initial={"text": text}),
        stands=text,
        base=stands.version if stands else 0,
        overtaken=overtaken,
        may_write=found.may_write,
        following=_following(found, step),
        status=status,
    )


def _answers_of(found: Assessment, ground: Ground) -> uuid.UUID | None:
    """Where this reader can change the answers of the walk; None for those who only read, and
    while the venture goes on elsewhere."""
    submission = ground.report.submission
    own = submission.assessment_id == found.pk and found.left_for_id is None
    return submission.assessment_id if own and found.may_write else None


@login_not_required
@require_safe
def compare(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """The six paths, what would flip them, the stress test; and the choice."""
    found = visible(request, assessment)
    ground = ground_of(request, found)
    if ground is None:
        return redirect("decide", assessment=found.pk)
    concluded = conclusions_of(request.actor, found.venture_id)
    return decision_page(
        request,
        "compare",
        found,
        rows=[row for row in step_rows(ground, concluded) if row.concluded],
        may_write=found.may_write,
        **compare_page(ground),
    )
