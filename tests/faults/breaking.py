"""Production's settings with a hole: whoever sends the header breaks the site just there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines

from fmassess.settings import *  # noqa: F403
from fmassess.settings import MIDDLEWARE

HEADER = "X-Break"
TYPED = "-".join(("CNRY", "typed"))
"""Put together, for a trace quotes the line that it stands in."""


class Breaks:
    """Faults as a programmer makes them: they quote what somebody typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get(HEADER) == "middleware":
            raise ValueError(TYPED)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if request.headers.get(HEADER) == "view":
            raise ValueError(TYPED)
        if request.headers.get(HEADER) == "template":
            template = engines["django"].from_string("{{ broken.0 }}")
            template.render({"broken": Broken()}, request)


class Broken:
    def __getitem__(self, _key: object) -> str:
        raise ZeroDivisionError(TYPED)


MIDDLEWARE = [*MIDDLEWARE, "tests.faults.breaking.Breaks"]
