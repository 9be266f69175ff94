"""Showing once more that it is you: by signing in again, or by the factor that staff need."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from questionnaire.people.actor import ActorRequest
from questionnaire.people.emergency import keep_hashed
from questionnaire.people.proof import KEPT, WANTED, kept_form, owes_factor, sent_before
from questionnaire.people.querysets import factors_of


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_again(request: ActorRequest) -> HttpResponse:
    """For who has no second factor: a POST ends this session and leads to signing in, and back.
    What they had sent outlives the session, and is shown to them alone (``kept_form``)."""
    there = request.GET.get("next", "")
    known = {request.get_host()}
    if not url_has_allowed_host_and_scheme(there, known, require_https=request.is_secure()):
        there = reverse("account")
    sent = sent_before(request)
    if request.method != "POST":
        context = {"here": "account", "there": there, "keeps": sent is not None}
        return render(request, "account/sign_in_again.html", context)
    logout(request)
    if sent is not None and sent["path"] == there:
        request.session[KEPT] = sent
        there = reverse("go-on")
    return redirect(f"{reverse('account_login')}?{urlencode({'next': there})}")


@require_safe
def go_on(request: ActorRequest) -> HttpResponse:
    """What somebody sent before they showed that it is them, to be sent by a button now."""
    found = kept_form(request)
    if found is None:
        return redirect("account")
    return render(request, "account/go_on.html", {"here": "account", "kept": found})


@require_http_methods(["GET", "HEAD"])
def staff_factor(request: ActorRequest) -> HttpResponse:
    """For an editor or operator who has not shown a second factor: how to; then where they went."""
    if not owes_factor(request):
        return redirect(request.session.pop(WANTED, "home"))
    has_one = factors_of(request.actor.user_id).exists()
    context = {"here": "account", "has_one": has_one, "there": reverse("staff-factor")}
    return render(request, "account/staff_factor.html", context)


class _EmergencyCodes(ViewRecoveryCodesView):
    """allauth's page, which shows them once; then nobody can, for hashes are all that is left."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        keep_hashed(self.request.user)
        return found


emergency_codes = require_GET(_EmergencyCodes.as_view())  # HEAD would show them to nobody
