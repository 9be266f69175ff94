"""The bank's rows in the admin: editable in a draft, to be read in every other edition."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from questionnaire.bank.approval import is_editor
from questionnaire.bank.kinds import KINDS, edition_of
from questionnaire.bank.models import (
    Action,
    Argument,
    Category,
    Fact,
    Milestone,
    Option,
    Path,
    Persona,
    Question,
    Requirement,
    ReversalLine,
    Tension,
)
from questionnaire.bank.recording import lock, recording, snapshot, write_down
from questionnaire.people.models import User
from questionnaire.vocabulary import EditionStatus
from questionnaire.workshop.access import Offered, desk_page
from questionnaire.workshop.deleting import DELETE, delete_drafts
from questionnaire.workshop.fields import HELP, StrictJson, TextsField
from questionnaire.workshop.forms import SHOWN, RowForm, is_text
from questionnaire.workshop.formsets import RowFormSet
from questionnaire.workshop.merging import read_shown
from questionnaire.workshop.tools import tools_of

BOUNDS = {
    "funding": (0, 4), "community": (0, 4), "safety": (0, 4), "lean": (-2, 2),
    "position": (-100, 100),
}  # fmt: skip
"""Numbers of a row that content.py takes within bounds only, as the database does."""


def is_draft(row: Any) -> bool:
    """Whether a row may still be changed."""
    edition = edition_of(row)
    return edition is not None and edition.status == EditionStatus.DRAFT


class Desked(Offered):
    """A row's page with the tools of the editors' desk."""

    change_form_template = "workshop/row.html"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Deleting comes last: it is seldom what one is here for; and of drafts only."""
        found: dict[str, Any] = super().get_actions(request)
        if DELETE in found:
            _, name, words = found.pop(DELETE)
            found[DELETE] = (delete_drafts, name, words)
        return found

    def render_change_form(self, request: HttpRequest, context: Any, **options: Any) -> Any:  # type: ignore[override]
        row = options.get("obj")
        tools = tools_of(row, edition_of(row)) if is_editor(request.user) else None
        more = {"tools": tools, "shown_field": SHOWN, "shown": _shown_on(context)}
        return super().render_change_form(request, {**context, **more}, **options)


def _shown_on(context: Any) -> str:
    """What the rows of a page held when it was shown; of what somebody else wrote meanwhile, what
    the editor has been told of."""
    forms_of = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms_of += inline.formset.forms
    rows = {}
    for form in forms_of:
        if isinstance(form, RowForm) and form.instance.pk is not None:
            carried = read_shown(form.data.get(SHOWN, "")) if form.is_bound else {}
            rows[form.row_name] = (carried.get(form.row_name) or form.shown()) | form.met
    return json.dumps(rows, default=str)


class HolderField(forms.ModelChoiceField):
    """What a new row belongs to, with the draft that it is in: two drafts have the same keys."""

    def label_from_instance(self, obj: Any) -> str:
        edition = edition_of(obj)
        return str(obj) if edition is obj or edition is None else f"{edition.key}: {obj}"


class Frozen(admin.options.BaseModelAdmin):
    """Refuses what the database would refuse: changes outside drafts."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or is_draft(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or is_draft(obj))

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: Any, **options: Any
    ) -> Any:
        if isinstance(db_field, models.JSONField):
            label = capfirst(db_field.verbose_name)
            if is_text(self.model, db_field.name):
                return TextsField(required=not db_field.blank, label=label)
            box = forms.Textarea({"rows": 3, "cols": 80, "spellcheck": "false"})
            return StrictJson(
                required=not (db_field.blank or db_field.has_default()),
                label=label,
                help_text=HELP.get(db_field.name, ""),
                widget=box,
            )
        if db_field.name in BOUNDS:
            least, most = BOUNDS[db_field.name]
            options |= {"min_value": least, "max_value": most, "help_text": f"{least}..{most}"}
        return super().formfield_for_dbfield(db_field, request, **options)

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey[Any, Any], request: HttpRequest, **options: Any
    ) -> Any:
        """A row is added to a draft only."""
        name = db_field.name
        if name == "edition" or name in KINDS:
            way = "status" if name == "edition" else f"{KINDS[name].way}__status"
            rows = db_field.remote_field.model._default_manager
            options["queryset"] = rows.filter(**{way: EditionStatus.DRAFT})
            options["form_class"] = HolderField
            # The column has no name of its own, and Django makes one of its English key.
            options["label"] = capfirst(db_field.remote_field.model._meta.verbose_name)
        return super().formfield_for_foreignkey(db_field, request, **options)


class RowInline(Frozen, admin.StackedInline):
    """Rows on the page of what they belong to."""

    form = RowForm
    formset = RowFormSet
    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Beside a new row too: it goes into a draft."""
        return super().has_add_permission(request, obj) and (obj is None or is_draft(obj))


class Recorded(admin.ModelAdmin):
    """Writes down who changed what, in the transaction of the change."""

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Who saves reads the row once nobody else writes to its edition: what is compared with
        the page must be what stands until it is saved."""
        found = super().get_object(request, object_id, from_field)
        edition = edition_of(found) if request.method == "POST" else None
        if edition is None:
            return found
        lock(edition.pk)
        return super().get_object(request, object_id, from_field)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """What was typed about a row that is gone is shown, to be taken along."""
        typed = list(_typed_texts(request))
        if not typed:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)  # type: ignore[misc]
        back = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
        return desk_page(
            request, "gone", status=409, kind=opts.verbose_name, typed=typed, back=back
        )

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        edition = edition_of(obj)
        if edition is None or lock(edition.pk) != EditionStatus.DRAFT:  # published meanwhile
            raise PermissionDenied
        form.before = snapshot(edition.pk)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        edition = edition_of(form.instance)
        if edition is not None:
            write_down(edition, form.before, by=editor(request), at=timezone.now())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        edition = edition_of(obj)
        if edition is not None:
            with recording(edition, by=editor(request), at=timezone.now()):
                super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        at = timezone.now()
        with ExitStack() as all_or_none:
            all_or_none.enter_context(transaction.atomic())
            # In one order, so that two at once do not wait for each other.
            found = {one.pk: one for row in queryset if (one := edition_of(row)) is not None}
            for pk in sorted(found, key=str):
                all_or_none.enter_context(recording(found[pk], by=editor(request), at=at))
            super().delete_queryset(request, queryset)


def _typed_texts(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What stood in a form's boxes, without what only the page itself needs."""
    for name, value in request.POST.items():
        own = (
            name.startswith(("_", "csrf")) or name.endswith("_FORMS") or name in ("post", "action")
        )
        if str(value).strip() and not own:
            yield name, str(value)


def editor(request: HttpRequest) -> User:
    """Who edits; the admin lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101 - never anonymous in the admin
    return request.user


class PathParts(RowInline):
    """What belongs to a path, with its edition, which every condition is checked against."""

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related("path__edition")


class RowAdmin(Frozen, Desked, Recorded):
    """A kind of rows."""

    form = RowForm
    list_display: tuple[str, ...] = ("key", "words", "edition", "place")
    list_filter: ClassVar[tuple[Any, ...]] = ("edition",)
    list_select_related: ClassVar[tuple[str, ...]] = ("edition",)
    parent = "edition"
    words_in = "name"

    @admin.display(description=_("words"))
    def words(self, row: Any) -> str:
        """What founders read of it, in the editor's language or in whatever there is."""
        said = getattr(row, self.words_in)
        if not isinstance(said, dict):
            return str(said)
        text = said.get(get_language() or "en") or next(iter(said.values()), "")
        return Truncator(text).chars(90)

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Keys and words, in whatever language."""
        if not is_text(self.model, self.words_in):
            return ("key", self.words_in)
        return ("key", *(f"{self.words_in}__{code}" for code, _name in settings.LANGUAGES))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """A row stays where it is."""
        return (self.parent,) if obj else ()


@admin.register(Category)
class CategoryAdmin(RowAdmin):
    """Categories with links to their questions."""

    class Questions(RowInline):
        model = Question
        fields = ("key", "place", "kind", "ask")

    inlines = (Questions,)


class ByCategory(admin.SimpleListFilter):
    """One of the five, whatever the edition."""

    title = _("category")
    parameter_name = "in"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        keys = Category.objects.order_by("key").values_list("key", flat=True).distinct()
        return [(key, key) for key in keys]

    def queryset(
        self, request: HttpRequest, queryset: models.QuerySet[Question]
    ) -> models.QuerySet[Question]:
        return queryset.filter(category__key=self.value()) if self.value() else queryset


@admin.register(Question)
class QuestionAdmin(RowAdmin):
    """A question with its options."""

    class Options(RowInline):
        model = Option
        fields = (
            ("key", "place", "exclusive", "not_known"), "text", "next",
            ("funding", "community", "safety", "lean"), "points_on", "pull",
        )  # fmt: skip

    list_display = ("key", "words", "category", "kind", "core", "place")
    list_filter: ClassVar[tuple[Any, ...]] = ("category__edition", ByCategory, "kind", "core")
    ordering = ("category__edition__key", "category__place", "place", "pk")
    words_in = "ask"
    list_select_related: ClassVar[tuple[str, ...]] = ("category__edition",)
    parent = "category"
    inlines = (Options,)


@admin.register(Path)
class PathAdmin(RowAdmin):
    """A path with its requirements and arguments."""

    class Requirements(PathParts):
        model = Requirement

    class Arguments(PathParts):
        model = Argument

    inlines = (Requirements, Arguments)


class Saying(RowAdmin):
    """What says one sentence."""

    words_in = "text"


class PersonaAdmin(RowAdmin):
    """Personas are known by their ventures."""

    words_in = "venture"


admin.site.register((Tension, Milestone), RowAdmin)
admin.site.register((Action, ReversalLine, Fact), Saying)
admin.site.register(Persona, PersonaAdmin)
