"""The editors' desk: what stands in the way of a draft, and its rows moved up and down."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from questionnaire.bank.editing import move_row
from questionnaire.bank.kinds import edition_of
from questionnaire.bank.refused import EditionRefused
from questionnaire.people.actor import ActorRequest
from questionnaire.workshop.access import desk_page, edition_or_404, editors_only, note_change
from questionnaire.workshop.findings import groups_of, here_first, lint_of
from questionnaire.workshop.rows import editor
from questionnaire.workshop.tools import HELD

MOVABLE = {model._meta.model_name: model for held in HELD.values() for model, _column in held}
WAYS = {"up": -1, "down": 1}


@require_safe
@editors_only
def findings(request: ActorRequest, edition: uuid.UUID) -> HttpResponse:
    """What lint finds, by part; with ``row`` that row's own findings come first.

    The draft's page fetches the same as a panel.
    """
    found = edition_or_404(edition)
    listed = lint_of(found)
    groups = groups_of(found, listed)
    model, _colon, pk = request.GET.get("row", "").partition(":")
    page = "_found" if request.htmx else "findings"
    return desk_page(
        request, page, edition=found, findings=listed, groups=groups,
        row=pk, here=here_first(groups, model, pk),
    )  # fmt: skip


@require_POST
@editors_only
def move(request: ActorRequest, model: str, row: str) -> HttpResponse:
    """Move a row of a draft up or down, and go back to where the button stood."""
    way = WAYS.get(request.POST.get("way", ""))
    if model not in MOVABLE or way is None or not row.isdigit() or len(row) > 18:
        raise Http404
    found = get_object_or_404(MOVABLE[model], pk=row)
    edition = edition_of(found)
    if edition is None:
        raise Http404
    try:
        moved = move_row(edition=edition, row=found, way=way, by=editor(request), at=timezone.now())
    except EditionRefused as refused:
        messages.error(request, str(refused))
    else:
        if moved:
            note_change(request, found, _("Moved."))
            messages.success(request, _("%(key)s was moved.") % {"key": found})
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        return redirect("admin:questionnaire_edition_change", edition.pk)
    return redirect(back)
