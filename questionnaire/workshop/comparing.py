"""Two editions side by side in the workshop: what changed, by part and key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from questionnaire.bank.actions import EditionRefused, export_edition
from questionnaire.bank.difference import Change, Part, Place, difference, leaves
from questionnaire.bank.kinds import KINDS
from questionnaire.bank.models import Edition
from questionnaire.bank.yaml_out import flow
from questionnaire.vocabulary import EditionStatus
from questionnaire.workshop.access import must_edit
from questionnaire.workshop.findings import findings_page
from questionnaire.workshop.frame import EditionPages, page
from questionnaire.workshop.marks import Pieces, marked

MODELS: dict[str, Any] = {"edition": Edition, **{key: one.model for key, one in KINDS.items()}}
KEYED = frozenset({"answers", "pull", "points_on"})
"""Columns whose inner steps are keys; in others two letters are a language."""
COUNTED = ("added", "removed", "moved", "changed")


def urls(pages: EditionPages) -> list[URLPattern]:
    """The addresses of this module, for the edition's own."""
    view = pages.admin_site.admin_view
    return [
        path("compare/", view(compare), {"pages": pages}, "questionnaire_edition_compare"),
        path(
            "compare/<uuid:before>/<uuid:after>/",
            view(comparison),
            {"pages": pages},
            "questionnaire_edition_comparison",
        ),
    ]


# ---------------------------------------------------------------- which two


class EditionChoice(forms.ModelChoiceField):
    """An edition by its key, with its status."""

    def label_from_instance(self, obj: Edition) -> str:
        return f"{obj.key} ({obj.get_status_display()})"


class CompareForm(forms.Form):
    """The two editions to compare; what is left out is chosen."""

    before = EditionChoice(queryset=None, required=False, label=_("Before"), empty_label=None)
    after = EditionChoice(queryset=None, required=False, label=_("After"), empty_label=None)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.queryset = _editions()  # type: ignore[attr-defined]


def _editions() -> QuerySet[Edition]:
    heavy = ("document", "rules", "compute")
    return Edition.objects.defer(*heavy).order_by("-created_at", "-key")


@require_safe
def compare(request: HttpRequest, pages: EditionPages) -> HttpResponse:
    """Goes to the comparison of two editions; of one with the edition that it is based on."""
    must_edit(request)
    form = CompareForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    after = chosen.get("after") or _editions().first()
    before = chosen.get("before") or (after and _origin(after))
    if before is None or after is None:
        return page(request, pages, "compare", form=None)
    return HttpResponseRedirect(_address(before, after))


def _origin(edition: Edition) -> Edition | None:
    """What an edition came from: its base, else the newest published one, else any other."""
    if edition.based_on:
        return edition.based_on
    others = list(_editions().exclude(pk=edition.pk))
    published = [one for one in others if one.status == EditionStatus.PUBLISHED]
    return next(iter([*published, *others]), None)


def _address(before: Edition, after: Edition) -> str:
    return reverse("admin:questionnaire_edition_comparison", args=[before.pk, after.pk])


# ---------------------------------------------------------------- what changed


@dataclass(frozen=True, slots=True)
class Row:
    """One value on both sides, in pieces; a side without pieces has nothing there."""

    label: str
    before: Pieces
    after: Pieces


@dataclass(frozen=True, slots=True)
class Item:
    """One part that changed: its key, and in a word what happened to it.

    A part that came or went has its fields with their values; another has rows with both sides.
    """

    key: str
    what: str
    rows: tuple[Row, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The parts of one kind that changed."""

    part: Part
    title: str
    items: tuple[Item, ...]


@require_safe
def comparison(request: HttpRequest, before: str, after: str, pages: EditionPages) -> HttpResponse:
    """What changed from one edition to another."""
    must_edit(request)
    old, new = (get_object_or_404(Edition, pk=pk) for pk in (before, after))
    contents = []
    for edition in (old, new):
        try:
            contents.append(export_edition(edition))
        except EditionRefused as refused:
            return findings_page(request, edition, refused.findings)
    changes = difference(*contents)
    return page(
        request,
        pages,
        "compare",
        before=old,
        after=new,
        form=CompareForm(initial={"before": old, "after": new}),
        swapped=_address(new, old),
        counts=_counts(changes),
        groups=tuple(_groups(changes)),
    )


def _counts(changes: Iterable[Change]) -> list[tuple[str, int]]:
    """How many parts were added, removed and moved, and how many values changed."""
    found = Counter(str(one.what) for one in changes)
    return [(_word(what), found[what]) for what in COUNTED]


def _word(what: str) -> str:
    return {
        "added": pgettext("part of an edition", "added"),
        "removed": pgettext("part of an edition", "removed"),
        "moved": pgettext("part of an edition", "moved"),
        "changed": pgettext("part of an edition", "changed"),
    }[what]


def _groups(changes: tuple[Change, ...]) -> Iterator[Group]:
    for part, of_part in groupby(changes, key=lambda one: one.part):
        title = str(capfirst(MODELS[part]._meta.verbose_name_plural))
        if part == "edition":
            title = gettext("The edition itself")
        by_key = groupby(of_part, key=lambda one: one.key)
        yield Group(part, title, tuple(_item(key, list(found)) for key, found in by_key))


def _item(key: str, changes: list[Change]) -> Item:
    first = changes[0]  # a part that moved may have changed as well
    if first.what in ("added", "removed"):
        found = [
            (_label(first.part, field), _shown(value))
            for field, value in leaves(first.after or first.before)
            if value not in ("", [], {}) and value is not False
        ]
        return Item(key, _word(first.what), (), tuple(found))
    return Item(key, _word(first.what), tuple(_row(one) for one in changes), ())


def _row(change: Change) -> Row:
    if isinstance(change.before, Place) and isinstance(change.after, Place):
        return Row(gettext("Place"), *marked(*_places(change.before, change.after)))
    label = _label(change.part, change.field)
    return Row(label, *marked(_shown(change.before), _shown(change.after)))


def _places(before: Place, after: Place) -> tuple[str, str]:
    """Both places; what holds the part is named where that changed."""
    if before.parent == after.parent:
        return str(before.number), str(after.number)
    return f"{before.parent}, {before.number}", f"{after.parent}, {after.number}"


def _shown(value: Any) -> str:
    """A value in words, or as it is written in seeds."""
    if value is None:
        return ""
    return value if isinstance(value, str) else flow(value)


def _label(part: Part, field: str) -> str:
    """The way to a value in words: the column, the steps inside it, the language."""
    steps = field.split(".")
    if steps[0] == "points" and len(steps) > 1:  # each posture's have a column of their own
        del steps[0]
    column, *inside = steps
    words = [capfirst(str(MODELS[part]._meta.get_field(column).verbose_name))]
    words += [str(int(step) + 1) if step.isdigit() else step for step in inside]
    if column not in KEYED and inside and len(inside[-1]) == 2 and inside[-1].isalpha():
        words[-1] = _language(inside[-1])
    return " · ".join(words)


def _language(code: str) -> str:
    try:
        return str(capfirst(get_language_info(code)["name_translated"]))
    except KeyError:
        return code
