"""The project's own addresses; the product's stand in questionnaire/urls.py."""

from allauth.account.decorators import reauthentication_required
from allauth.account.views import email
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from fmassess.faults import nothing
from fmassess.health import healthz, metrics, readyz
from questionnaire.assessment.views.arriving import sign_out
from questionnaire.assessment.views.proving import emergency_codes

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    # Django's "view on site" shortcut: nothing here has such an address, and it trips over odd ids.
    path("workshop/r/<path:rest>", nothing, name="nothing"),
    path("workshop/password_change/", nothing, name="nothing-of-the-workshops-password"),
    path("workshop/", admin.site.urls),
    # Codes by mail, no passwords: nobody is to set one that signs nobody in.
    path("account/password/<path:rest>", nothing, name="nothing-of-passwords"),
    path("account/logout/", sign_out, name="account_logout"),
    # Whoever changes the address has the account: they show that it is theirs, as for a factor.
    path("account/email/", reauthentication_required(email), name="account_email"),
    path("account/2fa/recovery-codes/", emergency_codes, name="mfa_view_recovery_codes"),
    # They are shown once, on their page.
    path("account/2fa/recovery-codes/download/", nothing, name="nothing-of-downloaded-codes"),
    path("account/", include("allauth.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
    path("", include("questionnaire.urls")),
]

handler400 = "fmassess.faults.bad_request"
handler403 = "fmassess.faults.permission_denied"
handler429 = "fmassess.faults.too_many"  # allauth looks for it here
handler404 = "fmassess.faults.page_not_found"
handler500 = "fmassess.faults.server_error"
