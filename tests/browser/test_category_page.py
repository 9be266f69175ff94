"""The category page: flags, what is open, shortcuts with their off switch, and what moved."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.assessment.models import Assessment
from tests.browser.looks import PHONE, at_both_sizes
from tests.factories import make_assessment, make_grant, make_shipped_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST, SECOND = "funding-route", "funding-sources"


@pytest.fixture
def desk(page: Page, live_server: LiveServer) -> Assessment:
    """A category's page, opened by a private link."""
    found = make_assessment(edition=make_shipped_edition())
    page.goto(f"{live_server.url}/r/{make_grant(venture=found.venture).token}/")
    page.get_by_role("main").get_by_role("button").click()
    page.goto(f"{live_server.url}/a/{found.pk}/c/funding/")
    return found


def flags(found: Assessment) -> list[str]:
    return list(Assessment.objects.get(pk=found.pk).flagged)


def test_a_flag_is_set_in_place_and_only_what_is_open_is_shown(
    page: Page, desk: Assessment, axe: Callable[..., None], complaints: list[str]
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.locator(f"#flag-{SECOND}").click()
    expect(page.locator(f"#flag-{SECOND}")).to_have_attribute("aria-pressed", "true")
    assert flags(desk) == [SECOND]
    page.locator(f'[name="{FIRST}"][value="closed"]').check()
    expect(page.locator(f"#status-{FIRST}")).to_contain_text("Saved")
    expect(page.locator("#live .moved")).to_contain_text(" after “")
    page.reload()
    page.get_by_role("link", name="Only what is open").click()
    expect(page.locator(f"#slot-{FIRST}")).to_be_hidden()
    page.locator(f'[name="{SECOND}"]').first.check()
    expect(page.locator(f"#status-{SECOND}")).to_contain_text("Saved")
    expect(page.locator(f"#slot-{SECOND}")).to_be_visible()
    at_both_sizes(page, axe)
    page.get_by_role("link", name="Only flagged").click()
    expect(page.locator(".slot:visible [data-question]")).to_have_count(1)
    at_both_sizes(page, axe)
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 390])
def test_a_save_moves_nothing_in_its_card_and_the_filters_count_it(
    page: Page, desk: Assessment, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    tops = """[...document.querySelectorAll('[data-question]')].map((card) =>
        card.querySelector('fieldset').getBoundingClientRect().top
        - card.getBoundingClientRect().top)"""
    before = page.evaluate(tops)
    page.locator(f'[name="{SECOND}"]').first.check()
    page.locator('[name="funding-burn"]').fill("1200")
    page.locator('[name="funding-burn"]').press("Tab")
    expect(page.locator(f"#status-{SECOND}")).to_contain_text("Saved")
    expect(page.locator("#status-funding-burn")).to_contain_text(": 1,200")
    asked = len(before)
    expect(page.locator("#which")).to_contain_text(f"All ({asked})")
    expect(page.locator("#which")).to_contain_text(f"Only what is open ({asked - 2})")
    page.locator(f"#flag-{FIRST}").click()
    expect(page.locator("#which")).to_contain_text("Only flagged (1)")
    assert page.evaluate(tops) == before


def test_shortcuts_go_flag_and_note_and_can_be_switched_off(
    page: Page, desk: Assessment, axe: Callable[[Page], None]
) -> None:
    page.keyboard.press("j")
    page.keyboard.press("j")
    at = page.evaluate("document.activeElement.closest('[data-question]').dataset.question")
    assert at == SECOND
    page.keyboard.press("k")
    page.keyboard.press("f")
    expect(page.locator(f"#flag-{FIRST}")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("n")
    expect(page.locator(f"#note-{FIRST}")).to_be_focused()
    page.keyboard.type("jkf?")
    expect(page.locator(f"#note-{FIRST}")).to_have_value("jkf?")
    page.locator(f'[name="{FIRST}"]').first.focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    axe(page)
    page.get_by_label("Use shortcuts in this browser").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator(f'[name="{FIRST}"]').first).to_be_focused()
    page.reload()
    page.locator(f'[name="{FIRST}"]').first.focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_label("Use shortcuts in this browser")).not_to_be_checked()


def test_without_script_the_flag_is_a_button_of_the_form(
    page: Page, live_server: LiveServer
) -> None:
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_context(java_script_enabled=False).new_page()
    found = make_assessment(edition=make_shipped_edition())
    plain.goto(f"{live_server.url}/r/{make_grant(venture=found.venture).token}/")
    plain.get_by_role("main").get_by_role("button").click()
    plain.goto(f"{live_server.url}/a/{found.pk}/c/funding/")
    plain.locator(f'[name="{FIRST}"][value="closed"]').check()
    plain.locator(f"#flag-{SECOND}").click()
    expect(plain.locator(f"#flag-{SECOND}")).to_have_attribute("aria-pressed", "true")
    expect(plain.locator(f'[name="{FIRST}"][value="closed"]')).to_be_checked()
    assert flags(found) == [SECOND]
