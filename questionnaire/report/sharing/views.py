"""Links to a report: the founder's page of them, and what whoever opens one sees."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fmassess.headers import for_readers_only
from questionnaire.assessment.joined import joined
from questionnaire.assessment.models import Assessment
from questionnaire.assessment.views.arriving import hand_over_once, shown_once
from questionnaire.assessment.views.finding import founder_page, visible, writable
from questionnaire.people.actor import ActorRequest, read_shares, remember_shares
from questionnaire.people.limits import spend
from questionnaire.people.models import Venture
from questionnaire.report.intake import notes_of_snapshot
from questionnaire.report.kept import fill, notes_told, read_text
from questionnaire.report.models import Report, ReportLink
from questionnaire.report.sharing.actions import (
    TooManyLinks,
    TooManyTries,
    WrongPassphrase,
    end_link,
    link_of,
    make_link,
    open_link,
)
from questionnaire.report.sharing.forms import LinkForm, PassphraseForm
from questionnaire.report.sharing.page import links_page, report_choices

MADE = "fmassess-shared"

# ---------------------------------------------------------------- the founder's side


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_links(request: ActorRequest, assessment: uuid.UUID) -> HttpResponse:
    """The links to the venture's reports, and when they were opened; a POST makes one."""
    if request.method != "POST":
        return _page(request, visible(request, assessment))
    found = writable(request, assessment)
    form = LinkForm(request.POST, reports=report_choices(request.actor, found))
    if not form.is_valid():
        return _page(request, found, form=form)
    said = form.cleaned_data
    reports = Report.objects.visible_to(request.actor).select_related("submission__assessment")
    try:
        issued = make_link(
            report=reports.get(pk=said["report"]), label=said["label"], lasts=form.lasts,
            passphrase=said["passphrase"], with_notes=said["notes"], by=request.actor,
            at=timezone.now(),
        )  # fmt: skip
    except Venture.DoesNotExist:  # no writer any more
        raise PermissionDenied from None
    except TooManyLinks:
        form.add_error(None, _("Too many links are open already. End one first."))
        return _page(request, found, form=form)
    response = redirect("report-links", assessment=found.pk)
    hand_over_once(response, MADE, found.venture_id, issued.token)
    return response


def _page(
    request: ActorRequest, found: Assessment, *, form: LinkForm | None = None
) -> HttpResponse:
    def page(token: str) -> HttpResponse:
        address = reverse("shared-link", args=[token]) if token else ""
        reports = report_choices(request.actor, found)
        return founder_page(
            request,
            "report/links",
            found,
            page=links_page(request.actor, found),
            form=form or LinkForm(initial={"report": request.GET.get("report")}, reports=reports),
            problems=form,
            sent=bool(reports),
            report_id=reports[0][0] if reports else None,
            joined=joined(found),
            link=request.build_absolute_uri(address) if token else "",
            here="report",
        )

    return shown_once(request, MADE, found.venture_id, page)


@login_not_required
@require_POST
def end_report_link(request: ActorRequest, assessment: uuid.UUID, link: uuid.UUID) -> HttpResponse:
    """End a link, at once and for good."""
    found = writable(request, assessment)
    links = ReportLink.objects.visible_to(request.actor).filter(grant__venture_id=found.venture_id)
    try:
        end_link(link=get_object_or_404(links, pk=link), by=request.actor, at=timezone.now())
    except ReportLink.DoesNotExist:  # no writer any more
        raise PermissionDenied from None
    messages.success(request, _("The link has ended. Whoever opens it now finds nothing."))
    return redirect("report-links", assessment=found.pk)


# ---------------------------------------------------------------- the reader's side


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_link(request: ActorRequest, token: str) -> HttpResponse:
    """A link to a report: looking spends and counts nothing, the button opens it."""
    link = link_of(token=token, at=timezone.now())
    if link is None:
        return _door(request, status=404, ended=True)
    if request.method != "POST":
        return _door(request, form=PassphraseForm() if link.passphrase else None)
    spend(request, "opening", link.pk)
    return _open(request, token, asks=bool(link.passphrase))


def _open(request: ActorRequest, token: str, *, asks: bool) -> HttpResponse:
    form = PassphraseForm(request.POST)
    if asks and not form.is_valid():
        return _door(request, form=form)
    passphrase = form.cleaned_data["passphrase"] if asks else ""
    try:
        opened = open_link(token=token, passphrase=passphrase, at=timezone.now())
    except WrongPassphrase:
        form.add_error("passphrase", _("This is not the passphrase. Capitals and spaces count."))
        return _door(request, form=form)
    except TooManyTries:
        form.add_error(None, _("Too many wrong passphrases. Wait an hour, then try again."))
        return _door(request, form=form, status=429)
    if opened is None:
        return _door(request, status=404, ended=True)
    response = redirect("shared-report", link=opened.pk)
    remember_shares(response, [opened.grant_id, *read_shares(request)])
    return response


def _door(
    request: ActorRequest,
    *,
    form: PassphraseForm | None = None,
    status: int = 200,
    ended: bool = False,
) -> HttpResponse:
    """The page in front of a report; it names neither venture nor report."""
    context = {"here": "", "form": form, "ended": ended, "stay": request.path}
    page = render(request, "report/shared_link.html", context, status=status)
    # Only the site's name goes on as referrer, never the token. "no-referrer" would also take the
    # Origin from the button's request, which the forgery check needs.
    page["Referrer-Policy"] = "strict-origin"
    for_readers_only(page)
    return page


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared_report(request: ActorRequest, link: uuid.UUID) -> HttpResponse:
    """The report of a link that was opened in this browser, and nothing else of its venture; a
    POST closes it here."""
    opened = ReportLink.objects.opened_by(request.actor)
    found = get_object_or_404(
        opened.select_related("grant", "report__submission__assessment__venture"), pk=link
    )
    if request.method == "POST":
        response = redirect("landing")
        remember_shares(response, [one for one in read_shares(request) if one != found.grant_id])
        return response
    page = render(request, "report/shared_report.html", _report(found))
    for_readers_only(page)
    return page


def _report(found: ReportLink) -> dict[str, Any]:
    """The kept words without what changed since an earlier revision, which was shown to nobody."""
    submission, venture = found.report.submission, found.report.submission.assessment.venture
    notes = notes_told(notes_of_snapshot(submission.answers)) if found.with_notes else {}
    words = read_text(found.report, translation.get_language() or "en")
    return {
        "page_title": _("Report for %(venture)s") % {"venture": venture.name},
        "body": fill(words, notes, without=["since"]),
        "report_id": found.report_id,
        "venture": venture.name,
        "with_notes": found.with_notes,
        "until": found.grant.expires_at,
        "here": "",
        "link_id": found.pk,
    }
