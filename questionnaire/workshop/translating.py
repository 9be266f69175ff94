"""Translating in place: every text of a draft beside its source, what is missing, many at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import pydantic
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from questionnaire.assessment.entry import clean_text
from questionnaire.bank.editing import TextEdit, text_mark, write_texts
from questionnaire.bank.models import Edition
from questionnaire.bank.plain import Prose
from questionnaire.bank.refused import EditionRefused
from questionnaire.bank.rows import raw_content
from questionnaire.bank.seed_faults import FileOf, shape_faults
from questionnaire.bank.spots import Spots
from questionnaire.bank.texts import Keys, places
from questionnaire.people.actor import ActorRequest
from questionnaire.vocabulary import EditionStatus
from questionnaire.workshop.access import desk_page, edition_or_404, editors_only, note_change, told
from questionnaire.workshop.findings import part_names, row_address
from questionnaire.workshop.rows import editor
from questionnaire.workshop.tools import base_texts, is_outdated, target_languages

MISSING, OUTDATED, SAME, THERE = "missing", "outdated", "same", "there"
A_PAGE = 50
_WORDS: pydantic.TypeAdapter[dict[str, str]] = pydantic.TypeAdapter(dict[str, Prose])


@dataclass(frozen=True, slots=True)
class Line:
    """A text beside its source.

    state: missing, outdated (the source was rewritten since, this was not), same (as the source)
    or there. before: the source as it was when it is outdated.
    """

    address: str
    part: str
    source: str
    text: str
    seen: str
    state: str
    row: str
    clear: bool
    before: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How a part of the edition stands in the language."""

    key: str
    name: str
    texts: int
    missing: int
    outdated: int
    same: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the page shows: a part (all where empty), and only what is in one state."""

    part: str
    only: str
    page: str

    def query(self, **changes: str) -> str:
        """As the end of an address."""
        values = {"part": self.part, "only": self.only, "page": self.page, **changes}
        return urlencode({name: value for name, value in values.items() if value})


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def texts(request: ActorRequest, edition: uuid.UUID, language: str) -> HttpResponse:
    """The texts of a draft in one language, to be read and written side by side."""
    draft = edition_or_404(edition)
    if draft.status != EditionStatus.DRAFT or language not in target_languages(draft):
        raise Http404
    chosen = Chosen(*(request.GET.get(name, "") for name in ("part", "only", "page")))
    if request.method == "POST":
        return _save(request, draft, language, chosen)
    return _page(request, draft, language, chosen)


# ---------------------------------------------------------------- reading


def lines_of(draft: Edition, language: str) -> list[Line]:
    """Every text of a draft with what stands in the language."""
    raw, spots, main = raw_content(draft), Spots(draft), draft.main_language
    category = {
        str(question.get("key")): str(one.get("key"))
        for one in raw["categories"]
        for question in one["questions"]
    }
    base = base_texts(draft)
    return [
        _line(place.address, _part(place.part, category), place.holder[place.name],
              base.get(place.address, {}), main, language, spots, (place.part, place.column))
        for place in places(raw)
        if isinstance(place.holder[place.name], dict)
    ]  # fmt: skip


def _line(
    address: str, part: str, said: Mapping[str, str], base: Mapping[str, str], main: str,
    language: str, spots: Spots, at: tuple[Keys, str],
) -> Line:  # fmt: skip
    source, text = said.get(main, ""), said.get(language, "")
    spot, old = spots.get(at[0]), is_outdated(said, base, main, language)
    state = OUTDATED if old else SAME if text == source else THERE
    return Line(
        address=address,
        part=part,
        source=source,
        text=text,
        seen=text_mark(text),
        state=state if text else MISSING,
        row=row_address(spot, [at[1], language]) if spot else "",
        clear=spots.is_clear(at[0]),
        before=base[main] if old else "",
    )


def _part(part: Keys, category: Mapping[str, str]) -> str:
    """The part of the edition under which a text is listed."""
    if part[0] in ("question", "option"):
        return category.get(part[1], "")
    if part[0] == "category":
        return part[1]
    return "path" if part[0] in ("requirement", "argument") else part[0]


def counts_of(lines: Iterable[Line]) -> tuple[Count, ...]:
    """The parts in their order, with how many texts each has, and how many of each state."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.part, []).append(line)
    names = part_names()
    return tuple(
        Count(
            part,
            names.get(part) or part,
            len(held),
            sum(line.state == MISSING for line in held),
            sum(line.state == OUTDATED for line in held),
            sum(line.state == SAME for line in held),
        )
        for part, held in found.items()
    )


def _page(
    request: ActorRequest,
    draft: Edition,
    language: str,
    chosen: Chosen,
    typed: Mapping[str, Line] | None = None,
) -> HttpResponse:
    """The page; typed: the lines that could not be saved, which then are all that it shows."""
    lines = lines_of(draft, language)
    counts = counts_of(lines)
    held = [one for one in lines if chosen.part in ("", one.part)]
    shown = [one for one in held if chosen.only in ("", one.state)]
    pages: Page[Any] = Paginator(list(typed.values()) if typed else shown, A_PAGE).get_page(
        chosen.page
    )
    return desk_page(
        request, "texts", edition=draft, language=language, page=pages, counts=counts,
        chosen=chosen, total=len(lines), main=draft.main_language,
        missing=sum(one.missing for one in counts),
        outdated=sum(one.outdated for one in counts), same=sum(one.same for one in counts),
        kept=bool(typed), languages=target_languages(draft),
        declared=language in draft.languages,
        name=dict(settings.LANGUAGES).get(language, language),
        before=chosen.query(page=str(pages.number - 1)),
        after=chosen.query(page=str(pages.number + 1)),
        status=422 if typed else 200,
    )  # fmt: skip


# ---------------------------------------------------------------- writing


def read_edits(data: QueryDict) -> dict[str, TextEdit]:
    """The texts that were changed in the page, by address."""
    edits = {}
    for name in data:
        kind, _dot, address = name.partition(".")
        seen = data.get(f"seen.{address}", "")
        text = clean_text(data.get(name, ""))
        if kind == "text" and text_mark(text) != seen:
            edits[address] = TextEdit(text, seen)
    return edits


def fault_of(text: str) -> str:
    """Why a text cannot stand in the bank; empty when it can."""
    if not text:
        return ""
    try:
        _WORDS.validate_python({"text": text})
    except pydantic.ValidationError as error:
        fault = shape_faults(error, {"text": text}, FileOf({}, ()))[0]
        return f"{told(fault.problem)}; {told(fault.mend)}"
    return ""


def _save(request: ActorRequest, draft: Edition, language: str, chosen: Chosen) -> HttpResponse:
    edits = read_edits(request.POST)
    problems = {address: fault_of(edit.text) for address, edit in edits.items()}
    sound = {address: edit for address, edit in edits.items() if not problems[address]}
    try:
        written = write_texts(
            edition=draft, language=language, edits=sound, by=editor(request), at=timezone.now()
        )
    except EditionRefused as refused:
        messages.error(request, str(refused))
        return redirect("admin:questionnaire_edition_change", draft.pk)
    if written.stand:
        _tell(request, draft, language, len(written.stand))
    for address in sorted(written.gone):
        said = _("Not saved, because %(place)s is there no more: “%(text)s”")
        messages.warning(request, said % {"place": address, "text": sound[address].text})
    for address, stands in written.conflicts.items():
        said = _("Meanwhile somebody wrote “%(theirs)s”. Yours stands here; save again to keep it.")
        problems[address] = said % {"theirs": stands or _("nothing")}
    kept = _kept(draft, language, edits, problems, written.conflicts)
    if kept:
        return _page(request, draft, language, chosen, typed=kept)
    again = chosen.query(page="") if chosen.only else chosen.query()
    return redirect(f"{request.path}?{again}" if again else request.path)


def _tell(request: ActorRequest, draft: Edition, language: str, saved: int) -> None:
    said = ngettext("%(number)s text is saved.", "%(number)s texts are saved.", saved)
    messages.success(request, said % {"number": saved})
    note_change(request, draft, f"{said % {'number': saved}} ({language})")


def _kept(
    draft: Edition,
    language: str,
    edits: Mapping[str, TextEdit],
    problems: Mapping[str, str],
    conflicts: Mapping[str, str],
) -> dict[str, Line]:
    """The lines that were not saved, as they were typed, each with why.

    Whoever saw what stands now may save over it; whoever did not is still told.
    """
    return {
        line.address: replace(
            line,
            text=edits[line.address].text,
            seen=line.seen if line.address in conflicts else edits[line.address].seen,
            problem=problems[line.address],
        )
        for line in lines_of(draft, language)
        if problems.get(line.address)
    }
