"""People, accelerators and cohorts in the admin, for operations: never an answer or a score.

Operations keep the site running and become nobody: what somebody is known by (an address, a factor,
a place in a venture or accelerator) is theirs alone to change, on the site (docs/security.md).
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tasks_db.admin import DBTaskResultAdmin
from django_tasks_db.models import DBTaskResult

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.tenants.actions import invite_first_owner
from questionnaire.cohort.tenants.mails import mail_accelerator_invitation
from questionnaire.cohort.tenants.page import doing_of_owner
from questionnaire.people.account.actions import delete_account, leaving
from questionnaire.people.actions import remove_tenant
from questionnaire.people.models import (
    Accelerator,
    AcceleratorMember,
    User,
    Venture,
    VentureMember,
)
from questionnaire.people.proof import must_be_shown
from questionnaire.vocabulary import AcceleratorRole
from questionnaire.workshop.access import Offered

# What libraries bring along changes who somebody is, or shows what nobody may see: an address that
# counts as shown signs in as whoever it stands with, a group is a right, and allauth's page of
# factors holds the secret that makes the codes. They register themselves when they are read, which
# is once.
BROUGHT_ALONG = {
    "allauth.account.admin": EmailAddress,
    "allauth.mfa.admin": Authenticator,
    "django.contrib.auth.admin": Group,
    "django_tasks_db.admin": DBTaskResult,
}
for library, brought in BROUGHT_ALONG.items():
    import_module(library)
    admin.site.unregister(brought)


@admin.register(DBTaskResult)
class TaskAdmin(Offered, DBTaskResultAdmin):
    """What the worker did, to look at only."""


@admin.register(User)
class UserAdmin(Offered):
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

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Codes go to the address: with another one in it the account would be another's."""
        return (*self.readonly_fields, *(("email",) if obj else ()))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Whoever gives somebody more rights shows first that it is them."""
        if _gains(obj, set(form.cleaned_data.get("groups") or ())):
            said = _("Give %(email)s more rights in the workshop.") % {"email": obj.email}
            must_be_shown(request, said)
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One by one, and by the same rule as for who deletes the own account."""
        allowed = obj is not None and leaving(obj).possible
        return allowed and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """With the ventures that nobody else belongs to, which would be nobody's."""
        delete_account(user=obj, at=timezone.now())


def _gains(user: User, groups: set[Group]) -> bool:
    """Whether somebody will be staff or in a group who is not now, or is closed now."""
    before = User.objects.filter(pk=user.pk, is_active=True).first()
    was_in = set(before.groups.all()) if before else set()
    was_staff = before is not None and before.is_staff
    return user.is_active and ((user.is_staff and not was_staff) or not groups <= was_in)


@admin.register(Authenticator)
class FactorAdmin(Offered):
    """Second factors without their secrets: to take one off whoever lost it, and nothing else."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__email",)
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Everybody sets up their own."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody else knows what belongs in it."""
        return False

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Whoever takes one off shows first who they are, as whoever gives rights does."""
        must_be_shown(request, _("Take a second factor off %(email)s.") % {"email": obj.user.email})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """The same of several from the list."""
        must_be_shown(request)
        super().delete_queryset(request, queryset)


class Members(admin.TabularInline):
    """To look at only: who belongs to a tenant reads what is its own, so its owners choose."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By invitation, on the site."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By its owners, on the site."""
        return False


class VentureMembers(Members):
    model = VentureMember


class AcceleratorMembers(Members):
    model = AcceleratorMember


class Enrolments(admin.TabularInline):
    """Who is in the cohort; what a venture shares is for the venture to say."""

    model = Enrolment
    extra = 0
    autocomplete_fields = ("venture",)
    fields = ("venture", "consented_at", "revoked_at")
    readonly_fields = ("consented_at", "revoked_at")
    can_delete = False  # what was agreed to stays on record; a venture leaves by itself

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A consent belongs to the venture that gave it: another one is enrolled anew."""
        return False


class OperationsAdmin(Offered):
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


class TenantAdmin(OperationsAdmin):
    """Deleted by the site's own rule: noted, so that no restored backup brings it back."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """From its own page."""
        remove_tenant(tenant=obj, at=timezone.now())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Several from the list: all of them or none."""
        with transaction.atomic():
            for one in queryset.select_for_update().order_by("pk"):
                remove_tenant(tenant=one, at=timezone.now())


@admin.register(Venture)
class VentureAdmin(TenantAdmin):
    """Ventures and their members."""

    inlines = (VentureMembers,)


class AcceleratorForm(forms.ModelForm[Accelerator]):
    """An accelerator, and whom to invite as its owner; from then on it looks after itself."""

    owner_email = forms.EmailField(
        label=gettext_lazy("Invite an owner, by mail"),
        required=False,
        help_text=gettext_lazy("The link is mailed there; only this address can accept."),
    )

    class Meta:
        model = Accelerator
        fields = ("name", "second_factor")

    def clean_owner_email(self) -> str:
        """The first one only: whoever owns it reads what ventures share with it."""
        email: str = self.cleaned_data["owner_email"]
        made = not self.instance._state.adding
        if email and made and self.instance.members.filter(role=AcceleratorRole.OWNER).exists():
            raise forms.ValidationError(
                _("This accelerator has an owner, who invites others on the site.")
            )
        return email


@admin.register(Accelerator)
class AcceleratorAdmin(TenantAdmin):
    """Accelerators and their members."""

    form = AcceleratorForm
    inlines = (AcceleratorMembers,)

    def save_model(self, request: HttpRequest, obj: Accelerator, form: Any, change: bool) -> None:
        """With an address in the form its owner is invited there."""
        email = form.cleaned_data.get("owner_email")
        if email:
            must_be_shown(request, doing_of_owner(obj, email))
        super().save_model(request, obj, form, change)
        if email:
            invite_first_owner(
                accelerator=obj, email=email, by=request.user.pk, at=timezone.now(),
                tell=mail_accelerator_invitation,
            )  # fmt: skip
            self.message_user(request, _("The invitation is on its way to %(email)s.")
                              % {"email": email})  # fmt: skip

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An accelerator begins here."""
        return admin.ModelAdmin.has_add_permission(self, request)


@admin.register(Cohort)
class CohortAdmin(OperationsAdmin):
    """Cohorts and who is in them; what one asks for is its accelerator's to say, on the site."""

    exclude = ("required", "asks", "why", "aliases", "decisions", "closed_at")

    list_display = ("name", "accelerator", "edition", "starts_on", "ends_on")
    list_select_related = ("accelerator", "edition")
    inlines = (Enrolments,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A cohort with ventures in it stays, and with it what they agreed to."""
        empty = obj is None or not obj.enrolments.exists()
        return empty and super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Ventures consented to this accelerator and these questions, not to others."""
        return (*self.readonly_fields, *(("accelerator", "edition") if obj else ()))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A cohort may begin here too; its accelerator says what it asks for."""
        return admin.ModelAdmin.has_add_permission(self, request)
