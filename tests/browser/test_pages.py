"""The founder's pages in a real browser: no barrier that axe finds, no sideways scrolling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.looks import LOOKS, look
from tests.factories import make_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGES = ("en", "es", "de")


def begin(page: Page, site: str, name: str = "Marea Translate") -> str:
    """Start as a guest would; the address of the overview."""
    page.goto(f"{site}/start/")
    page.get_by_label("Name of your venture").fill(name)
    page.get_by_role("button", name="Show me the questions").click()
    page.wait_for_url("**/a/**")
    return page.url


def test_no_page_has_barriers(
    page: Page, live_server: LiveServer, axe: Callable[..., None]
) -> None:
    make_edition()
    overview = begin(page, live_server.url)
    look(page, axe, *LOOKS)  # the overview with its private link
    pages = ("/", "/start/", "/r/no-such-link/", "/nowhere/", "/account/login/", "/account/signup/")
    for address in (overview, overview + "check/", *(live_server.url + one for one in pages)):
        page.goto(address)
        look(page, axe, *LOOKS)


def test_a_missing_name_is_said_in_the_summary_and_at_the_field(
    page: Page, live_server: LiveServer, axe: Callable[..., None]
) -> None:
    make_edition()
    page.goto(f"{live_server.url}/start/")
    page.get_by_role("button", name="Show me the questions").click()
    assert page.title().startswith("Error:")
    summary = page.get_by_role("alert")
    assert summary.evaluate("node => node === document.activeElement")
    summary.get_by_role("link").click()
    field = page.get_by_label("Name of your venture")
    assert field.evaluate("node => node === document.activeElement")
    assert field.get_attribute("aria-invalid") == "true"
    axe(page)


def test_the_private_link_is_shown_once_and_leads_back(
    page: Page, live_server: LiveServer, browser: Browser, complaints: list[str]
) -> None:
    make_edition()
    overview = begin(page, live_server.url)
    link = page.get_by_label("Link", exact=True).input_value()
    assert page.get_by_role("button", name="Copy").is_visible()
    page.reload()
    assert page.get_by_label("Link", exact=True).count() == 0
    elsewhere = browser.new_context()
    other = elsewhere.new_page()
    assert other.goto(overview).status == 404  # type: ignore[union-attr]
    other.goto(link)
    other.get_by_role("button", name="Open the questions").click()
    assert other.url == overview
    elsewhere.close()
    assert complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_language_is_changed_by_a_plain_form(
    language: str, browser: Browser, live_server: LiveServer
) -> None:
    make_edition()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    page.goto(live_server.url)
    page.locator("#language").select_option(language)
    page.locator("form.language button").click()
    assert page.locator("html").get_attribute("lang") == language
    assert page.url.rstrip("/") == live_server.url
    plain.close()
