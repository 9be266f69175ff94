"""The decision walk, the decision written down, and its record."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.assessment.entry import sent_number
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import founder_page, visible, writable
from questionnaire.bank.queries import edition_by_id
from questionnaire.decision.actions import Overtaken, Wording, conclude, record_decision
from questionnaire.decision.form_page import (
    first_values,
    first_wires,
    form_page,
    has_test,
    other_paths,
    supported,
    with_test,
)
from questionnaire.decision.forms import (
    ConclusionForm,
    DecisionForm,
    Wires,
    read_wires,
)
from questionnaire.decision.models import Decision
from questionnaire.decision.queries import (
    conclusions_of,
    decisions_of,
    newest_report,
    reports_of,
    standing_of,
    with_tripwires,
)
from questionnaire.decision.record_page import notice_of, record_page
from questionnaire.decision.steps import KEYS, STEPS
from questionnaire.decision.walk_page import (
    Ground,
    compare_page,
    open_ground,
    step_page,
    step_rows,
)
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest


def _page(
    request: ActorRequest, template: str, found: Assessment, *, status: int = 200, **values: Any
) -> HttpResponse:
    told = {"here": "decision", "venture": found.venture.name, **values}
    return founder_page(request, f"decision/{template}", found, status=status, **told)


def _ground(request: ActorRequest, found: Assessment) -> Ground | None:
    """What the walk stands on; None while nothing was sent."""
    report = newest_report(request.actor, found.venture_id)
    return open_ground(report) if report is not None else None


# ---------------------------------------------------------------- the walk


@login_not_required
@require_safe
def decide(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """The beginning: seven steps, then the comparison; and what stands already."""
    found = visible(request, assessment)
    ground = _ground(request, found)
    if ground is None:
        return _page(request, "not_yet", found)
    stands = standing_of(request.actor, found.venture_id)
    return _page(
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
    ground = _ground(request, found)
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
    return _page(
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
    ground = _ground(request, found)
    if ground is None:
        return redirect("decide", assessment=found.pk)
    concluded = conclusions_of(request.actor, found.venture_id)
    return _page(
        request,
        "compare",
        found,
        rows=[row for row in step_rows(ground, concluded) if row.concluded],
        may_write=found.may_write,
        **compare_page(ground),
    )


# ---------------------------------------------------------------- the decision


@dataclass(frozen=True, slots=True)
class _Desk:
    """A decision being written: for which path, on what, and what stands so far."""

    request: ActorRequest
    found: Assessment
    ground: Ground
    path: str
    stands: Decision | None
    today: dt.date

    def form(self, *given: Any, **more: Any) -> DecisionForm:
        return DecisionForm(
            *given,
            paths=other_paths(self.ground, self.path),
            asks=supported(self.ground, self.path) is not None,
            today=self.today,
            **more,
        )

    @property
    def number(self) -> int:
        return self.stands.number if self.stands else 0


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide_path(request: ActorRequest, assessment: uuid.UUID, path: str) -> HttpResponse:
    """Write down a decision for one path, whichever the answers support."""
    found = writable(request, assessment)
    ground = _ground(request, found)
    if ground is None:
        return redirect("decide", assessment=found.pk)
    if path not in [one.key for one in ground.tongue.texts.paths]:
        raise Http404
    stands = standing_of(request.actor, found.venture_id)
    desk = _Desk(request, found, ground, path, stands, timezone.localdate())
    if request.method != "POST":
        name = getattr(request.user, "name", "")
        form = desk.form(initial=first_values(stands, path, name, desk.today))
        return _form_page(desk, form, first_wires(stands, ground, path))
    return _written(desk)


def _written(desk: _Desk) -> HttpResponse:
    """What a button of the form does: show a question's options, add a test, or record."""
    data = desk.request.POST
    wires = read_wires(data, desk.ground.edition.document, desk.today)
    do = data.get("do", "record")
    # A test that was chosen but not yet added is meant: recorded with the rest, never dropped.
    chosen = do == "add" or (do == "record" and has_test(data))
    missing = ""
    if chosen:
        wires, missing = with_test(wires, data, desk.ground.edition.document)
    added = chosen and not missing
    if do != "record":
        form = desk.form(initial={name: data.get(name, "") for name in desk.form().fields})
        return _form_page(desk, form, wires, missing=missing, added=added, at="watch")
    form = desk.form(data)
    if not form.is_valid() or wires.problems or missing:
        return _form_page(desk, form, wires, missing=missing, added=added, status=422)
    if data.get("report") != str(desk.ground.report.pk):
        return _form_page(desk, form, wires, newer=True, added=added, status=409)
    try:
        with still_writing(venture=desk.found.venture_id, by=desk.request.actor):
            _record(desk, form, wires)
    except Overtaken:
        fresh = replace(desk, stands=standing_of(desk.request.actor, desk.found.venture_id))
        return _form_page(fresh, form, wires, overtaken=True, added=added, status=409)
    messages.success(desk.request, _("Your decision is recorded."))
    return redirect("decision", assessment=desk.found.pk)


def _record(desk: _Desk, form: DecisionForm, wires: Wires) -> None:
    said = form.cleaned_data
    wording = Wording(
        path=desk.path,
        reason=said["reason"],
        against=said.get("against", ""),
        rejected=form.rejected(),
        decided_by=said["decided_by"],
        decided_on=said["decided_on"],
    )
    record_decision(
        report=desk.ground.report, wording=wording, watch=wires.watch, dates=wires.dates,
        base=sent_number(desk.request.POST.get("base", "")), language=get_language() or "en",
        by=desk.request.actor.user_id, at=timezone.now(),
    )  # fmt: skip


def _form_page(
    desk: _Desk, form: DecisionForm, wires: Wires, *, status: int = 200, added: bool = False,
    **values: Any,
) -> HttpResponse:  # fmt: skip
    data = desk.request.POST
    return _page(
        desk.request,
        "form",
        desk.found,
        page=form_page(desk.ground, desk.path, wires, "" if added else data.get("subject", "")),
        path=desk.path,
        form=form,
        problems=wires.problems,
        ticked=data.getlist("option"),
        op=data.get("op", ""),
        number=data.get("number", ""),
        added=added,
        report=desk.ground.report.pk,
        base=desk.number,
        stands=desk.stands,
        status=status,
        **values,
    )


# ---------------------------------------------------------------- the record


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
    return _page(
        request,
        "decision",
        found,
        page=page,
        others=[row for row in every if row[0] != wanted],
        standing=every[0][0],
        newer_report=newest != one.report_id,
        may_write=found.may_write,
    )
