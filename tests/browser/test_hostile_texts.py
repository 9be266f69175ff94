"""Whatever anybody wrote, authored or typed: no page makes of it anything but text.

Each page is read by the browser's own parser; those with the most on them are opened too.
"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from playwright.sync_api import Dialog, Page
from pytest_django.live_server_helper import LiveServer

from tests.access.test_matrix import GET, WORKSHOP, address, workshop_address
from tests.access.world import World
from tests.browser.payloads import hostile_world
from tests.browser.test_report_pages import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READERS = ("owner", "accelerator-owner", "reviewer", "bank-editor", "nobody", "link-reader")
OPENED = {
    "owner": ("overview", "category", "report", "decision", "release", "plan", "members"),
    "accelerator-owner": ("cohort", "cohort-report", "review-venture", "accelerator"),
}
FOUND = """(html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const bad = [...page.querySelectorAll("[data-cnry], [href^='javascript:' i], [src*='evil']")];
  for (const one of page.querySelectorAll("*"))
    for (const each of one.attributes)
      if (/^on|^hx-on/.test(each.name) || each.value.includes("evil.example") && one.matches("a"))
        bad.push(one);
  return bad.map((one) => one.outerHTML.slice(0, 200));
}"""


def pages(world: World) -> dict[str, str]:
    """The HTML of every page, by who reads it."""
    found = {}
    places = {name: address(world, name) for name in GET}
    places |= {name: workshop_address(world, name) for name in WORKSHOP}
    for role in READERS:
        for name, where in places.items():
            if (GET | WORKSHOP)[name][role] != 200:
                continue
            cache.clear()
            answer = world.clients[role].get(where)
            kind = answer.headers.get("Content-Type", "")
            if answer.status_code == 200 and not answer.streaming and "html" in kind:
                found[f"{name} for {role}"] = answer.content.decode()
    return found


def test_no_text_of_anybody_runs_or_links_anywhere(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, complaints: list[str]
) -> None:
    world = hostile_world(monkeypatch)
    assert world.draft
    opened: list[str] = []

    def hear(dialog: Dialog) -> None:
        if dialog.type != "beforeunload":  # ours, where what stands there was never typed so
            opened.append(dialog.message)
        dialog.accept()

    page.on("dialog", hear)
    page.goto(f"{live_server.url}/method/")
    read = pages(world)
    assert sum("alert(1)" in html for html in read.values()) > 60
    assert not [name for name, html in read.items() if str(7919 * 7927) in html]
    made = {name: bad for name, html in read.items() if (bad := page.evaluate(FOUND, html))}
    assert made == {}
    complaints.clear()  # a parsed page of Django's admin has a style attribute of its own
    for role, names in OPENED.items():
        page.context.clear_cookies()
        sign_in(page, live_server.url, world.clients[role])
        for name in names:
            page.goto(live_server.url + address(world, name))
            assert page.locator("[data-cnry]").count() == 0, name
    assert opened == []
    # What was put there past the forms is refused when the page saves it (422).
    assert [one for one in complaints if "422" not in one] == []
