"""The persona run: how the fictitious ventures come out under a draft, differences first, each of
which can be accepted by its name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.bank.actions import EditionRefused
from questionnaire.bank.content import Content
from questionnaire.bank.editing import accept_outcome
from questionnaire.bank.models import Edition
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue, path_name
from questionnaire.report.page import tongue_of
from questionnaire.vocabulary import EditionStatus
from questionnaire.workshop.findings import findings_page
from questionnaire.workshop.frame import (
    EditionPages,
    Link,
    Rows,
    address,
    band_or_none,
    edition_for,
    on_word,
    page,
    path_word,
    rows_of,
)
from questionnaire.workshop.outcomes import BandOutcome, Decider, Outcome, outcomes
from questionnaire.workshop.queries import opened, scorable
from questionnaire.workshop.rows import editor


@dataclass(frozen=True, slots=True)
class Band:
    """A posture's band as expected and as it came out, in words."""

    posture: str
    expected: str
    actual: str
    score: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Decides:
    """What weighs: of what, where it is mended, what it asks (or whose path it is of), and how
    many points."""

    of: str
    link: Link
    words: str
    points: str


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """One persona as the page tells it. mark: of the outcome that is shown, for accepting it."""

    link: Link
    venture: str
    expected: str
    path: str
    path_differs: bool
    lead: str
    bands: tuple[Band, ...]
    problems: tuple[str, ...]
    decides: tuple[Decides, ...]
    mark: str


def urls(pages: EditionPages) -> list[URLPattern]:
    """The address of this module, for the edition's own."""
    view = pages.admin_site.admin_view(personas)
    return [path("<uuid:pk>/personas/", view, {"pages": pages}, "questionnaire_edition_personas")]


@require_http_methods(["GET", "HEAD", "POST"])
def personas(request: HttpRequest, pk: str, pages: EditionPages) -> HttpResponse:
    """Every persona, scored by the edition's content as it stands; POST accepts one outcome."""
    edition = edition_for(request, pages, pk)
    try:
        content = scorable(edition, personas=True)
        if request.method == "POST":
            return _accept(request, pages, edition, content)
    except EditionRefused as refused:
        if refused.findings:
            return findings_page(request, edition, refused.findings)
        messages.error(request, str(refused))
        return HttpResponseRedirect(address("personas", edition))
    tongue, rows = tongue_of(opened(edition, content)), rows_of(edition)
    found = outcomes(content)
    return page(
        request,
        pages,
        "personas",
        edition=edition,
        draft=edition.status == EditionStatus.DRAFT,
        differing=[_row(tongue, rows, one) for one in found if one.differs],
        expected=[_row(tongue, rows, one) for one in found if not one.differs],
    )


def _accept(
    request: HttpRequest, pages: EditionPages, edition: Edition, content: Content
) -> HttpResponse:
    """Accept the outcome of the persona that is named, if it still is the one that was shown."""
    key, mark = request.POST.get("persona", ""), request.POST.get("mark", "")
    shown = next((one for one in outcomes(content) if one.key == key and _mark(one) == mark), None)
    with transaction.atomic():
        done = (
            mark != ""
            and shown is not None
            and shown.accepted is not None
            and accept_outcome(
                edition=edition,
                persona=key,
                expect=shown.accepted,
                seen=next(one.expect for one in content.personas if one.key == key),
                by=editor(request),
                at=timezone.now(),
            )
        )
        if done:
            pages.log_change(request, edition, _("Outcome of %s accepted.") % key)
    if shown is not None and done:
        said = _("%(persona)s is expected to come out like that from now on.")
        messages.success(request, said % {"persona": shown.venture})
    else:
        messages.error(request, _("The draft was changed meanwhile. Look at it and try again."))
    return HttpResponseRedirect(address("personas", edition))


def _mark(one: Outcome) -> str:
    """Stands for an outcome and what was expected instead; none where it cannot be accepted."""
    if not one.differs or one.accepted is None:
        return ""
    told = f"{one.accepted.model_dump_json()} {one.problems}"
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _row(tongue: Tongue, rows: Rows, one: Outcome) -> PersonaRow:
    return PersonaRow(
        link=rows.persona(one.key),
        venture=one.venture,
        expected=path_word(tongue, one.expected),
        path=path_word(tongue, one.path),
        path_differs=one.path != one.expected,
        lead=_lead(tongue, one),
        bands=tuple(_band(tongue, band) for band in one.bands),
        problems=tuple(
            problem
            for place, problem in one.problems
            if place != "path" and not place.startswith("bands.")
        ),
        decides=tuple(_decides(tongue, rows, decider) for decider in one.deciders),
        mark=_mark(one),
    )


def _lead(tongue: Tongue, one: Outcome) -> str:
    if one.margin is None:
        return ""
    words = (
        _("leads by %(points)s points, too close to call")
        if one.close
        else _("leads by %(points)s points")
    )
    return words % {"points": tongue.figure(one.margin, 1)}


def _band(tongue: Tongue, one: BandOutcome) -> Band:
    return Band(
        posture=posture_name(tongue, one.posture),
        expected=band_or_none(tongue, one.expected),
        actual=band_or_none(tongue, one.actual),
        score="" if one.score is None else tongue.figure(one.score),
        differs=one.differs,
    )


def _decides(tongue: Tongue, rows: Rows, one: Decider) -> Decides:
    link = rows.requirement(one.requirement) if one.requirement else rows.question(one.question)
    of = on_word(tongue, one.on) if one.on else _("Lead")
    if one.requirement:
        path, _dot, must = one.requirement.partition(".")
        words = f"{path_name(tongue, path)}: {tongue.texts.requirement(path, must)}"
    else:
        words = tongue.texts.question(one.question).ask
    return Decides(of, link, words, tongue.figure(one.points, 1, signed=True))
