"""Whoever reloads, goes back to or types an address that only takes forms is led to its page.

A browser asks for such an address by itself: at a reload, out of its history, and after signing in
on the way to one. A bare 405 would be a dead end. Programs, and pages' own scripts, still get it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from fmassess.faults import fault

BESIDE: Final = {
    "attach": "home/",
    "desk-move": "workshop/",
    "desk-told": "workshop/",
    "erase": "venture/",
    "invitation": "members/",
    "join-links": "invitations/",
    "keep-scenario": "what-if/",
}
"""Where the page with the form is not what the address hangs under, but one beside it."""
NOT_ALLOWED: Final = 405


class LeadingBackMiddleware:
    """In the place of a 405 to a person: their page where they looked, a readable one elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_ALLOWED or not _is_person(request):
            return response
        if request.method == "GET":
            return redirect(page_of(request))
        told = fault(request, NOT_ALLOWED, _("This page is only to be read: nothing was sent."))
        told["Allow"] = response["Allow"]
        return told


def page_of(request: HttpRequest) -> str:
    """The nearest address above that leads somewhere; it may lead on in its turn."""
    up = request.path_info
    while up != "/":
        up = up.rstrip("/").rpartition("/")[0] + "/"
        try:
            resolve(up)
        except Resolver404:
            continue
        break
    name = request.resolver_match.url_name if request.resolver_match else ""
    return up + BESIDE.get(name or "", "")


def _is_person(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "text/html" in accepted and "HX-Request" not in request.headers
