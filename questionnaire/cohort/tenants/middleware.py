"""Whoever lacks the second factor that is demanded of them is told so, whichever address they
asked for: members by their accelerator, editors and operators by the site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from questionnaire.people.models import Accelerator
from questionnaire.people.proof import WANTED, owes_factor

OWN = {
    "account", "browsers", "delete-account", "stay", "sign-in-again", "staff-factor",
    "set_language",
}  # fmt: skip
"""What a person needs to get at a factor, and what is their own: who lost their phone still ends
somebody else's session. With allauth's own pages."""


class FactorMiddleware:
    """A tenant that demands more is nowhere to be seen (``accelerator_access``), so its pages
    answer 404; to its own member that says too little. Costs nothing where a page is found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, values: Any
    ) -> HttpResponse | None:
        """Of staff, before anything that needs a sign-in: a new page of theirs is closed by itself.
        What anybody may open stays open."""
        found = request.resolver_match
        if (
            found is None
            or not (getattr(view, "login_required", True) or "admin" in found.app_names)
            or found.view_name in OWN
            or found.view_name.startswith(("account_", "mfa_"))
            or not owes_factor(request)
        ):
            return None
        if request.method == "GET" and "HX-Request" not in request.headers:
            request.session[WANTED] = request.get_full_path()
        return redirect("staff-factor")

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Http404) or not request.user.is_authenticated:
            return None
        named = request.resolver_match.kwargs if request.resolver_match is not None else {}
        own = Accelerator.objects.belonging_to(request.actor)  # type: ignore[attr-defined]
        if "accelerator" in named:
            own = own.filter(pk=named["accelerator"])
        elif "cohort" in named:
            own = own.filter(cohorts=named["cohort"])
        else:
            return None
        shown = Accelerator.objects.visible_to(request.actor)  # type: ignore[attr-defined]
        hidden = own.exclude(pk__in=shown.values("pk")).first()
        return redirect("factor-needed", accelerator=hidden.pk) if hidden is not None else None
