"""What guards every request: readable bytes, a database that may be away, pages nobody caches."""

from __future__ import annotations

import logging
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_vary_headers
from django.utils.translation import gettext as _

from fmassess.faults import RETRY_AFTER_SECONDS, fault

GetResponse = Callable[[HttpRequest], HttpResponse]
TEXT_BODIES = ("application/x-www-form-urlencoded", "application/json", "text/plain")
log = logging.getLogger("fmassess.database")


def readable(raw: bytes) -> bool:
    """Whether bytes are UTF-8 without NUL; PostgreSQL refuses both, SQLite stores them."""
    if b"\x00" in raw:
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class RequestGuardMiddleware:
    """Refuses NUL bytes and broken UTF-8 in path, query and text bodies, for both databases."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._is_readable(request):
            return self.get_response(request)
        return fault(request, 400, _("This request holds characters that cannot be stored."))

    def _is_readable(self, request: HttpRequest) -> bool:
        address = request.META.get("PATH_INFO", "").encode("latin-1", "replace")
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if b"\x00" in address or "\x00" in request.path or not readable(query):
            return False
        if request.method in ("GET", "HEAD") or request.content_type not in TEXT_BODIES:
            return True
        if int(request.META.get("CONTENT_LENGTH") or 0) > 2_500_000:
            return True  # too large is said elsewhere, with its own words
        body = request.body
        if request.content_type == "application/x-www-form-urlencoded":
            body = unquote_to_bytes(body)
        return readable(body)


class DatabaseFaultMiddleware:
    """Turns a database that is away, busy or full into 503 with Retry-After."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as exc:
            return self._away(request, exc)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError | InterfaceError):
            return self._away(request, exception)
        return None

    def _away(self, request: HttpRequest, exception: Exception) -> HttpResponse:
        log.error("database fault: %s", type(exception).__name__)
        response = fault(
            request, 503, _("The database does not answer. Nothing that was saved is lost.")
        )
        response["Retry-After"] = RETRY_AFTER_SECONDS
        add_never_cache_headers(response)
        return response


class PrivatePagesMiddleware:
    """No page is kept by a cache unless its view said so, and fragments vary by htmx."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ("HX-Request", "Cookie"))
        return response
