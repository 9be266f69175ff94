"""The persona run: how the fictitious ventures come out under a draft, differences first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from questionnaire.bank.actions import EditionRefused
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.workshop.findings import findings_page
from questionnaire.workshop.frame import (
    EditionPages,
    Link,
    Rows,
    band_or_none,
    edition_for,
    on_word,
    page,
    path_word,
    rows_of,
)
from questionnaire.workshop.outcomes import BandOutcome, Decider, Outcome, outcomes
from questionnaire.workshop.queries import opened, scorable


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
    """What weighs: of what, where it is mended, and how many points."""

    of: str
    link: Link
    points: str


@dataclass(frozen=True, slots=True)
class PersonaRow:
    """One persona as the page tells it."""

    link: Link
    venture: str
    expected: str
    path: str
    path_differs: bool
    lead: str
    bands: tuple[Band, ...]
    problems: tuple[str, ...]
    decides: tuple[Decides, ...]


def urls(pages: EditionPages) -> list[URLPattern]:
    """The address of this module, for the edition's own."""
    view = pages.admin_site.admin_view(personas)
    return [path("<uuid:pk>/personas/", view, {"pages": pages}, "questionnaire_edition_personas")]


@require_safe
def personas(request: HttpRequest, pk: str, pages: EditionPages) -> HttpResponse:
    """Every persona, scored by the edition's content as it stands."""
    edition = edition_for(request, pages, pk)
    try:
        content = scorable(edition, personas=True)
    except EditionRefused as refused:
        return findings_page(request, edition, refused.findings)
    tongue, rows = tongue_of(opened(edition, content)), rows_of(edition)
    found = outcomes(content)
    return page(
        request,
        pages,
        "personas",
        edition=edition,
        differing=[_row(tongue, rows, one) for one in found if one.differs],
        expected=[_row(tongue, rows, one) for one in found if not one.differs],
    )


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
    return Decides(of, link, tongue.figure(one.points, 1, signed=True))
