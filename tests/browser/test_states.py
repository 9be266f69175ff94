"""Every state of the category page: enlarged and in the dark, and settled by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.assessment.guests import Guest, make_guest
from tests.browser.faults import Wire, unreachable
from tests.browser.keyboard import Keyboard
from tests.browser.looks import PHONE, ZOOMED, look
from tests.browser.test_autosave import OTHER, RADIO, SOON, THIRD, Desk, take_key

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]
FOLLOW = "ethics-response-time"
DIM = ("dark", ZOOMED)


@pytest.fixture
def desk(page: Page, context: BrowserContext, live_server: LiveServer) -> Desk:
    made = Desk(page, make_guest(), live_server.url)
    take_key(context, made.guest, live_server.url)
    page.goto(made.url)
    return made


def test_no_state_of_the_category_page_has_barriers(
    desk: Desk, context: BrowserContext, axe: Callable[..., None]
) -> None:
    page, wire = desk.page, Wire(desk.page)
    wire.faults = [wire.keeps_reply]
    desk.choose(RADIO, "written-split")
    expect(desk.status(RADIO)).to_contain_text("Saving")
    look(page, axe)
    wire.let_go()
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")

    desk.choose(THIRD, "playbook")
    number = desk.card(FOLLOW).locator(f'[name="{FOLLOW}"]')
    number.fill("about 6")
    number.blur()
    expect(desk.card(FOLLOW).locator(".problem")).to_contain_text("Write only a number")
    desk.guest.save(OTHER, value="not-known", note="theirs")
    desk.note(OTHER).fill("mine")
    expect(desk.card(OTHER).locator(".conflict")).to_be_visible()
    look(page, axe, DIM)  # filled, a number that is none, and a conflict
    desk.card(OTHER).get_by_role("button", name="Keep that").click()

    wire.faults = [unreachable] * 50
    desk.note(RADIO).fill("nobody hears this yet")
    expect(desk.status(RADIO)).to_contain_text("No connection")
    look(page, axe)
    context.clear_cookies(name=settings.GUEST_COOKIE_NAME)
    wire.faults = []
    expect(page.locator("#keyless")).to_be_visible(timeout=SOON)
    look(page, axe, DIM)
    take_key(context, desk.guest, desk.site)
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)

    send(desk.guest)
    page.reload()
    expect(desk.card(RADIO).locator("fieldset input").first).to_be_disabled()
    look(page, axe, DIM)


def send(guest: Guest) -> None:
    assert guest.client.post(f"{guest.base}send/").status_code == 302


def test_a_conflict_is_settled_by_keyboard_alone(desk: Desk) -> None:
    keys = Keyboard(desk.page)
    desk.guest.save(RADIO, value="sentence-in-terms", note="theirs")
    for stop in keys.stops():
        if stop["name"] == RADIO:
            desk.page.keyboard.press("Space")
            break
    box = desk.card(RADIO).locator(".conflict")
    expect(box.get_by_role("heading")).to_be_focused()
    keys.press_on("Save mine")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    assert desk.answer(RADIO).version == 2
    focused: dict[str, Any] = desk.page.evaluate(
        "({name: document.activeElement.name, checked: document.activeElement.checked})"
    )
    assert focused == {"name": RADIO, "checked": True}


def test_what_has_the_focus_is_never_behind_the_strip(desk: Desk) -> None:
    """A screen of phones deep; the keyboard looks at every stop (tests/browser/keyboard.py)."""
    desk.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    stops = Keyboard(desk.page).stops()
    assert len([next(stops) for _ in range(60)]) == 60
