"""A founder whose questions were revised: what changed, going on, answering anew, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.assessment.models import Assessment
from tests.assessment.revisions import begun, publish_later, said
from tests.browser.looks import PHONE, at_both_sizes
from tests.factories import make_cohort, make_enrolment, make_grant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def come_in(page: Page, site: str, source: Assessment) -> None:
    """Open the venture's private link, as its founder does."""
    page.goto(f"{site}/r/{make_grant(venture=source.venture).token}/")
    page.get_by_role("main").get_by_role("button").click()


def walk(page: Page, site: str, source: Assessment, look: Callable[[Page], None]) -> None:
    """From the notice to the revised questions, an answer given anew, and back again."""
    before = said(source)
    come_in(page, site, source)
    look(page)
    assert "What you answered stays." in page.inner_text("main")
    page.get_by_role("link", name="See what changed").click()
    look(page)
    assert "Autumn" in page.inner_text("main")
    page.get_by_role("button", name="Go on with the revised questions").click()
    look(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("You answer the revised questions")
    target = Assessment.objects.get(carried_from=source)
    page.locator("#anew ~ dl").get_by_role("link", name="licence?").click()
    look(page)
    page.locator('[name="licence"][value="mit"]').check()
    with page.expect_navigation():
        page.get_by_role("button", name="Save and stay here").click()
    assert said(target)["licence"] == ({"value": "mit"}, "Ask Ada", "Minutes", "")
    page.goto(f"{site}/a/{target.pk}/")
    look(page)
    page.get_by_role("link", name="What changed since the earlier questions").click()
    page.get_by_role("button", name="Go back to the earlier questions").click()
    assert page.url == f"{site}/a/{source.pk}/"
    assert said(source) == before
    page.goto(f"{site}/a/{target.pk}/")
    look(page)
    page.get_by_role("link", name="Go on there").click()
    page.get_by_role("link", name="See what changed").click()
    page.get_by_role("button", name="Go on with the revised questions").click()
    assert page.url == f"{site}/a/{target.pk}/changes/"
    assert said(target)["licence"][0] == {"value": "mit"}


def test_the_whole_way_with_script(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    source = begun()
    make_enrolment(
        cohort=make_cohort(edition=source.edition, name="Autumn"), venture=source.venture
    )
    publish_later()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    walk(page, live_server.url, source, lambda page: at_both_sizes(page, axe))
    assert complaints == []


def test_the_whole_way_without_script(browser: Browser, live_server: LiveServer) -> None:
    source = begun()
    make_enrolment(
        cohort=make_cohort(edition=source.edition, name="Autumn"), venture=source.venture
    )
    publish_later()
    context = browser.new_context(java_script_enabled=False)
    walk(context.new_page(), live_server.url, source, lambda page: None)
    context.close()


def test_a_page_that_was_open_while_the_venture_moved_still_saves(
    page: Page, live_server: LiveServer
) -> None:
    source = begun()
    publish_later()
    come_in(page, live_server.url, source)
    page.goto(f"{live_server.url}/a/{source.pk}/c/funding/")
    other = page.context.new_page()
    other.goto(f"{live_server.url}/a/{source.pk}/changes/")
    other.get_by_role("button", name="Go on with the revised questions").click()
    with page.expect_response(lambda answer: "/answers/plain/" in answer.url) as answer:
        page.locator('[name="plain"][value="there"]').check()
    assert answer.value.ok
    other.get_by_role("link", name="To the questions").click()
    other.get_by_role("button", name="Carry over what was saved there").click()
    target = Assessment.objects.get(carried_from=source)
    assert said(target)["plain"][0] == {"value": "there"}
    assert said(source)["plain"][0] == {"value": "there"}
