"""The workshop's registrations, in flow order."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from questionnaire.workshop import editions, operations, rows

__all__ = ["editions", "operations", "rows"]

admin.site.site_header = _("FMAssess workshop")
admin.site.site_title = _("Workshop")
admin.site.index_title = _("What we ask, and who is here")
# One door: sign-in by code and second factor, with its limits, also for the workshop. Silenced: the
# library says to put its door in the place of the admin's method, which types do not foresee.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
