"""A manager's day: a cohort, a list with a faulty line, a founder who comes, a reminder."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.cohort.inviting.models import Reminded
from questionnaire.cohort.models import Enrolment
from questionnaire.vocabulary import AcceleratorRole
from tests.browser.keyboard import Keyboard
from tests.browser.test_members import come_in
from tests.cohort.inviting.rooms import work
from tests.factories import make_accelerator_member, make_shipped_edition, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_managers_day(
    browser: Browser, live_server: LiveServer, axe: Callable[[Page], None], settings: Any
) -> None:
    settings.SITE_URL = live_server.url
    make_shipped_edition()
    manager = make_user(name="Mia")
    make_accelerator_member(user=manager, role=AcceleratorRole.OWNER)
    sizes = {"viewport": {"width": 1280, "height": 844}}
    mia = come_in(browser.new_context(**sizes), live_server.url, manager)
    founder = browser.new_context(**sizes).new_page()

    def press(page: Page, name: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=name).first.click()

    def look(page: Page) -> None:
        axe(page)
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    keys = Keyboard(mia)  # everything that a manager does here is done by keyboard
    mia.goto(f"{live_server.url}/cohorts/")
    look(mia)
    keys.go("Make a cohort")
    keys.write("Name of the cohort", "Spring 2027")
    keys.come_to("Begins on")
    mia.keyboard.type("01102027")
    keys.come_to("Ends on")
    mia.keyboard.type("06302027")
    keys.tick("Funding: Scores")
    keys.write("Why you ask", "We prepare the interview.")
    look(mia)
    keys.go("Make the cohort")

    keys.write("Addresses, one in each line", "ada@example.org; Almendra\nbo@example")
    keys.go("Check the list")
    look(mia)
    expect(mia.get_by_text("not an e-mail address")).to_be_visible()
    keys.write("Addresses, one in each line", "ada@example.org; Almendra\nbo@example.org")
    keys.go("Check it again")
    keys.go("Invite 2 addresses")
    look(mia)
    rows = mia.get_by_role("row")
    expect(rows.filter(has_text="ada@example.org")).to_contain_text("on its way")
    keys.open("New link")
    keys.go("End the earlier link")
    link = mia.get_by_label("Link", exact=True).input_value()

    founder.goto(link)
    look(founder)
    expect(founder.get_by_text("We prepare the interview.")).to_be_visible()
    press(founder, "Go on")
    look(founder)
    press(founder, "Begin it and join")
    expect(founder.get_by_text("You joined Spring 2027.")).to_be_visible()
    enrolment = Enrolment.objects.get()
    assert (enrolment.consented_at, enrolment.categories) == (None, [])
    founder.goto(link)
    look(founder)
    press(founder, "Share what they ask for")
    expect(founder.get_by_text("This is exactly what")).to_be_visible()

    mia.reload()
    expect(rows.filter(has_text="ada@example.org")).to_contain_text("joined")
    keys.go("Reminders")
    look(mia)
    keys.go("For whoever has sent nothing yet")
    look(mia)
    keys.go("Send the reminder")
    work()
    outcomes = Reminded.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == ["lately", "mailed"]  # bo was invited a minute ago
    keys.go("Settings")
    look(mia)
