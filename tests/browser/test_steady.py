"""What a founder is reading stays where it is while answers are saved."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.assessment.guests import make_guest
from tests.browser.test_autosave import RADIO, THIRD, Desk, take_key

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]
FOLLOW = "ethics-response-time"

# Chromium leaves shifts within half a second of a key or click out of its score; here they count.
WATCH = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) shifts.push({
      value: one.value,
      moved: one.sources.map(({ node, previousRect, currentRect }) => ({
        what: node ? (node.id || node.className || node.nodeName) : "",
        text: node ? node.textContent.trim().slice(0, 40) : "",
        from: previousRect.top, to: currentRect.top,
      })),
    });
  }).observe({ type: "layout-shift", buffered: false });
}"""


def shifts(page: Page) -> list[dict[str, Any]]:
    """What moved since the last time, once everything that a save causes has come."""
    page.wait_for_timeout(900)  # the strip and the follow-ups come 0.3 s after a save
    found: list[dict[str, Any]] = page.evaluate("shifts.splice(0)")
    return found


def tops(page: Page) -> dict[str, float]:
    """Where each card begins in the window."""
    found: dict[str, float] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll("[data-question]")].map(
            (card) => [card.dataset.question, card.getBoundingClientRect().top]))"""
    )
    return found


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_moves_when_an_answer_is_saved(
    width: int, page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    desk = Desk(page, make_guest(), live_server.url)
    take_key(context, desk.guest, live_server.url)
    page.goto(desk.url)
    desk.note(RADIO)  # opened, so that it can be typed into
    desk.card(THIRD).scroll_into_view_if_needed()
    desk.card(RADIO).scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    page.evaluate(WATCH)

    desk.choose(RADIO, "written-split")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    expect(page.locator("#live .moved")).not_to_be_empty()
    assert shifts(page) == []

    desk.note(RADIO).press_sequentially("As in our terms of use.")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    desk.choose(RADIO, "undefined")
    assert shifts(page) == []

    card = desk.card(THIRD)
    card.scroll_into_view_if_needed()
    chosen = card.locator('[value="playbook"]')
    chosen.focus()
    page.wait_for_timeout(200)
    shifts(page)
    before = tops(page)
    chosen.check()
    expect(desk.card(FOLLOW)).to_be_attached()
    expect(desk.status(THIRD)).to_contain_text("✓ Saved")
    expect(chosen).to_be_focused()
    after = tops(page)
    place = list(after).index(FOLLOW)
    assert {key: after[key] for key in list(after)[:place]} == {
        key: before[key] for key in list(after)[:place]
    }
    below = page.evaluate(f"document.getElementById('slot-{THIRD}').getBoundingClientRect().bottom")
    for one in shifts(page):
        assert [each for each in one["moved"] if min(each["from"], each["to"]) < below - 1] == []
