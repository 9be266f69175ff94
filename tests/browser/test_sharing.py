"""A report shared: by a link with a passphrase to a signed-out browser, and with an accelerator."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.cohort.models import Enrolment
from questionnaire.report.models import LinkOpening
from tests.browser.looks import PHONE, at_both_sizes
from tests.browser.test_report_pages import fits, sign_in
from tests.cohort.rooms import room
from tests.factories import make_enrolment
from tests.report.sent import answered, founder_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHRASE = "four quiet words here"


def test_from_sending_to_a_shared_link_in_a_second_browser_to_its_end(
    page: Page, browser: Browser, live_server: LiveServer, axe: Callable[..., None],
    complaints: list[str],
) -> None:  # fmt: skip
    assessment = answered()
    sign_in(page, live_server.url, founder_of(assessment.venture))
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/a/{assessment.pk}/send/")
    page.get_by_role("button", name="Send and make the report").click()
    expect(page.get_by_role("link", name="Read the report").first).to_be_visible()
    at_both_sizes(page, axe)
    page.get_by_role("link", name="Read the report").first.click()
    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_label("For whom").fill("The board")
    page.get_by_label("Passphrase").fill("short")
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator(".error-summary")).to_be_visible()
    at_both_sizes(page, axe)
    page.get_by_label("Passphrase").fill(PHRASE)
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    at_both_sizes(page, axe)
    expect(page.get_by_role("button", name="Copy")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Link", exact=True)).to_have_count(0)

    # somebody else, signed out and without script
    for script in (False, True):
        context = browser.new_context(
            java_script_enabled=script,
            viewport=PHONE,  # type: ignore[arg-type]
        )
        reads(context, link, axe if script else None)
        context.close()
    assert LinkOpening.objects.count() == 2
    reader = browser.new_context().new_page()
    reader.goto(link)
    reader.get_by_label("Passphrase").fill(PHRASE)
    reader.get_by_role("button", name="Open the report").click()
    expect(reader.get_by_text("shared this report with you")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Opened 3 times, first on")).to_be_visible()
    assert page.locator("#openings").locator("xpath=..").locator("tbody tr").count() == 3
    at_both_sizes(page, axe)
    page.get_by_role("button", name="End it now").click()
    expect(page.get_by_text("The link has ended.")).to_be_visible()
    at_both_sizes(page, axe)
    answer = reader.reload()
    assert answer is not None and answer.status == 404
    answer = reader.goto(link)
    assert answer is not None and answer.status == 404
    expect(reader.get_by_role("heading", name="This link does not work")).to_be_visible()
    at_both_sizes(reader, axe)
    told = [one for one in complaints if "inline style" not in one]  # axe's own styles
    assert told == []


def reads(context: BrowserContext, link: str, axe: Callable[..., None] | None) -> None:
    """Open a link with a wrong passphrase and then the right one, and read."""
    page = context.new_page()
    for phrase in ("something else", PHRASE):
        page.goto(link)
        if axe:
            at_both_sizes(page, axe)
        page.get_by_label("Passphrase").fill(phrase)
        page.get_by_role("button", name="Open the report").click()
        if phrase != PHRASE:
            expect(page.locator(".error-summary")).to_be_visible()
            if axe:
                at_both_sizes(page, axe)
    expect(page.get_by_text("shared this report with you")).to_be_visible()
    assert re.fullmatch(r".*/shared/[0-9a-f-]{36}/", page.url)
    assert fits(page)
    if axe:
        at_both_sizes(page, axe)


def test_a_founder_looks_before_agreeing_and_then_reads_who_looked(
    page: Page, browser: Browser, live_server: LiveServer, axe: Callable[..., None]
) -> None:
    cohort, reviewer = room()
    assessment = answered("delta-soil", cohort.edition)
    founder = founder_of(assessment.venture)
    founder.post(f"/a/{assessment.pk}/send/")
    enrolment = make_enrolment(
        cohort=cohort, venture=assessment.venture, categories=[], path=False, consented_at=None
    )
    sign_in(page, live_server.url, founder)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/a/{assessment.pk}/cohorts/{enrolment.pk}/")
    at_both_sizes(page, axe)
    page.get_by_label("Funding: Notes").check()
    page.get_by_role("button", name="See exactly what they would see").click()
    expect(page.locator(".error-summary")).to_contain_text("Tick the answers too")
    at_both_sizes(page, axe)
    for part in ("Scores", "Answers"):
        page.get_by_label(f"Funding: {part}").check()
    page.get_by_label("Team: Scores").check()
    page.get_by_role("button", name="See exactly what they would see").click()
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    at_both_sizes(page, axe)
    assert Enrolment.objects.get().consented_at is None
    told = page.locator(".preview").inner_html().strip()
    page.get_by_role("button", name="Share this").first.click()
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    expect(page.get_by_text("Nobody of them looked in the last 400 days.")).to_be_visible()
    at_both_sizes(page, axe)

    there = browser.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    sign_in(there, live_server.url, reviewer)
    there.goto(f"{live_server.url}/cohorts/{cohort.pk}/")
    there.get_by_role("link", name="Delta Soil").click()
    at_both_sizes(there, axe)
    assert told in there.locator("main").inner_html()

    page.reload()
    expect(page.get_by_text("your report, revision 1")).to_be_visible()
    at_both_sizes(page, axe)
    page.get_by_role("button", name="Stop sharing now").click()
    expect(page.get_by_text("Nothing is shared.")).to_be_visible()
    answer = there.reload()
    assert answer is not None and answer.status == 404
