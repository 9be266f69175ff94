"""Whoever lacks the second factor that an accelerator demands is told so, whichever of its
addresses they asked for."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from questionnaire.cohort.models import Cohort
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
        tenant = _tenant(request)
        if tenant is None:
            return None
        actor = request.actor  # type: ignore[attr-defined]
        own = Accelerator.objects.belonging_to(actor).filter(pk=tenant)
        hidden = own.exclude(pk__in=Accelerator.objects.visible_to(actor).values("pk"))
        return redirect("factor-needed", accelerator=tenant) if hidden.exists() else None


def _tenant(request: HttpRequest) -> uuid.UUID | None:
    """The accelerator that the address names, by itself or by one of its cohorts."""
    match = request.resolver_match
    named = match.kwargs if match is not None else {}
    if "accelerator" in named:
        return uuid.UUID(str(named["accelerator"]))
    if "cohort" not in named:
        return None
    found = Cohort.objects.filter(pk=named["cohort"]).values_list("accelerator_id", flat=True)
    return found.first()
