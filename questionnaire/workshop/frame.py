"""What the workshop's own pages share: who may open them, their frame, and the words of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from questionnaire.bank.models import Edition, Path, Persona, Question
from questionnaire.report.narrative.standing import band_word, posture_name
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.workshop.access import desk_page, must_edit
from questionnaire.workshop.movements import LEAN

EditionPages: TypeAlias = "admin.ModelAdmin[Edition]"


def edition_for(request: HttpRequest, pages: EditionPages, pk: object) -> Edition:
    """The edition, for an editor."""
    must_edit(request)
    return get_object_or_404(Edition.objects.select_related("based_on"), pk=pk)


def page(request: HttpRequest, pages: EditionPages, name: str, **more: Any) -> HttpResponse:
    """A page in the admin's frame."""
    return desk_page(request, name, opts=pages.opts, **more)


def address(name: str, edition: Edition) -> str:
    """One of these pages of an edition."""
    return reverse(f"admin:questionnaire_edition_{name}", args=[edition.pk])


@dataclass(frozen=True, slots=True)
class Link:
    """A row of the edition by its key; no address where there is none (any more)."""

    key: str
    address: str


@dataclass(frozen=True, slots=True)
class Rows:
    """Where an edition's questions, paths and personas are mended: key -> id."""

    questions: Mapping[str, int]
    paths: Mapping[str, int]
    personas: Mapping[str, int]

    def question(self, key: str) -> Link:
        return _link("question", key, self.questions.get(key))

    def requirement(self, name: str) -> Link:
        """A requirement (``path.key``) is mended on its path's page."""
        return _link("path", name, self.paths.get(name.partition(".")[0]))

    def persona(self, key: str) -> Link:
        return _link("persona", key, self.personas.get(key))


def rows_of(edition: Edition) -> Rows:
    """Three queries."""
    return Rows(
        dict(Question.objects.filter(category__edition=edition).values_list("key", "pk")),
        dict(Path.objects.filter(edition=edition).values_list("key", "pk")),
        dict(Persona.objects.filter(edition=edition).values_list("key", "pk")),
    )


def _link(model: str, key: str, pk: int | None) -> Link:
    where = reverse(f"admin:questionnaire_{model}_change", args=[pk]) if pk is not None else ""
    return Link(key, where)


def path_word(tongue: Tongue, key: str) -> str:
    """A path's name; its key where the draft has it no more."""
    if not key:
        return _("no path yet")
    known = {one.key: str(one.name) for one in tongue.texts.paths}
    return known.get(key, key)


def band_or_none(tongue: Tongue, band: str) -> str:
    """A band in one word; a dash where none is expected."""
    return band_word(tongue, band) if band else "-"


def on_word(tongue: Tongue, on: str) -> str:
    """What points are of: a posture or the lean."""
    return _("Lean") if on == LEAN else posture_name(tongue, on)
