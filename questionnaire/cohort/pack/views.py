"""Asking for the PDFs of a cohort's page, seeing how far they are, fetching them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from fmassess.faults import is_erased_meanwhile
from fmassess.headers import for_readers_only
from questionnaire.cohort.actions import record_openings
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.pack.actions import (
    KEPT,
    MOST,
    NothingToPack,
    TooManyVentures,
    ask_for_pack,
)
from questionnaire.cohort.pack.models import Pack
from questionnaire.cohort.pack.zipped import Handed, handed_out, zipped
from questionnaire.cohort.standing.keyset import in_order
from questionnaire.cohort.standing.page import asked_of
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.reading import chosen_round, standings
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import one_export_at_a_time, spend
from questionnaire.vocabulary import EnrolmentState, RunState

HERE = {"here": "cohorts", "member": True}


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_packs(request: ActorRequest, cohort: UUID) -> HttpResponse:
    """One's own packs of a cohort; a POST with the query of its page asks for one."""
    visible = Cohort.objects.visible_to(request.actor).select_related("accelerator")
    found = get_object_or_404(visible, pk=cohort)
    if request.method == "POST":
        return _ask(request, found)
    rows = Pack.objects.visible_to(request.actor).filter(cohort=found)
    packs = [
        {
            "id": one.pk, "state": one.state, "done": one.done, "all": len(one.ventures),
            "asked_at": one.asked_at, "until": one.asked_at + KEPT,
        }
        for one in rows
    ]  # fmt: skip
    waits = any(one["state"] == RunState.WAITING for one in packs)
    template = "cohort/_packs.html" if request.htmx else "cohort/packs.html"
    context = {"cohort_id": found.pk, "name": found.name, "packs": packs, "waits": waits}
    return render(request, template, HERE | context)


def _ask(request: ActorRequest, found: Cohort) -> HttpResponse:
    spend(request, "pack", f"{request.actor.user_id}")
    order = places(found.edition_id)
    asked = asked_of(request.GET, order, found.required)
    rows = standings(found, chosen_round(found, asked)).matching(asked.filters, order)
    sent = in_order(rows.filter(state=EnrolmentState.SUBMITTED), asked.order)
    ventures = list(sent.values_list("enrolment_id", flat=True)[: MOST + 1])
    try:
        ask_for_pack(
            cohort=found, ventures=ventures, language=translation.get_language() or "en",
            by=request.actor, at=timezone.now(),
        )  # fmt: skip
    except Cohort.DoesNotExist:  # no member any more
        raise Http404 from None
    except TooManyVentures:
        messages.error(
            request,
            _("A pack holds %(most)s ventures. Narrow the page by its filters, then ask again.")
            % {"most": MOST},
        )
    except NothingToPack:
        messages.error(request, _("None of these ventures has sent anything yet."))
    return redirect("cohort-packs", cohort=found.pk)


@require_GET
@one_export_at_a_time
def cohort_pack(request: ActorRequest, cohort: UUID, pack: UUID) -> HttpResponseBase:
    """A pack that is made, without those that share something else since. Each fetch of it is a
    look at every venture in it, recorded before it is given."""
    mine = Pack.objects.visible_to(request.actor).filter(cohort=cohort, state=RunState.DONE)
    found = get_object_or_404(mine.select_related("cohort"), pk=pack)
    spend(request, "pack_file", f"{request.actor.user_id}")
    try:
        handed = _recorded(request, found)
    except IntegrityError as fault:
        if not is_erased_meanwhile(fault):
            raise
        handed = _recorded(request, found)  # the others; a second in that moment is a 404
    name = slugify(found.cohort.name)[:40].strip("-") or "cohort"
    answer = FileResponse(
        zipped(found, handed), content_type="application/zip", as_attachment=True,
        filename=f"{name}-{len(handed)}-reports.zip",
    )  # fmt: skip
    answer["X-Row-Count"] = str(len(handed))
    for_readers_only(answer)
    return answer


def _recorded(request: ActorRequest, found: Pack) -> list[Handed]:
    """What may be handed out, each written down as read; nothing is where one of them was erased
    between the two."""
    handed = handed_out(found)
    record_openings(
        cohort=found.cohort, read=[(one.enrolment, one.report) for one in handed],
        by=request.actor, at=timezone.now(),
    )  # fmt: skip
    return handed
