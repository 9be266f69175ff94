"""What is measured, beside which floor, and the goal: the one table to add a page to."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.browser import FORM, QUESTIONS, Browser, begin, saving_of_many
from tests.bench.load import Make, Request

FLOOR_ROWS = 39  # a page of 7.8 kB
ROW_BYTES = 197
TRIED = tuple(QUESTIONS.items())
GUESTS = 64  # twice the most clients at once, so that no two save for the same founder


@dataclass
class Scene:
    """The two servers' ports, a guest who began, and the demonstration's people."""

    product: int
    floor: int
    guest: Browser
    base: str
    demo: dict[str, str]

    def signed_in(self, role: str, path: str) -> Make:
        """A page of the product as one of the demonstration's people reads it."""
        return Browser(self.product, session=self.demo[role]).page(self.demo[path])

    def on_floor(self) -> Browser:
        """A signed-in browser at the floor, with a token as its upsert needs one."""
        return Browser(self.floor, session=self.demo["founder"], csrf="a" * 32)


@dataclass
class Target:
    """One measure; goal is the most the p95 may be, as a multiple of the floor's."""

    name: str
    ours: Callable[[Scene], Make]
    floor: Callable[[Scene], Make]
    goal: float | None = None


def floor_page(scene: Scene) -> Make:
    """Three queries and 7.8 kB for somebody signed in."""
    return scene.on_floor().page(f"/page/?rows={FLOOR_ROWS}")


def floor_page_as_large(scene: Scene) -> Make:
    """The same with as many rows as make it as large as the category page."""
    size = len(scene.guest.ask("GET", f"{scene.base}c/funding/")[0].encode())
    return scene.on_floor().page(f"/page/?rows={size // ROW_BYTES}")


def floor_page_as_the_report(scene: Scene) -> Make:
    """The same as large as the demonstration's report."""
    founder = Browser(scene.product, session=scene.demo["founder"])
    size = len(founder.ask("GET", scene.demo["report"])[0].encode())
    return scene.on_floor().page(f"/page/?rows={size // ROW_BYTES}")


def floor_upsert(scene: Scene) -> Make:
    """One row of one table, over and over."""
    body = urllib.parse.urlencode({"k": "1"}).encode()
    headers = {**scene.on_floor().headers(), **FORM}
    return lambda number: Request("POST", "/upsert/", body, headers)


def trying(*changes: tuple[str, tuple[str, str]]) -> Callable[[Scene], Make]:
    """What a founder's page sends as they change answers of a what-if, for its moved part alone;
    one of two options in turn, so that something always differs from the report."""

    def make_of(scene: Scene) -> Make:
        members = [
            Browser(scene.product, session=session, csrf="a" * 32).headers()
            for session in scene.demo["members"].split()
        ]

        def make(number: int) -> Request:
            said = [(key, options[number % 2]) for key, options in changes]
            form = [*(("shown", key) for key, _ in said), *said]
            body = urllib.parse.urlencode(form).encode()
            headers = {**members[number % len(members)], **FORM, "HX-Request": "true"}
            return Request("POST", scene.demo["what-if"], body, headers)

        return make

    return make_of


TARGETS = (
    Target("hello", lambda s: s.guest.page("/healthz"), lambda s: s.on_floor().page("/hello/")),
    Target("category page", lambda s: s.guest.page(f"{s.base}c/funding/"), floor_page, 2.5),
    Target(
        "of its own size", lambda s: s.guest.page(f"{s.base}c/funding/"), floor_page_as_large, 2.5
    ),
    Target("overview", lambda s: s.guest.page(s.base), floor_page, 2.5),
    Target("partial result", lambda s: s.guest.page(f"{s.base}result/"), floor_page),
    Target("report page", lambda s: s.signed_in("founder", "report"), floor_page, 2.5),
    Target(
        "report of its own size",
        lambda s: s.signed_in("founder", "report"),
        floor_page_as_the_report,
        2.5,
    ),
    Target("report as PDF", lambda s: s.signed_in("founder", "pdf"), floor_page),  # under 3 s
    Target("what-if, one answer", trying(*TRIED[:1]), floor_upsert),  # under 5 CPU ms more
    Target("what-if, three answers", trying(*TRIED), floor_upsert),
    Target("decision step", lambda s: s.signed_in("founder", "step"), floor_page, 2.5),
    Target("decision paths", lambda s: s.signed_in("founder", "paths"), floor_page, 2.5),
    Target("cohort page", lambda s: s.signed_in("reviewer", "cohort"), floor_page),
    Target("autosave", lambda s: saving_of_many(s.product, GUESTS), floor_upsert, 2.5),
)


def set_up(product: int, floor: int, demo: dict[str, str]) -> Scene:
    """Begin an assessment; everything else is there already."""
    guest, base = begin(product)
    guest.ask("GET", base)  # the first look shows the private link and draws its picture
    return Scene(product, floor, guest, base, demo)
