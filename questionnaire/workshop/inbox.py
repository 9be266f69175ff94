"""The inbox of "none of these fits": what founders wrote instead, and what editors made of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from questionnaire.assessment.entry import clean_text
from questionnaire.assessment.others import Other
from questionnaire.assessment.queries import others_visible_to
from questionnaire.bank.editing import mark_other
from questionnaire.bank.models import Edition, OtherMark
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.refused import EditionRefused
from questionnaire.people.actor import ActorRequest
from questionnaire.vocabulary import InboxStatus
from questionnaire.workshop.access import desk_page, editors_only
from questionnaire.workshop.rows import editor

A_PAGE = 30
FILTERS = ("edition", "question", "status", "page")
STATUSES: dict[str, str | Promise] = {
    str(InboxStatus.NEW): gettext_lazy("new"),
    str(InboxStatus.SEEN): gettext_lazy("seen"),
    str(InboxStatus.TAKEN_UP): gettext_lazy("taken up"),
    str(InboxStatus.DECLINED): gettext_lazy("declined"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A text with the question it was written to, and what was made of it, oldest first."""

    other: Other
    ask: str
    marks: tuple[OtherMark, ...]
    problem: str = ""
    note: str = ""

    @property
    def status(self) -> str:
        return self.marks[-1].status if self.marks else str(InboxStatus.NEW)

    @property
    def status_name(self) -> str | Promise:
        return STATUSES[self.status]

    @property
    def history(self) -> list[tuple[OtherMark, str | Promise]]:
        """Every mark with what its status is called."""
        return [(one, STATUSES[one.status]) for one in self.marks]


class MarkForm(forms.Form):
    """What an editor makes of a text."""

    digest = forms.CharField(max_length=64)
    status = forms.ChoiceField(choices=list(STATUSES.items()))
    note = forms.CharField(required=False, max_length=1000)

    def clean_note(self) -> str:
        return clean_text(self.cleaned_data["note"])


@require_http_methods(["GET", "HEAD", "POST"])
@editors_only
def inbox(request: ActorRequest) -> HttpResponse:
    """Every text of what was sent, with its count and status; a POST says what was made of one."""
    if request.method == "POST":
        return _mark(request)
    return _page(request, entries(request.user))


def entries(user: Any) -> list[Entry]:
    """The texts in what ventures stand by now, whatever the edition; the most frequent first."""
    marks: dict[str, list[OtherMark]] = {}
    for mark in OtherMark.objects.select_related("by").order_by("pk"):
        marks.setdefault(mark.digest, []).append(mark)
    found = others_visible_to(user)
    asks = _asks({one.edition for one in found})
    return [
        Entry(one, asks.get((one.edition, one.question), ""), tuple(marks.get(one.digest, ())))
        for one in found
    ]


def _asks(keys: Iterable[str]) -> dict[tuple[str, str], str]:
    """What each question of some published editions asks."""
    editions = Edition.objects.filter(key__in=keys).values_list("key", "pk")
    return {
        (key, question.key): str(question.ask)
        for key, pk in editions
        for question in edition_by_id(pk).wording(get_language() or "en").questions.values()
    }


def _page(request: ActorRequest, found: list[Entry], *, status: int = 200) -> HttpResponse:
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    shown = [
        one
        for one in found
        if one.problem
        or (
            chosen["edition"] in ("", one.other.edition)
            and chosen["question"] in ("", one.other.question)
            and chosen["status"] in ("", one.status)
        )
    ]
    page = Paginator(shown, A_PAGE).get_page(chosen["page"])
    counts = [
        (name, label, sum(one.status == name for one in found)) for name, label in STATUSES.items()
    ]
    return desk_page(
        request, "inbox", page=page, chosen=chosen, counts=counts, total=len(found),
        editions=sorted({one.other.edition for one in found}),
        questions=sorted({(one.other.question, one.ask) for one in found}),
        statuses=STATUSES.items(), status=status,
        before=_query(chosen, page=page.number - 1), after=_query(chosen, page=page.number + 1),
    )  # fmt: skip


def _query(chosen: dict[str, str], **changes: Any) -> str:
    return urlencode({name: one for name, one in {**chosen, **changes}.items() if one})


def _mark(request: ActorRequest) -> HttpResponse:
    form = MarkForm(request.POST)
    found = entries(request.user)
    at = next(
        (n for n, one in enumerate(found) if one.other.digest == request.POST.get("digest")), None
    )
    if at is None:
        raise Http404
    entry, problem = found[at], ""
    if form.is_valid():
        try:
            mark_other(
                edition=Edition.objects.get(key=entry.other.edition),
                question=entry.other.question,
                digest=entry.other.digest,
                status=InboxStatus(form.cleaned_data["status"]),
                note=form.cleaned_data["note"],
                by=editor(request),
                at=timezone.now(),
            )
        except EditionRefused as refused:
            problem = str(refused)
    else:
        problem = _("Choose a status, and write at most 1,000 characters.")
    if problem:
        found[at] = replace(entry, problem=problem, note=request.POST.get("note", ""))
        return _page(request, found, status=422)
    messages.success(request, _("The status is saved."))
    return redirect(request.get_full_path())
