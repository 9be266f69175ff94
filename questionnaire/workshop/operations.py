"""People, accelerators and cohorts in the admin, for operations: never an answer or a score."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.models import (
    Accelerator,
    AcceleratorMember,
    User,
    Venture,
    VentureMember,
)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Who signs in, by a code sent by mail; so there is no password to set."""

    list_display = ("email", "name", "is_active", "is_staff", "date_joined")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)
    fields = (
        "email", "name", "is_active", "is_staff", "is_superuser", "groups", "last_login",
        "date_joined",
    )  # fmt: skip
    readonly_fields = ("is_superuser", "last_login", "date_joined")
    filter_horizontal = ("groups",)


class VentureMembers(admin.TabularInline):
    model = VentureMember
    extra = 0
    autocomplete_fields = ("user",)


class AcceleratorMembers(admin.TabularInline):
    model = AcceleratorMember
    extra = 0
    autocomplete_fields = ("user",)


class Enrolments(admin.TabularInline):
    """Who is in the cohort; what a venture shares is for the venture to say."""

    model = Enrolment
    extra = 0
    autocomplete_fields = ("venture",)
    fields = ("venture", "consented_at", "revoked_at")
    readonly_fields = ("consented_at", "revoked_at")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A consent belongs to the venture that gave it: another one is enrolled anew."""
        return False


class OperationsAdmin(admin.ModelAdmin):
    """What operations may see of a tenant: its name and dates."""

    list_display: tuple[str, ...] = ("name", "created_at")
    search_fields = ("name",)
    readonly_fields: ClassVar[tuple[str, ...]] = ("created_at",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Ventures begin on the site."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What begins here begins now."""
        if not change:
            obj.created_at = timezone.now()
        super().save_model(request, obj, form, change)


@admin.register(Venture)
class VentureAdmin(OperationsAdmin):
    """Ventures and their members."""

    inlines = (VentureMembers,)


@admin.register(Accelerator)
class AcceleratorAdmin(OperationsAdmin):
    """Accelerators and their members."""

    inlines = (AcceleratorMembers,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An accelerator begins here."""
        return admin.ModelAdmin.has_add_permission(self, request)


@admin.register(Cohort)
class CohortAdmin(OperationsAdmin):
    """Cohorts and who is in them."""

    list_display = ("name", "accelerator", "edition", "starts_on", "ends_on")
    list_select_related = ("accelerator", "edition")
    inlines = (Enrolments,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Ventures consented to this accelerator and these questions, not to others."""
        return (*self.readonly_fields, *(("accelerator", "edition") if obj else ()))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A cohort begins here, until accelerators do it themselves."""
        return admin.ModelAdmin.has_add_permission(self, request)
