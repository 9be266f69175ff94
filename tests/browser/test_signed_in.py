"""Staff who do nothing are asked before they are signed out; and a review by keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.models import Session
from questionnaire.review.models import Review
from tests.browser.keyboard import Keyboard
from tests.browser.looks import look
from tests.browser.test_report_pages import sign_in
from tests.review.rooms import Panel, panel

pytestmark = [pytest.mark.browser, pytest.mark.looks, pytest.mark.django_db(transaction=True)]


def idle(minutes: int) -> None:
    """As if nothing had been done for so long."""
    Session.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=minutes))


def of_rosa(room: Panel) -> QuerySet[Session]:
    return Session.objects.filter(user=room.people["rosa"])


def test_who_is_about_to_be_signed_out_is_asked_and_loses_nothing(
    page: Page, context: BrowserContext, live_server: LiveServer, axe: Callable[..., None]
) -> None:
    room = panel(ventures=1)
    [review] = room.ask("rosa", 0)
    sign_in(page, live_server.url, room.clients["rosa"])
    page.clock.install()
    page.goto(live_server.url + room.url("reviews/"))
    with page.expect_navigation():
        page.get_by_role("link", name="Begin").click()
    asked = page.get_by_role("dialog", name="You are about to be signed out")
    over = page.get_by_role("dialog", name="You were signed out")
    # Ten minutes before, and one key.
    idle(51)
    page.clock.fast_forward("50:05")
    expect(asked).to_contain_text("In 9 minutes")
    look(page, axe)
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(asked).to_be_hidden()
    assert of_rosa(room).get().seen_at > timezone.now() - dt.timedelta(minutes=1)
    # Somebody who does not come back in time finds what they typed.
    internal = page.get_by_label("Internal").first
    idle(61)
    internal.fill("Ask about the second run")
    page.clock.fast_forward("50:05")
    expect(over).to_be_visible()
    look(page, axe)
    again = Client()
    again.force_login(room.people["rosa"], backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    value = again.cookies[name].value
    context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(over).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).last.click()
    assert "Ask about the second run" in Review.objects.get(pk=review.pk).internal.values()


def test_a_review_is_handed_in_by_keyboard_alone(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    room = panel(ventures=1)
    room.ask("rosa", 0)
    sign_in(page, live_server.url, room.clients["rosa"])
    keys = Keyboard(page)
    page.goto(live_server.url + room.url("reviews/"))
    keys.press_on("Begin")
    page.wait_for_url("**/reviews/*/")
    done: set[str] = set()
    for stop in keys.stops():
        if stop["type"] == "radio" and stop["name"] not in done:
            page.keyboard.press("Space")
            done.add(stop["name"])
        elif stop["tag"] == "BUTTON" and stop["text"] == "Submit":
            page.keyboard.press("Enter")
            break
    page.wait_for_url(f"**{room.url('reviews/')}")
    assert Review.objects.get().submitted_at is not None
    keys.press_on("Sign out")
    page.wait_for_url(f"{live_server.url}/")
    assert not of_rosa(room).exists()
    assert complaints == []
