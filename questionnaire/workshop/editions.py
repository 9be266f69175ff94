"""Editions in the admin: open a draft, lint it, publish it with a note, retire it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questionnaire.bank.actions import (
    EditionRefused,
    delete_draft,
    open_draft,
    retire,
)
from questionnaire.bank.kinds import KINDS
from questionnaire.bank.models import Category, Edition
from questionnaire.bank.queries import free_key
from questionnaire.workshop import archive, comparing, effect, history, personas, publishing
from questionnaire.workshop.findings import findings_page, lint_of
from questionnaire.workshop.forms import RowForm
from questionnaire.workshop.rows import Desked, Frozen, Recorded, RowInline, editor

PARTS = tuple((kind.model, kind.way) for kind in KINDS.values() if not kind.inner)
"""What has a list of its own, and how that is narrowed to an edition."""


class Categories(RowInline):
    """The categories, each with a link to its questions."""

    model = Category
    fields = ("key", "place", "name")


@admin.register(Edition)
class EditionAdmin(Frozen, Desked, Recorded):
    """The list of editions and the page of one; drafts come from another edition."""

    change_form_template = "admin/questionnaire/edition/change_form.html"
    form = RowForm
    list_display = ("key", "status", "short_hash", "published_at", "based_on")
    list_filter = ("status",)
    ordering = ("-created_at",)
    fields = (
        "key", "status", "title", "languages", "rules", "compute", "parts", "short_hash",
        "notes", "based_on", "created_at", "published_at", "published_by",
    )  # fmt: skip
    readonly_fields = (
        "status", "parts", "short_hash", "notes", "based_on", "created_at", "published_at",
        "published_by",
    )  # fmt: skip
    inlines = (Categories,)
    actions = ("open_a_draft", "run_lint", "publish_draft", "retire_edition")

    def get_urls(self) -> list[URLPattern]:
        own = (archive, comparing, effect, history, personas, publishing)
        return [*(one for module in own for one in module.urls(self)), *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A draft is opened from an edition, imported, or loaded from seeds."""
        return False

    @admin.display(description=_("content"))
    def short_hash(self, edition: Edition) -> str:
        return edition.content_hash[:12] or "-"

    @admin.display(description=_("parts"))
    def parts(self, edition: Edition) -> SafeString:
        """Links to the lists of all that belongs to the edition."""
        return format_html_join(
            " · ",
            '<a href="{}?{}__id__exact={}">{}</a>',
            (
                (
                    reverse(f"admin:questionnaire_{model._meta.model_name}_changelist"),
                    path,
                    edition.pk,
                    model._meta.verbose_name_plural,
                )
                for model, path in PARTS
            ),
        )

    @admin.display(description=_("change note"))
    def notes(self, edition: Edition) -> SafeString:
        """What founders read of what is new, in each language."""
        said = edition.change_note.items()
        return format_html_join(
            "", '<p lang="{}">{}: {}</p>', ((code, code, one) for code, one in said)
        )

    def delete_view(self, request: HttpRequest, *given: Any, **more: Any) -> HttpResponse:
        """A draft that was published or deleted meanwhile is not deleted, and that is said."""
        try:
            return super().delete_view(request, *given, **more)
        except EditionRefused as refused:
            self._refuse(request, refused)
            return HttpResponseRedirect(reverse("admin:questionnaire_edition_changelist"))

    def changelist_view(self, request: HttpRequest, *given: Any, **more: Any) -> HttpResponse:
        """The same where several were chosen."""
        try:
            return super().changelist_view(request, *given, **more)
        except EditionRefused as refused:
            self._refuse(request, refused)
            return HttpResponseRedirect(reverse("admin:questionnaire_edition_changelist"))

    def delete_model(self, request: HttpRequest, obj: Edition) -> None:
        delete_draft(edition=obj, at=timezone.now(), by=editor(request))

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Edition]) -> None:
        for edition in queryset:
            delete_draft(edition=edition, at=timezone.now(), by=editor(request))

    # ------------------------------------------------------------ actions

    @admin.action(description=_("Open a draft from this edition"), permissions=["change"])
    def open_a_draft(self, request: HttpRequest, chosen: QuerySet[Edition]) -> HttpResponse | None:
        edition = self._one(request, chosen)
        if edition is None:
            return None
        try:
            key = free_key(edition.key)
            now, by = timezone.now(), editor(request)
            with transaction.atomic():
                draft = open_draft(from_edition=edition, key=key, at=now, by=by)
                self.log_addition(request, draft, gettext("Opened from %s.") % edition.key)
        except EditionRefused as refused:
            self._refuse(request, refused)
            return None
        return HttpResponseRedirect(reverse("admin:questionnaire_edition_change", args=[draft.pk]))

    @admin.action(description=_("Lint: show what stands in the way"), permissions=["view"])
    def run_lint(self, request: HttpRequest, chosen: QuerySet[Edition]) -> HttpResponse | None:
        edition = self._one(request, chosen)
        return findings_page(request, edition, lint_of(edition)) if edition else None

    @admin.action(description=_("Publish this draft"), permissions=["change"])
    def publish_draft(self, request: HttpRequest, chosen: QuerySet[Edition]) -> HttpResponse | None:
        edition = self._one(request, chosen)
        if edition is None:
            return None
        return publishing.publishing_of(request, self, edition)

    @admin.action(description=_("Retire this edition"), permissions=["change"])
    def retire_edition(self, request: HttpRequest, chosen: QuerySet[Edition]) -> None:
        edition = self._one(request, chosen)
        if edition is None:
            return
        try:
            with transaction.atomic():
                retire(edition=edition, at=timezone.now(), by=editor(request))
                self.log_change(request, edition, gettext("Retired."))
        except EditionRefused as refused:
            self._refuse(request, refused)
            return
        self.message_user(request, gettext("%s is retired.") % edition.key, messages.SUCCESS)

    # ------------------------------------------------------------ pages

    def _one(self, request: HttpRequest, chosen: QuerySet[Edition]) -> Edition | None:
        found = list(chosen[:2])
        if len(found) == 1:
            return found[0]
        self.message_user(request, gettext("Choose exactly one edition."), messages.ERROR)
        return None

    def _refuse(self, request: HttpRequest, refused: EditionRefused) -> None:
        self.message_user(request, str(refused), messages.ERROR)
