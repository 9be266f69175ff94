"""Editions out of the workshop as a zip of seeds, and such a zip in again as a draft."""

from __future__ import annotations

import base64
import binascii
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from questionnaire.bank.actions import EditionRefused, export_edition, import_draft
from questionnaire.bank.archive import MOST_ZIP
from questionnaire.bank.content import Content
from questionnaire.bank.findings import Finding
from questionnaire.bank.models import Edition
from questionnaire.bank.queries import free_key
from questionnaire.bank.seed import SeedError, SeedFault, read_zip
from questionnaire.bank.seed_writing import zip_seeds
from questionnaire.workshop.access import must_edit, told
from questionnaire.workshop.findings import findings_page
from questionnaire.workshop.frame import EditionPages, page
from questionnaire.workshop.rows import editor

MOST_SHOWN = 200
MOST_KEPT = 2_000_000
"""Characters of a file that the page carries along; Django refuses a form of 2.5 MB."""


def urls(pages: EditionPages) -> list[URLPattern]:
    """The addresses of this module, for the edition's own."""
    view = pages.admin_site.admin_view
    return [
        path("import/", view(import_edition), {"pages": pages}, "questionnaire_edition_import"),
        path("<uuid:pk>/zip/", view(export), {"pages": pages}, "questionnaire_edition_export"),
    ]


# ---------------------------------------------------------------- out


@require_safe
def export(request: HttpRequest, pk: str, pages: EditionPages) -> HttpResponse:
    """The edition as a zip; the same bytes for the same content."""
    must_edit(request)
    edition = get_object_or_404(Edition, pk=pk)
    try:
        content = export_edition(edition)
    except EditionRefused as refused:
        return findings_page(request, edition, refused.findings)
    answer = HttpResponse(zip_seeds(content), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{edition.key}.zip"'
    return answer


# ---------------------------------------------------------------- in


class ImportForm(forms.Form):
    """A zip, chosen now or kept from the page before, and the key to import it under."""

    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("A zip that an export made, or a folder of seeds that you zipped; up to 5 MB."),
        widget=forms.ClearableFileInput({"accept": ".zip,application/zip"}),
    )
    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=40,
        help_text=_("Leave it empty to use the key that stands in the file."),
    )
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        upload = said.get("file")
        if upload is not None:
            said["data"] = upload.read(MOST_ZIP + 1)
        elif said.get("kept"):
            said["data"] = _unkept(said["kept"])
        elif "file" not in self.errors:
            self.add_error("file", gettext("Choose a zip file."))
        return said


def _kept(data: bytes) -> str:
    """The file as the page carries it along, or nothing where it is too large for that."""
    text = base64.b64encode(data).decode("ascii")
    return text if len(text) <= MOST_KEPT else ""


def _unkept(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""  # refused like any other file that is no zip


@require_http_methods(["GET", "HEAD", "POST"])
def import_edition(request: HttpRequest, pages: EditionPages) -> HttpResponse:
    """Choose a zip; its content becomes a new draft, or every fault of it is told."""
    must_edit(request)
    if request.method != "POST":
        return page(request, pages, "import", form=ImportForm())
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, pages, "import", form=form)
    data: bytes = form.cleaned_data["data"]
    try:
        content = read_zip(data)
    except SeedError as error:
        return _refused(request, pages, form, error.faults)
    key = form.cleaned_data["key"] or content.key
    free = free_key(key)
    if free != key:
        offer = ImportForm(initial={"key": free, "kept": _kept(data)})
        return page(request, pages, "import", form=offer, taken=key, free=free)
    return _imported(request, pages, form, content, key)


def _imported(
    request: HttpRequest, pages: EditionPages, form: ImportForm, content: Content, key: str
) -> HttpResponse:
    try:
        with transaction.atomic():
            draft = import_draft(content=content, key=key, at=timezone.now(), by=editor(request))
            told = gettext("Imported from a zip of %s.") % content.key
            pages.log_addition(request, draft, told)
    except EditionRefused as refused:
        if not refused.findings:
            form.add_error("key", str(refused))
        return _refused(request, pages, form, refused.findings)
    messages.success(request, gettext("%s is imported as a draft.") % draft.key)
    return HttpResponseRedirect(reverse("admin:questionnaire_edition_change", args=[draft.pk]))


def _refused(
    request: HttpRequest,
    pages: EditionPages,
    form: ImportForm,
    faults: tuple[SeedFault, ...] | tuple[Finding, ...],
) -> HttpResponse:
    more = len(faults) - MOST_SHOWN
    return page(
        request,
        pages,
        "import",
        form=form,
        faults=[
            replace(one, problem=told(one.problem), mend=told(one.mend))
            for one in faults[:MOST_SHOWN]
        ],
        more=ngettext("And %d more.", "And %d more.", more) % more if more > 0 else "",
    )
