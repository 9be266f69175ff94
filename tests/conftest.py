"""Fixtures for every test: a real browser, axe, and what the browser complained about."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

# Playwright's event loop runs in the test's own thread; Django would refuse the ORM there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpRequest, StreamingHttpResponse
from django.template import Context, Template
from django.test import Client, utils
from django.test.signals import template_rendered
from django.test.utils import _TestState
from django_htmx.middleware import HtmxDetails
from hypothesis import settings as hypothesis
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.harness import postgres
from tests.harness.guards import stand_aside_for_flush

stand_aside_for_flush()

# Speed is measured by ./run bench, never by a test: a busy machine is no failure.
hypothesis.register_profile("no-deadline", deadline=None)
hypothesis.load_profile("no-deadline")

expect.set_options(
    timeout=20_000
)  # two suites side by side on two cores; what holds is there sooner

answer = Client.request


def answer_and_read(self: Client, **request: Any) -> Any:
    """A file that is made while it is read is read to its end at once, as a server would, and kept.
    Left unread, the collector closes it when it likes, and that may be in the middle of a query of
    the same connection, which then waits for itself for ever."""
    response = answer(self, **request)
    if isinstance(response, StreamingHttpResponse):
        kept = list(response)
        response.streaming_content = kept
    return response


Client.request = answer_and_read  # type: ignore[method-assign]


def watched(self: Template, context: Context) -> Any:
    """A template that a page is made of is told to the test's client with what was given to it; one
    that is included in it is not: to copy that, for each part of each page, took a fifth of a
    run."""
    if context.template is self:
        template_rendered.send(sender=self, template=self, context=context)
    return self.nodelist.render(context)


utils.instrumented_test_render = watched

press = Locator.click


def press_and_wait(self: Locator, **options: Any) -> None:
    """A click waits until the page it leads to begins, not until it is there: on a busy machine a
    test would read half of it. Where the page was not there yet when it was pressed, that is what
    the test is about."""
    was_there = self.page.evaluate("document.readyState") == "complete"
    press(self, **options)
    if was_there:
        self.page.wait_for_load_state()


Locator.click = press_and_wait  # type: ignore[method-assign]

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """What one test asked for does not count against the next, nor the language it was told in."""
    from django.core.cache import cache
    from django.utils import translation

    from questionnaire.people import limits

    cache.clear()
    limits._left.cache_clear()
    translation.deactivate()


def pytest_configure() -> None:
    if postgres.is_ours():
        postgres.hurry()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--only-database",
        action="store_true",
        help="leave out tests that no database can change; they run on the other one",
    )
    parser.addoption(
        "--without-walks",
        action="store_true",
        help="leave out walks in a browser; they run on the database that production has",
    )
    parser.addoption(
        "--only-walks",
        action="store_true",
        help="only walks in a browser, and what takes as long and no database changes",
    )


WALKING = ("playwright", "mark.browser", "mark.production")
"""One of these stands in every file that has a walk: what is no walk need not be imported for them,
which is half a minute of a run."""


def may_walk(file: Path) -> bool:
    text = file.read_text()
    return any(word in text for word in WALKING)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without walks everything is collected, and a walk in a file that is left out here is seen."""
    is_test = collection_path.name.startswith("test_") and collection_path.suffix == ".py"
    left_out = config.getoption("--only-walks") and is_test and not may_walk(collection_path)
    return True if left_out else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every test that asks for a page is a browser test, whether or not it says so."""
    for item in items:
        if {"page", "context"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
    unseen = {str(item.path) for item in items if is_walk(item) and not may_walk(item.path)}
    if unseen:
        raise pytest.UsageError(f"{unseen} have walks, and none of {WALKING}")
    choices = {
        "--only-database": is_pure, "--without-walks": is_walk,
        "--only-walks": lambda item: not is_walk(item),
    }  # fmt: skip
    left = [one for given, one in choices.items() if config.getoption(given)]
    gone = [item for item in items if any(one(item) for one in left)]
    if gone:
        config.hook.pytest_deselected(items=gone)
        kept = set(items) - set(gone)
        items[:] = [item for item in items if item in kept]


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector leaves it alone, as in the
    product's own workers. Going through it again and again took a sixth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)


def is_pure(item: pytest.Item) -> bool:
    """Whether no database can change what a test sees: it looks at how pages look, or it neither
    asks for one nor for a browser, and starts no process of the product."""
    if item.get_closest_marker("looks"):
        return True
    marked = any(item.get_closest_marker(name) for name in ("django_db", "browser", "processes"))
    return not marked and not {"db", "live_server"} & set(getattr(item, "fixturenames", ()))


def is_walk(item: pytest.Item) -> bool:
    """Whether a test walks through pages whose views are tested on both databases anyway; those
    that break the database under a browser are marked ``both``."""
    if item.get_closest_marker("both"):
        return False
    return any(item.get_closest_marker(name) for name in ("browser", "production"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium; without its sandbox only where root would not get one. Where there is
    its shell without windows, that one: it draws the same, and a page costs half of the time."""
    executable = next(filter(None, map(shutil.which, CHROMIUM)), None)
    args = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    chosen = {"executable_path": executable} if executable else {}
    return {**browser_type_launch_args, **chosen, "args": args}


@pytest.fixture
def complaints(context: BrowserContext) -> Iterator[list[str]]:
    """What the browser complained about: policy violations, script errors, failed loads."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            heard.append(f"{message.type}: {message.text}")

    context.on("console", hear)
    context.on("weberror", lambda error: heard.append(f"uncaught: {error.error}"))
    yield heard


@pytest.fixture
def unwatched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are rendered as in production: what was given to them is not copied for the test,
    for every part of every page, which is a fifth of the time."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[HttpRequest]:
    """Requests whose view looked whether htmx makes them: to all others it gives no part of a page,
    but the page. What else reads the header shows nothing by it."""
    looked: list[HttpRequest] = []
    whether = HtmxDetails.__bool__

    def look(self: HtmxDetails) -> bool:
        looked.append(self.request)
        return whether(self)

    monkeypatch.setattr(HtmxDetails, "__bool__", look)
    return looked


@pytest.fixture(scope="session")
def axe() -> Callable[..., None]:
    """Fails with every WCAG 2.2 AA violation on the page, in words. Only violations are told of in
    full, and without a path to each node: the rest is half of the time."""
    script = Axe().axe_script

    def check(page: Page, *, without: tuple[str, ...] = (), only: tuple[str, ...] = ()) -> None:
        chosen = {"type": "rule", "values": only} if only else {"type": "tag", "values": WCAG}
        options = {
            "runOnly": chosen,
            "rules": {"target-size": {"enabled": True}, **{n: {"enabled": False} for n in without}},
            "resultTypes": ["violations"],
            "selectors": False,
        }
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        found = page.evaluate("options => axe.run(options)", options)["violations"]
        told = [
            f"{one['id']} ({one['impact']}): {one['help']}\n    "
            + "\n    ".join(node["html"][:200] for node in one["nodes"][:5])
            for one in found
        ]
        assert not told, f"{page.url}\n" + "\n".join(told)

    return check
