"""Going away and coming back: Back, a reload while typing, a page that slept, a wrong clock."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.assessment.guests import make_guest
from tests.browser.test_autosave import RADIO, SOON, Desk, expect_soon, take_key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = 24 * 3600 * 1000


@pytest.fixture
def desk(page: Page, context: BrowserContext, live_server: LiveServer) -> Desk:
    made = Desk(page, make_guest(), live_server.url)
    take_key(context, made.guest, live_server.url)
    return made


def test_br11_back_shows_what_the_server_has_and_never_an_older_page(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.url)
    desk.note(RADIO).fill("first")
    page.get_by_role("link", name="All categories").click()
    page.wait_for_url(f"**{desk.guest.base}")
    desk.guest.save(RADIO, base=1, note="second, from elsewhere")
    page.go_back()
    expect(page.locator(f"#note-{RADIO}")).to_have_value("second, from elsewhere")
    desk.note(RADIO).fill("third, here")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)
    assert (desk.answer(RADIO).note, desk.answer(RADIO).version) == ("third, here", 3)
    page.go_forward()
    page.go_back()
    expect(page.locator(f"#note-{RADIO}")).to_have_value("third, here")


def test_br11_a_reload_while_typing_loses_nothing(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.url)
    page.on("dialog", lambda dialog: dialog.accept())
    desk.note(RADIO).fill("half a sen")
    page.reload()
    expect_soon(lambda: desk.answer(RADIO).note == "half a sen")
    page.reload()
    expect(page.locator(f"#note-{RADIO}")).to_have_value("half a sen")


def test_br15_after_two_hours_of_sleep_the_text_stays_and_is_sent(
    desk: Desk, context: BrowserContext
) -> None:
    page = desk.page
    page.clock.install()
    page.goto(desk.url)
    desk.note(RADIO).fill("before the lid was closed")
    page.clock.run_for(1000)
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)
    context.clear_cookies(name=settings.GUEST_COOKIE_NAME)  # meanwhile the key ended
    page.clock.fast_forward(2 * 3600 * 1000)
    page.clock.resume()
    field = desk.note(RADIO)
    field.fill("after it was opened")
    expect(page.locator("#keyless")).to_be_visible(timeout=SOON)
    assert field.input_value() == "after it was opened"
    take_key(context, desk.guest, desk.site)
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)
    assert desk.answer(RADIO).note == "after it was opened"


@pytest.mark.parametrize("wrong_by", [DAY, -DAY], ids=["a-day-ahead", "a-day-behind"])
def test_br15_a_clock_that_is_put_right_while_an_edit_waits_delays_nothing(
    wrong_by: int, desk: Desk
) -> None:
    page = desk.page
    page.clock.install()
    page.goto(desk.url)
    field = desk.note(RADIO)
    at = page.evaluate("Date.now()") + 5000
    page.clock.pause_at(at)
    field.fill("typed just before")  # waits for a pause in the typing
    page.clock.set_system_time(at + wrong_by)
    page.clock.resume()
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)
    assert desk.answer(RADIO).note == "typed just before"
