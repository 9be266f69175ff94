"""The action plan: all of it, one action with its log, and actions of one's own."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.assessment.entry import sent_id, sent_number
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import founder_page, visible, writable
from questionnaire.people.actions import still_writing
from questionnaire.people.actor import ActorRequest
from questionnaire.report.plan.actions import (
    Overtaken,
    Planned,
    add_own,
    change_plan,
    planned_of,
    take_on,
)
from questionnaire.report.plan.forms import PlanForm, initial_of
from questionnaire.report.plan.models import PlanItem
from questionnaire.report.plan.page import Advised, advised_by, log_of, plan_page, row_of, words_of
from questionnaire.report.plan.queries import changes_of, items_of, members_of, newest_report


@login_not_required
@require_safe
def plan(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """Every action: to do, proposed by the newest report, and settled."""
    found = visible(request, assessment)
    report = newest_report(request.actor, found.venture_id)
    items = items_of(request.actor, found.venture_id)
    page = plan_page(items, advised_by(report), timezone.localdate())
    report_id = report.pk if report else None
    return _page(request, "plan", found, page=page, report_id=report_id, may_change=found.may_write)


def _page(
    request: ActorRequest, template: str, found: Assessment, *, status: int = 200, **values: Any
) -> HttpResponse:
    told = {"here": "report", "venture": found.venture.name, **values}
    return founder_page(request, f"report/plan/{template}", found, status=status, **told)


# ---------------------------------------------------------------- one action


@dataclass(frozen=True, slots=True)
class _Desk:
    """An action opened: item is None while it is only proposed."""

    request: ActorRequest
    found: Assessment
    name: str
    advised: Advised
    item: PlanItem | None
    members: Sequence[tuple[int, str]]

    @property
    def words(self) -> tuple[str, str]:
        if self.item is None:
            return self.advised.words(self.name)
        return words_of(self.item, self.advised)

    def form(self, *given: Any) -> PlanForm:
        stands = planned_of(self.item) if self.item is not None else Planned()
        own = self.item is not None and not self.item.action
        owners = self.members
        if stands.owner_id and stands.owner_id not in dict(owners):  # who left stays named
            owners = [*owners, (stands.owner_id, str(self.item.owner))]  # type: ignore[union-attr]
        return PlanForm(*given, members=owners, own=own, initial=initial_of(stands))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: ActorRequest, assessment: uuid.UUID, item: str) -> HttpResponse:
    """One action, by the bank's key or by its own name: how it stands, changing it, its log."""
    found = writable(request, assessment) if request.method == "POST" else None
    found = found or visible(request, assessment)
    desk = _open(request, found, item)
    if request.method != "POST":
        return _item_page(desk, desk.form())
    form = desk.form(request.POST)
    if not form.is_valid():
        return _item_page(desk, form, status=422)
    try:
        with still_writing(venture=found.venture_id, by=request.actor):
            _write(desk, form.planned())
    except Overtaken:
        return _item_page(_open(request, found, item), form, overtaken=True, status=409)
    messages.success(request, _("The plan is changed."))
    return redirect("plan", assessment=found.pk)


def _open(request: ActorRequest, found: Assessment, name: str) -> _Desk:
    """The action of this name; 404 where neither the plan nor the newest report has it."""
    advised = advised_by(newest_report(request.actor, found.venture_id))
    rows = items_of(request.actor, found.venture_id)
    item = next((one for one in rows if name in (one.action or None, str(one.pk))), None)
    if item is None and name not in advised.keys:
        raise Http404
    return _Desk(request, found, name, advised, item, members_of(request.actor, found.venture_id))


def _write(desk: _Desk, planned: Planned) -> None:
    """Take on or change, on what the page showed. Raises Overtaken."""
    base, by, at = desk.request.POST.get("base", ""), desk.request.actor.user_id, timezone.now()
    if desk.item is not None:
        change_plan(item=desk.item, base=sent_number(base), planned=planned, by=by, at=at)
        return
    assert desk.advised.edition is not None  # noqa: S101 - only a report proposes
    take_on(
        venture=desk.found.venture_id, action=desk.name, edition=desk.advised.edition,
        planned=planned, by=by, at=at,
    )  # fmt: skip


def _item_page(
    desk: _Desk, form: PlanForm, *, overtaken: bool = False, status: int = 200
) -> HttpResponse:
    text, done_when = desk.words
    changes = changes_of(desk.request.actor, desk.item) if desk.item is not None else []
    today = timezone.localdate()
    return _page(
        desk.request,
        "item",
        desk.found,
        name=desk.name,
        text=text,
        done_when=done_when,
        form=form,
        row=row_of(desk.item, desk.advised, today) if desk.item is not None else None,
        base=desk.item.version if desk.item is not None else 0,
        log=log_of(changes),
        overtaken=overtaken,
        may_write=desk.found.may_write,
        status=status,
    )


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """An action of one's own; the form names it, so that sent twice it is added once."""
    found = writable(request, assessment)
    members = members_of(request.actor, found.venture_id)
    if request.method != "POST":
        form = PlanForm(members=members, own=True, initial=initial_of(Planned()))
        return _page(request, "add", found, form=form, id=uuid.uuid4())
    form = PlanForm(request.POST, members=members, own=True)
    name = sent_id(request.POST.get("id", "")) or uuid.uuid4()
    if not form.is_valid():
        return _page(request, "add", found, form=form, id=name, status=422)
    try:
        with still_writing(venture=found.venture_id, by=request.actor):
            add_own(
                venture=found.venture_id, id=name, planned=form.planned(),
                by=request.actor.user_id, at=timezone.now(),
            )  # fmt: skip
    except Overtaken:  # the name is another's, which no form of ours says
        return _page(request, "add", found, form=form, id=uuid.uuid4(), status=409)
    messages.success(request, _("The action is added."))
    return redirect("plan", assessment=found.pk)
