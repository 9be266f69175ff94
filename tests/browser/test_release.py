"""The release plan in a real browser, by keyboard: read without barriers, and saved where no script
runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.release.models import ReleasePlan
from tests.browser.keyboard import Keyboard
from tests.browser.test_report_pages import fits, sign_in
from tests.report.sent import answered, founder_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_plan_is_saved_by_keyboard_without_script_and_read_without_barriers(
    page: Page, browser: Browser, live_server: LiveServer, axe: Callable[..., None],
    complaints: list[str],
) -> None:  # fmt: skip
    assessment = answered("harbour-health")
    client = founder_of(assessment.venture)
    address = f"{live_server.url}/a/{assessment.pk}/release/"
    with browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        sign_in(plain, live_server.url, client)
        plain.goto(address)
        keys = Keyboard(plain)
        keys.come_to("State: Datasets")
        plain.keyboard.press("End")
        keys.go("Save the plan")
        expect(plain.get_by_role("alert")).to_contain_text("Say on which day it comes.")
        keys.press_on("Day: Datasets")
        expect(plain.get_by_label("Day: Datasets")).to_be_focused()
        plain.keyboard.type("03012027")
        keys.write("Own licence: Datasets", "ODC-By-1.0")
        keys.go("Save the plan")
        expect(plain.get_by_text("Your release plan is saved.")).to_be_visible()
    assert ReleasePlan.objects.get().plan["parts"]["datasets"] == {
        "when": "later", "day": "2027-03-01", "licence": "ODC-By-1.0",
    }  # fmt: skip
    sign_in(page, live_server.url, client)
    page.goto(address)
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert fits(page)
        axe(page)
    keys = Keyboard(page)
    for kind in ("Code", "Data and weights", "Documents"):  # folded on a phone
        keys.come_to(f"Licence for {kind}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    keys.come_to("State: Model card")
    page.keyboard.press("Home")
    keys.go("See what follows, without saving")
    expect(page.get_by_role("heading", name="What follows: the class of openness")).to_be_focused()
    axe(page)
    assert ReleasePlan.objects.count() == 1
    page.on("dialog", lambda one: one.dismiss())  # what is only looked at is not saved: stay
    with page.expect_event("dialog") as asked:
        page.locator("header a").first.click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    expect(page.get_by_text("What you see is not saved.")).to_be_visible()
    keys.go("Save the plan")
    expect(page.get_by_text("Your release plan is saved.")).to_be_visible()
    page.get_by_text("components released or planned").first.click()
    page.locator("select[name$=-when]").first.select_option("released")
    with page.expect_event("dialog") as asked:
        page.locator("header a").first.click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
