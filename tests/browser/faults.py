"""Faults between the page and the server: what a save meets on its way, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from playwright.sync_api import APIResponse, Page, Route

SAVES = "**/answers/*/"
LOOK_MS, MOST_LOOKS = 50, 300
Fault = Callable[[Route], None]


@dataclass
class Wire:
    """The way from one page to the server. Faults are used up in order; then it works again."""

    page: Page
    faults: list[Fault] = field(default_factory=list)
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    kept: list[tuple[Route, APIResponse]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.route(SAVES, self._meet)

    def _meet(self, route: Route) -> None:
        self.sent.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
        fault = self.faults.pop(0) if self.faults else passes
        fault(route)

    def keeps_reply(self, route: Route) -> None:
        """The server has it at once; the page hears of it when it is let go."""
        self.kept.append((route, route.fetch()))

    def let_go(self) -> None:
        """Hand over the replies that were kept, the first as soon as it is there."""
        for _ in range(MOST_LOOKS):
            if self.kept:
                break
            self.page.wait_for_timeout(LOOK_MS)
        for route, reply in self.kept:
            route.fulfill(response=reply)
        self.kept.clear()


def passes(route: Route) -> None:
    """No fault."""
    route.continue_()


def reply_lost(route: Route) -> None:
    """Stored, but the page never hears of it."""
    route.fetch()
    route.abort("connectionreset")


def unreachable(route: Route) -> None:
    """Nothing arrives."""
    route.abort("connectionrefused")


def answered(status: int, body: str = "{}", **headers: str) -> Fault:
    """Somebody else answers; the server never sees it."""
    kind = "application/json" if body.startswith("{") else "text/html"

    def meet(route: Route) -> None:
        route.fulfill(status=status, body=body, content_type=kind, headers=headers)

    return meet
