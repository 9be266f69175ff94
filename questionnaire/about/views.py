"""Pages about the site itself; they read nothing, so that they are there whatever is away."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from questionnaire.about.cookies import COOKIES
from questionnaire.about.kept import FIGURES, what_is_kept


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is stored and why, who reads it, how long, where it goes."""
    context = {
        "here": "privacy",
        "kept": what_is_kept(),
        "cookies": [(name, *said) for name, said in COOKIES.items()],
        **_operator(),
        **FIGURES,
    }
    return render(request, "about/privacy.html", context)


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """For whom the site can be used, what was tested and what was not."""
    return render(request, "about/accessibility.html", {"here": "accessibility", **_operator()})


def _operator() -> dict[str, str]:
    contact: str = settings.CONTACT
    address = f"mailto:{contact}" if "@" in contact else contact
    return {"operator": settings.OPERATOR, "contact": contact, "contact_address": address}
