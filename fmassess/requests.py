"""A log line for each request: method, route, status, milliseconds, an id; nothing that was typed.
And it is counted (fmassess.meters).

The route is the address's name and not the address: ids and secrets stand in addresses. The id is
the proxy's, so that its log and ours can be held together, and goes back to the browser.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fmassess.logs import REQUEST
from fmassess.meters import meters

log = logging.getLogger("fmassess.requests")
HEADER = "X-Request-ID"
GIVEN = re.compile(r"[0-9a-f]{32}")
QUIET = ("healthz", "readyz", "metrics")
"""Asked every few seconds by machines: only what is amiss is worth a line."""
FAULT = 500


class RequestLogMiddleware:
    """Outermost, so that refusals and faults have their line too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        meters()  # made while there is one process, and one thread of it

    def __call__(self, request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        name = request_id(request)
        before = REQUEST.set(name)
        meters().begun()
        status = FAULT
        try:
            response = self.get_response(request)
            status = response.status_code
        finally:
            _tell(request, status, time.perf_counter() - start)
            REQUEST.reset(before)
        response[HEADER] = name
        return response


def request_id(request: HttpRequest) -> str:
    """The proxy's id where there is a proxy and it gave one, else our own."""
    given = request.headers.get(HEADER, "")
    behind = settings.SECURE_PROXY_SSL_HEADER is not None
    return given if behind and GIVEN.fullmatch(given) else uuid.uuid4().hex


def _tell(request: HttpRequest, status: int, seconds: float) -> None:
    route = route_of(request)
    method = request.method if request.method in METHODS else "other"
    meters().ended(route, str(method), status, seconds)
    if route == "static" or (route in QUIET and status < FAULT):
        return
    log.info(
        "request",
        extra={
            "method": method,
            "route": route,
            "status_code": status,
            "ms": round(seconds * 1000, 1),
        },
    )


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def route_of(request: HttpRequest) -> str:
    """The name of the address; empty where there is none."""
    if request.resolver_match is None:
        return "static" if request.path_info.startswith(settings.STATIC_URL) else ""
    return request.resolver_match.view_name or ""
