"""Publishing: the change note, the effect, and where that is large a second editor."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.bank.actions import (
    EditionRefused,
    ask_to_publish,
    export_edition,
    publish,
)
from questionnaire.bank.approval import (
    effect_of,
    is_large,
    must_be_draft,
    something_was_sent,
    wish_for,
)
from questionnaire.bank.canonical import content_hash
from questionnaire.bank.models import Edition
from questionnaire.bank.refused import EffectNeeded
from questionnaire.vocabulary import EditionStatus
from questionnaire.workshop.findings import findings_page
from questionnaire.workshop.forms import PublishForm
from questionnaire.workshop.frame import EditionPages, address, edition_for, page
from questionnaire.workshop.rows import editor
from questionnaire.workshop.tools import outdated_in

DRAFT_KEY = re.compile(r"-draft(-\d+)?$")


def urls(pages: EditionPages) -> list[URLPattern]:
    """The address of this module, for the edition's own."""
    view = pages.admin_site.admin_view(publishing)
    return [path("<uuid:pk>/publish/", view, {"pages": pages}, "questionnaire_edition_publish")]


@require_http_methods(["GET", "HEAD", "POST"])
def publishing(request: HttpRequest, pk: str, pages: EditionPages) -> HttpResponse:
    """What stands before publishing a draft, and publishing it."""
    return publishing_of(request, pages, edition_for(request, pages, pk))


def publishing_of(request: HttpRequest, pages: EditionPages, edition: Edition) -> HttpResponse:
    """The same for an edition that was found already."""
    try:
        if request.method == "POST" and "confirm" in request.POST:
            return _publish(request, pages, edition, note=_wished_note(edition))
        said = any(name.startswith("note_") for name in request.POST)
        form = PublishForm(request.POST if said else None, language=edition.main_language)
        if not form.is_valid():
            return _ask(request, pages, edition, form)
        if "ask" in request.POST:
            return _wish(request, pages, edition, note=form.cleaned_data["note"])
        return _publish(request, pages, edition, note=form.cleaned_data["note"])
    except EffectNeeded as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(address("effect", edition))
    except EditionRefused as refused:
        if refused.findings:
            return findings_page(request, edition, refused.findings)
        messages.error(request, str(refused))
        draft = edition.status == EditionStatus.DRAFT
        return HttpResponseRedirect(address("publish" if draft else "change", edition))


def _publish(
    request: HttpRequest, pages: EditionPages, edition: Edition, *, note: Mapping[str, str]
) -> HttpResponse:
    with transaction.atomic():  # the workshop's own list tells of it, or it has not happened
        publish(edition=edition, note=note, at=timezone.now(), by=editor(request))
        pages.log_change(request, edition, _("Published."))
    messages.success(request, _("%s is published.") % edition.key)
    return HttpResponseRedirect(reverse("admin:questionnaire_edition_changelist"))


def _wish(
    request: HttpRequest, pages: EditionPages, edition: Edition, *, note: Mapping[str, str]
) -> HttpResponse:
    with transaction.atomic():
        ask_to_publish(edition=edition, note=note, by=editor(request), at=timezone.now())
        pages.log_change(request, edition, _("Asked for publishing."))
    messages.success(request, _("Another editor can now confirm it on this page."))
    return HttpResponseRedirect(address("publish", edition))


def _wished_note(edition: Edition) -> Mapping[str, str]:
    """The note of the wish that is confirmed; publishing itself checks all else."""
    wish = wish_for(edition, content_hash(export_edition(edition).document()))
    if wish is None:
        raise EditionRefused(_("The draft was changed meanwhile. Look at it and try again."))
    noted: Mapping[str, str] = wish.note
    return noted


def _ask(
    request: HttpRequest, pages: EditionPages, edition: Edition, form: PublishForm
) -> HttpResponse:
    """The page before publishing; it says what is known and what is still needed."""
    must_be_draft(edition)
    now = content_hash(export_edition(edition).document())
    sent, run = something_was_sent(), effect_of(edition, now)
    large = sent and run is not None and is_large(run)
    wish = wish_for(edition, now) if large else None
    return page(
        request,
        pages,
        "publish",
        edition=edition,
        form=form,
        sent=sent,
        run=run,
        large=large,
        wish=wish,
        mine=wish is not None and wish.by_id == editor(request).pk,
        outdated=sorted(outdated_in(edition).items()),
        draft_key=DRAFT_KEY.search(edition.key) is not None,
        same_title=_with_the_same_title(edition),
    )


def _with_the_same_title(edition: Edition) -> str:
    """The key of another published edition that founders would take this one for, or nothing."""
    others = Edition.objects.exclude(pk=edition.pk).exclude(status=EditionStatus.DRAFT)
    titles = others.order_by("-published_at").values_list("key", "title")
    mine = set(edition.title.values())
    return next((key for key, title in titles if mine & set(title.values())), "")
