"""Conditions built test by test, checked at once, told in plain words; with or without script."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from questionnaire.bank.condition_building import ALONE, joined, made_test
from questionnaire.bank.condition_reading import Reading, condition_faults, read_condition, typed
from questionnaire.bank.condition_words import condition_words
from questionnaire.bank.editing import write_condition
from questionnaire.bank.kinds import edition_of
from questionnaire.bank.models import Edition
from questionnaire.bank.refused import EditionRefused
from questionnaire.bank.rows import raw_content
from questionnaire.people.actor import ActorRequest
from questionnaire.workshop.access import (
    desk_page,
    edition_or_404,
    editors_only,
    note_change,
    say,
    told,
)
from questionnaire.workshop.bench import SHOW_WHEN, Bench, subject_of, subjects
from questionnaire.workshop.findings import kind_words
from questionnaire.workshop.forms import CONDITIONS
from questionnaire.workshop.rows import editor, is_draft
from questionnaire.workshop.tools import CONDITIONED


@dataclass(frozen=True, slots=True)
class Told:
    """What a condition says, or what is wrong with it."""

    words: str
    faults: tuple[str, ...]


# ---------------------------------------------------------------- checking while typing


@require_POST
@editors_only
def check(request: ActorRequest, edition: uuid.UUID) -> HttpResponse:
    """What a condition typed in a row's form says, or what is wrong with it."""
    found = edition_or_404(edition)
    name = request.POST.get("field", "")
    column = next((one for one in CONDITIONS if name.split("-")[-1] == one), "")
    if not column:
        raise Http404
    document = raw_content(found)
    before = request.POST.get("before") if column == SHOW_WHEN else None
    reading = read_condition(
        request.POST.get(name, ""), document, place=column, before=before
    )  # fmt: skip
    answer = tell(reading, document, _language(found))
    page = "_told" if request.htmx else "told"
    return desk_page(request, page, edition=found, told=answer)


def tell(reading: Reading, document: Mapping[str, Any], language: str) -> Told:
    """A reading in words."""
    if reading.faults:
        return Told("", tuple(told(one) for one in reading.faults))
    if reading.condition is None:
        return Told(_("No condition: it always holds."), ())
    return Told(condition_words(reading.condition, document, language=language, say=say), ())


# ---------------------------------------------------------------- building


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def build(request: ActorRequest, model: str, row: str) -> HttpResponse:
    """The page on which one condition of a draft is built."""
    bench = _bench(model, row)
    if request.method != "POST":
        stands = getattr(bench.row, bench.column)
        return _page(request, bench, typed(stands), seen=json.dumps(stands))
    data = request.POST
    text, seen = data.get("condition", ""), data.get("seen", "null")
    problems: tuple[str, ...] = ()
    if data.get("do") == "save":
        return _save(request, bench, text, seen)
    if data.get("do") == "add":
        text, problems = _added(bench, data)
    return _page(request, bench, text, seen=seen, problems=problems)


def _bench(model: str, pk: str) -> Bench:
    held = CONDITIONED.get(model)
    if held is None or not pk.isdigit() or len(pk) > 18:
        raise Http404
    row = get_object_or_404(held[0], pk=pk)
    edition = edition_of(row)
    if edition is None or not is_draft(row):
        raise Http404
    return Bench(edition, row, held[1], raw_content(edition), _language(edition))


def _language(edition: Edition) -> str:
    code = get_language() or "en"
    return code if code in edition.languages else edition.main_language


def _page(
    request: ActorRequest, bench: Bench, text: str, *, seen: str, problems: Sequence[str] = ()
) -> HttpResponse:
    reading, chosen = bench.read(text), request.POST.get("subject", "")
    subject = subject_of(bench, chosen)
    added = request.POST.get("do") == "add" and not problems
    return desk_page(
        request,
        _part(request),
        edition=bench.edition,
        row=bench.row,
        kind=kind_words(type(bench.row)),
        field=bench.row._meta.get_field(bench.column).verbose_name,
        address=request.path,
        text=text,
        seen=seen,
        told=tell(reading, bench.document, bench.language),
        problems=problems,
        groups=subjects(bench),
        subject=subject,
        ticked=() if added else request.POST.getlist("option"),
        given={} if added else request.POST,
        status=422 if problems and not request.htmx else 200,
    )


def _part(request: ActorRequest) -> str:
    """The page, or the part of it that htmx asks for."""
    if request.htmx and request.htmx.target in ("told", "test"):
        return {"told": "_told", "test": "_test"}[request.htmx.target]
    return "condition"


# ---------------------------------------------------------------- what the buttons do


def _added(bench: Bench, data: QueryDict) -> tuple[str, tuple[str, ...]]:
    """The condition with the chosen test more, or as it was and what is wrong."""
    text = data.get("condition", "")
    whole = bench.read(text)
    if whole.faults:
        return text, (_("Mend the condition above first, then add to it."),)
    kind, _colon, key = data.get("subject", "").partition(":")
    if kind not in ("q", "computed"):
        return text, (_("Choose a question first."),)
    test = made_test(
        {kind: key}, data.get("op", ""), data.getlist("option"), data.get("number", ""),
        bench.question(key) if kind == "q" else None,
    )  # fmt: skip
    faults = condition_faults(test, bench.document, place=_("test"), before=bench.before)
    if faults:
        return text, tuple(told(one) for one in faults)
    how = data.get("how", ALONE)
    return typed(joined(whole.condition, test, how=how, turned=bool(data.get("turned")))), ()


def _save(request: ActorRequest, bench: Bench, text: str, seen: str) -> HttpResponse:
    reading = bench.read(text)
    if reading.faults:
        return _page(request, bench, text, seen=seen, problems=(_("Nothing was saved."),))
    column: models.Field[Any, Any] = bench.row._meta.get_field(bench.column)
    if reading.condition is None and not column.null:
        said = _("Nothing was saved: a condition must stand here.")
        return _page(request, bench, text, seen=seen, problems=(said,))
    try:
        written = write_condition(
            edition=bench.edition, row=bench.row, column=bench.column,
            condition=reading.condition, seen=_seen(seen), by=editor(request), at=timezone.now(),
        )  # fmt: skip
    except EditionRefused as refused:
        return _page(request, bench, text, seen=seen, problems=(str(refused),))
    if not written:
        stands = getattr(bench.row, bench.column)
        said = _("Meanwhile somebody wrote “%(theirs)s”. Yours stands here; save again to keep it.")
        words = tell(Reading(stands), bench.document, bench.language).words
        return _page(
            request, bench, text, seen=json.dumps(stands), problems=(said % {"theirs": words},)
        )
    note_change(request, bench.row, _("Changed the condition."))
    messages.success(request, _("The condition of %(key)s is saved.") % {"key": bench.row})
    return redirect(request.path)


def _seen(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
