"""Taking everything along: one file for machines, one to read."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.finding import writable
from questionnaire.download.everything import everything
from questionnaire.download.readable import kept_page
from questionnaire.people.actor import ActorRequest
from questionnaire.people.limits import one_export_at_a_time
from questionnaire.people.models import Venture


@login_not_required
@require_safe
@one_export_at_a_time
def download_json(request: ActorRequest, assessment: UUID) -> FileResponse:
    """All that is stored about the venture, as JSON."""
    found, at = writable(request, assessment), timezone.now()
    return FileResponse(
        everything(found.venture, at, owner=_owns(request, found), reader=request.actor),
        as_attachment=True,
        filename=_name(found.venture.name, at, "json"),
        content_type="application/json",
    )


@login_not_required
@require_safe
@one_export_at_a_time
def download_html(request: ActorRequest, assessment: UUID) -> HttpResponse:
    """The same to read: one page that opens from a disk, in the reader's language."""
    found, at = writable(request, assessment), timezone.now()
    page = kept_page(found, at, owner=_owns(request, found), reader=request.actor)
    text = render_to_string("download/kept.html", {"page": page}, request)
    name = _name(found.venture.name, at, "html")
    return HttpResponse(text, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _owns(request: ActorRequest, found: Assessment) -> bool:
    return Venture.objects.owned_by(request.actor).filter(pk=found.venture_id).exists()


def _name(venture: str, at: dt.datetime, end: str) -> str:
    """A file name that every disk takes."""
    return f"fmassess-{slugify(venture)[:40] or 'venture'}-{at:%Y-%m-%d}.{end}"
