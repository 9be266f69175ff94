"""Who changed what, and when: every edit of an edition, or of all, by key and by person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_safe

from questionnaire.bank.models import Edition
from questionnaire.bank.records import Edit
from questionnaire.bank.yaml_out import flow
from questionnaire.people.models import User
from questionnaire.workshop.access import must_edit
from questionnaire.workshop.frame import EditionPages, edition_for, page
from questionnaire.workshop.marks import Pieces, marked

ON_A_PAGE = 50
MOST_SHOWN = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """One edit as it is shown; both values in pieces, what differs marked."""

    at: Any
    by: str
    edition: str
    what: str
    field: str
    before: Pieces
    after: Pieces


class FilterForm(forms.Form):
    """What to look for."""

    key = forms.CharField(
        label=gettext_lazy("Key"),
        required=False,
        max_length=130,
        help_text=gettext_lazy("Of a question, an option or anything else; a part of it will do."),
    )
    by = forms.ModelChoiceField(
        label=gettext_lazy("Person"),
        required=False,
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Everybody"),
    )

    def __init__(self, *args: Any, edits: QuerySet[Edit], **options: Any) -> None:
        super().__init__(*args, **options)
        people = User.objects.filter(pk__in=edits.order_by().values("by"))
        self.fields["by"].queryset = people.order_by("email")  # type: ignore[attr-defined]


def urls(pages: EditionPages) -> list[URLPattern]:
    """The addresses of this module, for the edition's own."""
    view = pages.admin_site.admin_view(log)
    return [
        path("log/", view, {"pages": pages}, "questionnaire_edition_logs"),
        path("<uuid:pk>/log/", view, {"pages": pages}, "questionnaire_edition_log"),
    ]


@require_safe
def log(request: HttpRequest, pages: EditionPages, pk: object = None) -> HttpResponse:
    """The edits, the newest first."""
    must_edit(request)
    edition = edition_for(request, pages, pk) if pk is not None else None
    edits = _edits(edition)
    form = FilterForm(request.GET, edits=edits)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = edits.select_related("by")
    if chosen.get("key"):
        found = found.filter(key__icontains=chosen["key"])
    if chosen.get("by"):
        found = found.filter(by=chosen["by"])
    shown = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    kept = request.GET.copy()
    kept.pop("page", None)
    return page(
        request,
        pages,
        "log",
        edition=edition,
        form=form,
        shown=shown,
        kept=kept.urlencode(),
        lines=[_line(one) for one in shown],
    )


def _edits(edition: Edition | None) -> QuerySet[Edit]:
    if edition is None:
        return Edit.objects.all()
    return Edit.objects.filter(edition=edition)


def _line(edit: Edit) -> Line:
    texts = _shown(edit.before), _shown(edit.after)
    before, after = marked(*texts)
    return Line(
        at=edit.at,
        by=str(edit.by) if edit.by else _("operator, or somebody who is gone"),
        edition=edit.edition_key,
        what=_what(edit),
        field=edit.field,
        before=before,
        after=after,
    )


def _what(edit: Edit) -> str:
    """The row in one line, with a word where it came or went."""
    name = " ".join(one for one in (edit.part, edit.key) if one)
    if edit.field:
        return name
    word = {True: pgettext("part of an edition", "added"),
            False: pgettext("part of an edition", "removed")}[edit.before is None]  # fmt: skip
    return f"{name}: {word}"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else flow(value)
    return text if len(text) <= MOST_SHOWN else text[:MOST_SHOWN] + " …"
