"""A decision written down, with what would reopen it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.assessment.entry import sent_number
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import writable
from questionnaire.decision.actions import Overtaken, Wording, record_decision
from questionnaire.decision.form_page import (
    first_values,
    first_wires,
    form_page,
    has_test,
    other_paths,
    supported,
    with_test,
)
from questionnaire.decision.forms import DecisionForm, Wires, read_wires
from questionnaire.decision.models import Decision
from questionnaire.decision.queries import standing_of
from questionnaire.decision.views.beginning import decision_page, ground_of
from questionnaire.decision.walk_page import Ground
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest


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
    ground = ground_of(request, found)
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
    return decision_page(
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
