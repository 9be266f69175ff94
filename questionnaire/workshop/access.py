"""Who enters the editors' desk, and the frame of its pages."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import admin, messages
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from fmassess.faults import fault
from questionnaire.bank.approval import is_editor
from questionnaire.bank.models import Edition
from questionnaire.people.actor import ActorRequest
from questionnaire.scoring.faults import in_words

P = ParamSpec("P")
View = Callable[Concatenate[ActorRequest, P], HttpResponse]


class Offered(admin.ModelAdmin):
    """A list that its address narrows only as the page offers, and of which only rows are chosen.

    Django lets every column of a row's own be asked for: a password's hash could be read letter by
    letter, and some lookups (a broken regex, one that a database lacks) end in a fault. And it asks
    the database for whatever is said to be a chosen row's id, which ends in one too.
    """

    def changelist_view(self, request: HttpRequest, *given: Any, **more: Any) -> HttpResponse:
        """What is asked for otherwise is refused, and is no fault of ours to be looked into."""
        try:
            return super().changelist_view(request, *given, **more)
        except DisallowedModelAdminLookup:
            return fault(request, 400, gettext("This list is narrowed by its own filters only."))

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *at: Any) -> Any:
        """Nothing is done where something was chosen that cannot be a row; and that is said."""
        if all(self._can_be_a_row(one) for one in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return super().response_action(request, queryset, *at)
        said = gettext("What was chosen is no row of this list. Choose rows by their boxes.")
        self.message_user(request, said, messages.ERROR)
        return None

    def _can_be_a_row(self, said: str) -> bool:
        key = self.model._meta.pk
        try:
            return "\x00" not in said and key.get_prep_value(key.clean(said, None)) is not None
        except ValidationError:
            return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether one of the list's own filters says so."""
        for one in self.list_filter if request is None else self.get_list_filter(request):
            if isinstance(one, type):
                if lookup == getattr(one, "parameter_name", None):
                    return True
            elif lookup in {f"{one}{end}" for end in ("", "__exact", "__isnull", "__id__exact")}:
                return True
        return False


def editors_only(view: View[P]) -> View[P]:
    """For everybody else who is signed in, the page does not exist; others are sent to sign in."""

    @wraps(view)
    def checked(request: ActorRequest, *args: P.args, **values: P.kwargs) -> HttpResponse:
        must_edit(request)
        return view(request, *args, **values)

    return checked


def must_edit(request: HttpRequest) -> None:
    """Raises Http404 for whoever does not edit the bank."""
    if not is_editor(request.user):
        raise Http404


def edition_or_404(edition: uuid.UUID) -> Edition:
    """An edition, draft or not; every editor may see each."""
    return get_object_or_404(Edition.objects.defer("document"), pk=edition)


def desk_page(
    request: HttpRequest, template: str, *, status: int = 200, **values: Any
) -> HttpResponse:
    """A page in the workshop's frame."""
    context = {**admin.site.each_context(request), **values}
    return render(request, f"workshop/{template}.html", context, status=status)


def note_change(request: ActorRequest, row: models.Model, said: str) -> None:
    """Write in the admin's history of a row what was done, and by whom."""
    LogEntry.objects.log_actions(
        request.user.pk or 0, [row], CHANGE, change_message=said, single_object=True
    )


def told(text: str) -> str:
    """A sentence of the modules that know no Django, in the editor's language."""
    return in_words(text, gettext)


def say(message: str, **values: object) -> str:
    """A sentence of the site for the modules that know no Django."""
    return gettext(message) % values
