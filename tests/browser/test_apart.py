"""Two founders, two browsers: answering apart, laying open, settling, with script and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.assessment.models import Answer
from tests.apart.rooms import Room
from tests.browser.looks import PHONE, at_both_sizes
from tests.browser.test_members import come_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROUTES = {"Ada": "open-weights", "Ben": "closed"}


def answer(page: Page, name: str, script: bool) -> None:
    """One question otherwise than the other, one alike; saved as the page saves."""
    page.get_by_role("link", name="Begin with Funding").click()
    expect(page.get_by_text("nobody else sees what you answer here")).to_be_visible()
    page.locator(f'[name="funding-route"][value="{ROUTES[name]}"]').check()
    if script:
        expect(page.locator("#status-funding-route")).to_contain_text("Saved")
    page.locator('[name="funding-secured"][value="share-under-10"]').check()
    if script:
        expect(page.locator("#status-funding-secured")).to_contain_text("Saved")
    else:
        page.get_by_role("button", name="Save and stay here").click()


@pytest.mark.parametrize("script", [True, False], ids=["phone", "bare"])
def test_from_two_sheets_apart_to_one_settled_answer(
    browser: Browser, live_server: LiveServer, axe: Callable[..., None], script: bool
) -> None:
    room = Room()
    pages: dict[str, Page] = {}

    def look(page: Page) -> None:
        if script:  # axe runs as a script itself
            at_both_sizes(page, axe)

    for user in (room.ada, room.ben):
        context = browser.new_context(
            viewport=PHONE,  # type: ignore[arg-type]
            java_script_enabled=script,
        )
        page = pages[user.name] = come_in(context, live_server.url, user)
        page.goto(f"{live_server.url}{room.base}")
        page.get_by_role("link", name="Answer apart, and see where you disagree").click()
        look(page)
        page.get_by_role("button", name="Begin my own sheet").or_(
            page.get_by_role("button", name="Answer apart")
        ).click()
        look(page)
        answer(page, user.name, script)
        look(page)
    ada, ben = pages["Ada"], pages["Ben"]
    assert not Answer.objects.filter(assessment=room.found).exists()

    def show(page: Page) -> None:
        page.goto(f"{live_server.url}{room.base}apart/")
        page.get_by_role("link", name="I am done, show mine").click()
        look(page)
        page.get_by_role("button", name="Lay open").click()

    show(ada)
    expect(ada.get_by_text("Answering", exact=True)).to_be_visible()
    ada.get_by_role("link", name="See the disagreements").click()
    expect(ada.get_by_text("Somebody is still answering.")).to_be_visible()
    expect(ada.get_by_text("Closed product")).to_have_count(0)
    show(ben)
    ben.get_by_role("link", name="See the disagreements").click()
    look(ben)
    expect(ben.get_by_text("with the answer of Ada")).to_be_visible()
    ben.get_by_role("button", name="Take over what is ticked").first.click()
    expect(ben.get_by_text("1 answer was taken over.")).to_be_visible()

    ada.reload()
    ada.get_by_role("radio", name="Closed product").check()
    ada.get_by_label("Why (optional)").fill("The partner asks for it.")
    ada.get_by_role("button", name="Settle").click()
    look(ada)
    expect(ada.get_by_text("Nothing is left to settle.")).to_be_visible()
    expect(ada.get_by_text("The partner asks for it.")).to_be_visible()

    ben.get_by_role("radio", name="Open weights").check()
    ben.get_by_role("button", name="Settle").click()
    expect(ben.get_by_text("Somebody changed the shared answer meanwhile")).to_be_visible()
    look(ben)
    ben.get_by_role("link", name="Leave it as it is").click()
    expect(ben.get_by_text("the answer of Ben")).to_be_visible()
    shared = Answer.objects.get(assessment=room.found, question="funding-route")
    assert shared.value == {"value": "closed"}
