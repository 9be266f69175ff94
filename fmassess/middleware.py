"""What guards every request: readable bytes, a database that may be away, pages nobody caches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from fmassess.faults import API, fault, something_away
from fmassess.headers import NO_DEVICES, SAME_ORIGIN

GetResponse = Callable[[HttpRequest], HttpResponse]
TEXT_BODIES = ("application/x-www-form-urlencoded", "application/json", "text/plain")


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
    """Refuses NUL bytes and broken UTF-8 in path, query and text bodies, for both databases.

    And bodies in another encoding: Django would decode them, with any codec that Python knows.
    And programs that ask without https: led on to https, they would never notice that they send
    their token to be read on its way.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.SECURE_SSL_REDIRECT
            and request.path_info.startswith(API)
            and not request.is_secure()
        ):
            return fault(
                request,
                403,
                _(
                    "This is answered over https only. A token that was sent without it may have "
                    "been read on its way: end it, and make another one."
                ),
            )
        if self._is_readable(request):
            return self.get_response(request)
        return fault(request, 400, _("This request holds characters that cannot be stored."))

    def _is_readable(self, request: HttpRequest) -> bool:
        # Broken UTF-8 in the path is percent-encoded again by Django: a name that nothing has.
        query = unquote_to_bytes(request.META.get("QUERY_STRING", ""))
        if "\x00" in request.path or not readable(query):
            return False
        if request.method in ("GET", "HEAD"):
            return True
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            return False
        if request.content_type not in TEXT_BODIES:
            return True
        try:
            body = request.body
        except (RequestDataTooBig, UnreadablePostError):
            return True  # Django refuses these itself when the view reads them
        if request.content_type == "application/x-www-form-urlencoded":
            body = unquote_to_bytes(body)
        return readable(body)


class AnyNameMiddleware:
    """Machines ask how the site is by whatever name or number they reach it: the container's own
    check by 127.0.0.1, a balancer by the server's address. Nothing of these answers hangs on the
    name, so what asks for one is taken as asked by the site's own."""

    ADDRESSES = ("/healthz", "/readyz", "/metrics")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info in self.ADDRESSES:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost"
        return self.get_response(request)


class DatabaseFaultMiddleware:
    """A view that finds the database away answers 503; in a middleware handler500 does the same."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return something_away(request, exception)


class PrivateByDefaultMiddleware(LoginRequiredMiddleware):
    """Every view needs a sign-in unless it says otherwise; those that do cost no session query."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, args, kwargs)


class PrivatePagesMiddleware:
    """No page is kept by a cache unless its view said so, and fragments vary by htmx."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response[SAME_ORIGIN[0]] = SAME_ORIGIN[1]
        response[NO_DEVICES[0]] = NO_DEVICES[1]
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        patch_vary_headers(response, ("HX-Request", "Cookie"))
        return response
