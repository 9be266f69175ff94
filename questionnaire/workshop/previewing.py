"""A draft as founders would see it: their templates and composition, and nothing is stored.

The answers live in the page alone: each form carries those of every category, so that follow-ups
of another category's answers are reached too.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.assessment import composition
from questionnaire.assessment.desk import Desk, desk_of
from questionnaire.assessment.edits import Edit, Refused, edit_of_form, read_edit
from questionnaire.assessment.models import Answer, Assessment
from questionnaire.assessment.pages import Problem
from questionnaire.bank.actions import EditionRefused, export_edition
from questionnaire.bank.condition_words import condition_words
from questionnaire.bank.findings import Finding
from questionnaire.bank.lint_keys import key_findings
from questionnaire.bank.models import Edition
from questionnaire.bank.queries import OpenEdition
from questionnaire.people.actor import ActorRequest
from questionnaire.workshop.access import desk_page, edition_or_404, editors_only, say
from questionnaire.workshop.findings import groups_of
from questionnaire.workshop.queries import opened as opened_draft

PARTS = ("", ".state", ".other", ".note", ".evidence", ".claim")
"""What the fields of a card are called after the question's key."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What an editor tried in the page: the desk, and what was typed and is no answer."""

    desk: Desk
    typed: dict[str, Edit]
    problems: tuple[Problem, ...]


@require_safe
@editors_only
def start(request: ActorRequest, edition: uuid.UUID, language: str) -> HttpResponse:
    """The first category."""
    found = edition_or_404(edition)
    first = found.category_rows.order_by("place", "pk").values_list("key", flat=True).first()
    if first is None:
        return _refused(request, found, ())
    return redirect("desk-preview", edition=edition, language=language, category=first)


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def preview(
    request: ActorRequest, edition: uuid.UUID, language: str, category: str
) -> HttpResponse:
    """One category as a founder sees it; a POST brings what was chosen so far."""
    found = edition_or_404(edition)
    if language not in found.languages:
        raise Http404
    try:
        opened = open_draft_edition(found)
    except EditionRefused as refused:
        return _refused(request, found, refused.findings)
    tried = try_answers(opened, language, request.POST)
    if category not in tried.desk.way.categories:
        raise Http404
    with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
        return _shown(request, found, tried, language, category)


def open_draft_edition(edition: Edition) -> OpenEdition:
    """A draft made ready to be asked, as publishing would; refused where it cannot be."""
    content = export_edition(edition)
    faults = tuple(one for one in key_findings(content) if one.severity == "error")
    if faults:
        raise EditionRefused(_("The parts of %(key)s do not fit.") % {"key": edition.key}, faults)
    return opened_draft(edition, content)


def try_answers(opened: OpenEdition, language: str, data: QueryDict) -> Tried:
    """The desk of a venture that does not exist, with what the page's form says."""
    wording = opened.wording(language)
    answers: dict[str, Answer] = {}
    typed: dict[str, Edit] = {}
    problems: list[Problem] = []
    for question in wording.questions.values():
        edit = edit_of_form(data, question.key)
        try:
            read = read_edit(question, edit, language)
        except Refused as refused:
            typed[question.key] = edit
            problems.append(Problem(question.key, question.ask, str(refused)))
            continue
        if read.content.value is not None or read.content.note or read.content.evidence:
            answers[question.key] = Answer(
                question=question.key, version=0, **read.content.columns()
            )
    nobody = Assessment(edition_id=opened.id)
    desk = desk_of(nobody, opened, wording, answers)
    return Tried(desk, typed, tuple(problems))


def _shown(
    request: ActorRequest, edition: Edition, tried: Tried, language: str, category: str
) -> HttpResponse:
    page = composition.category_page(
        tried.desk, category, problems=tried.problems, typed=tried.typed
    )
    here = {slot.key for slot in page.slots}
    context: dict[str, Any] = {
        "page": page, "open": True, "preview": True, "edition": edition, "language": language,
        "carried": tuple(carried(request.POST, tried.desk, here)), "here": "",
        "asked_when": asked_when(tried.desk, request.GET.get("question", ""), language),
    }  # fmt: skip
    if request.htmx and request.method == "POST":
        shown = set(request.POST.getlist("shown"))
        context["slots"] = composition.changed_slots(page, shown)
        return render(request, "assessment/follow_ups.html", context)
    return render(request, "workshop/preview.html", context)


def carried(data: QueryDict, desk: Desk, here: set[str]) -> Iterator[tuple[str, str]]:
    """The fields of the other categories."""
    for key in desk.wording.questions:
        if key not in here:
            for part in PARTS:
                for value in data.getlist(f"{key}{part}"):
                    if value:
                        yield f"{key}{part}", value


def asked_when(desk: Desk, question: str, language: str) -> str:
    """In words, when a question is asked that the way does not lead to now; else empty."""
    document = desk.edition.document
    raw = {one["key"]: one for part in document["categories"] for one in part["questions"]}
    condition = raw.get(question, {}).get("show_when")
    if condition is None or question in desk.way.asked:
        return ""
    return condition_words(condition, document, language=language, say=say)


def _refused(
    request: ActorRequest, edition: Edition, findings: tuple[Finding, ...]
) -> HttpResponse:
    groups = groups_of(edition, findings)
    return desk_page(request, "preview_refused", edition=edition, findings=findings, groups=groups)
