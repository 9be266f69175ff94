"""Report pages in a real browser: no barrier, no sideways scrolling, no complaint."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.looks import LOOKS, look
from tests.report.sent import answered, founder_of, reported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page: Page, site: str, client: Client) -> None:
    """Let the browser hold the session of a signed-in client."""
    page.context.add_cookies(
        [
            {"name": name, "value": one.value, "url": site}
            for name, one in client.cookies.items()
            if "session" in name
        ]
    )


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.looks
def test_report_pages_have_no_barriers(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    """The report as it comes and with everything in it open; opening brings every colour of it to
    be seen, so those are looked at once."""
    report = reported("harbour-health")
    begun = answered("isarbio", report.submission.edition)
    begun.answers.exclude(question__startswith="funding-").delete()
    for venture, addresses in (
        (begun.venture, [f"/a/{begun.pk}/result/", f"/a/{begun.pk}/send/", "/method/"]),
        (report.submission.assessment.venture, [f"/reports/{report.pk}/"]),
    ):
        sign_in(page, live_server.url, founder_of(venture))
        for address in addresses:
            answer = page.goto(live_server.url + address)
            assert answer is not None and answer.status == 200, address
            left = ("color-contrast",) if venture != begun.venture else ()
            look(page, axe, *LOOKS, without=left)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    look(page, axe, *LOOKS)
    assert complaints == []


def test_every_sum_opens_by_keyboard(page: Page, live_server: LiveServer) -> None:
    report = reported()
    sign_in(page, live_server.url, founder_of(report.submission.assessment.venture))
    page.goto(f"{live_server.url}/reports/{report.pk}/")
    first = page.locator(".bullet details").first
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert first.get_attribute("open") is not None
    assert first.locator("tfoot").inner_text().split()[-1] == "100"


def test_without_script_a_founder_sends_and_reads_the_report(
    browser: Browser, live_server: LiveServer
) -> None:
    assessment = answered()
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    sign_in(page, live_server.url, founder_of(assessment.venture))
    page.goto(f"{live_server.url}/a/{assessment.pk}/send/")
    page.get_by_role("button", name="Send and make the report").click()
    assert page.url.endswith(f"/a/{assessment.pk}/receipt/")
    report = assessment.submissions.get().report
    page.goto(f"{live_server.url}/reports/{report.pk}/")
    assert page.locator("h1").inner_text().strip() == "Open weights"
    plain.close()


def test_print_holds_the_sums_that_are_open_and_nothing_to_press(
    page: Page, live_server: LiveServer
) -> None:
    report = reported()
    sign_in(page, live_server.url, founder_of(report.submission.assessment.venture))
    page.goto(f"{live_server.url}/reports/{report.pk}/")
    sums = page.locator(".bullet .sum")
    sums.first.locator("summary").click()
    page.emulate_media(media="print")
    assert [sums.nth(place).locator("table").is_visible() for place in (0, 1)] == [True, False]
    assert page.locator(".masthead nav").is_visible() is False
    assert page.locator(".verdict h1").is_visible()


def test_on_a_phone_the_long_tails_fold_and_the_contents_open_them_without_script(
    browser: Browser, live_server: LiveServer
) -> None:
    report = reported("almendra-speech")
    phone = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = phone.new_page()
    sign_in(page, live_server.url, founder_of(report.submission.assessment.venture))
    page.goto(f"{live_server.url}/reports/{report.pk}/")
    assert page.locator("html").bounding_box()["height"] < 9000  # type: ignore[index]
    # the decision, three postures, six paths, contradictions and the first actions stand open
    for words in (
        "h1",
        ".bullet .fig",
        ".paths .fit",
        "#tensions",
        "[aria-labelledby=actions] tbody th",
    ):
        assert page.locator(words).first.is_visible(), words
    tables = page.locator("[aria-labelledby=money] table, .ladder")
    assert [one.is_visible() for one in tables.all()] == [False, False]
    page.locator(".contents summary").click()
    page.locator(".contents").get_by_role("link", name="Money and compute").click()
    expect(tables.first).to_be_visible()
    expect(page.locator("#money")).to_be_in_viewport()
    page.locator('.paths a[href="#sum-closed"]').click()
    expect(page.locator("#sum-closed")).to_be_in_viewport()
    page.locator("#sum-closed ~ .sum > summary").click()
    assert fits(page)
    # anywhere else they stand in the text, and on paper
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".ladder")).to_be_visible()
    expect(page.locator(".fold > summary").first).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".ladder")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".ladder")).to_be_visible()
    phone.close()
