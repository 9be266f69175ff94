"""Deleting several rows at once: what is published stays, and the editor is told so."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from questionnaire.bank.kinds import edition_of
from questionnaire.vocabulary import EditionStatus

DELETE = "delete_selected"


def delete_drafts(
    pages: admin.ModelAdmin[Any], request: HttpRequest, chosen: QuerySet[Any]
) -> HttpResponse | None:
    """Django's own way to delete what was chosen, where all of it is of drafts.

    Otherwise nothing is deleted, and it is said which rows are published: Django would speak of a
    permission that is missing, and there is none to be had.
    """
    kept = [str(row) for row in chosen if not _is_of_draft(row)]
    if kept:
        said = ngettext(
            "Nothing was deleted: %(rows)s is published, and what is published stays for those who "
            "answered it. Choose rows of drafts only.",
            "Nothing was deleted: %(rows)s are published, and what is published stays for those "
            "who answered it. Choose rows of drafts only.",
            len(kept),
        )
        more = "" if len(kept) <= 5 else " …"
        values = {"rows": ", ".join(kept[:5]) + more}
        pages.message_user(request, said % values, messages.ERROR)
        return None
    return delete_selected(pages, request, chosen)


def _is_of_draft(row: Any) -> bool:
    edition = edition_of(row)
    return edition is not None and edition.status == EditionStatus.DRAFT
