"""Whoever lacks the second factor that an accelerator demands is told so, whichever of its
addresses they asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from questionnaire.people.models import Accelerator


class FactorMiddleware:
    """A tenant that demands more is nowhere to be seen (``accelerator_access``), so its pages
    answer 404; to its own member that says too little. Costs nothing where a page is found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

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
