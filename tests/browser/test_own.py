"""What a founder owns, in a real browser: history, comparing, taking along, leaving a cohort."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.cohort.disclosure import with_answers
from questionnaire.cohort.models import Enrolment
from questionnaire.cohort.sharing.actions import share
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture
from tests.browser.looks import PHONE, at_both_sizes
from tests.factories import NOW, make_cohort, make_enrolment
from tests.report.revised import Revised

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (1280, 390)


def enter(context: BrowserContext, site: str, one: Revised) -> None:
    """Sign the browser in as the venture's owner."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": one.client.cookies[name].value, "url": site}])


def enrolled(one: Revised) -> Enrolment:
    cohort = make_cohort(edition=one.assessment.edition, name="Autumn")
    enrolment = make_enrolment(cohort=cohort, venture=one.assessment.venture)
    share(
        enrolment=enrolment, shared=with_answers(["funding", "team"]), by=Actor(one.ada.pk), at=NOW
    )
    return enrolment


def test_history_comparing_and_leaving(
    page: Page, context: BrowserContext, live_server: LiveServer,
    axe: Callable[..., None], complaints: list[str],
) -> None:  # fmt: skip
    one = Revised()
    enrolled(one)
    enter(context, live_server.url, one)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    heard: list[str] = []

    def look() -> None:
        heard.extend(complaints)
        at_both_sizes(page, axe)
        page.wait_for_timeout(200)  # axe's own styles break the policy, and that is told late
        complaints.clear()

    page.goto(live_server.url + one.base)
    page.get_by_role("link", name="All revisions, and what changed").click()
    expect(page.get_by_role("img", name="The postures from revision to revision")).to_be_visible()
    look()
    page.get_by_label("This revision").select_option(one.first.submission.receipt)
    page.get_by_label("with this one").select_option(one.second.submission.receipt)
    page.get_by_role("button", name="Compare").click()
    assert "3 answers changed." in page.inner_text("main")
    look()
    page.get_by_role("link", name="Which route do you lean towards today?").click()
    assert page.url.endswith("#changed-funding-route")
    page.goto(f"{live_server.url}{one.base}compare/")
    look()

    page.goto(f"{live_server.url}{one.base}venture/")
    look()
    page.get_by_role("link", name="Change or leave").click()
    look()
    for part in ("Scores", "Answers"):
        page.get_by_label(f"Funding: {part}").uncheck()
    page.get_by_role("button", name="See exactly what they would see").click()
    look()
    page.get_by_role("button", name="Share this").first.click()
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    assert Enrolment.objects.get().categories == ["team"]
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()
    look()
    page.get_by_label("Yes, leave this cohort").check()
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.get_by_text("You left the cohort.")).to_be_visible()
    look()
    page.get_by_role("link", name=re.compile("Read.*Autumn")).click()
    look()
    assert Enrolment.objects.get().revoked_at is not None
    assert (heard, complaints) == ([], [])


def test_what_is_taken_along_opens_from_the_disk(
    page: Page, context: BrowserContext, live_server: LiveServer, axe: Callable[..., None],
    complaints: list[str], tmp_path: Path,
) -> None:  # fmt: skip
    one = Revised()
    enrolled(one)
    enter(context, live_server.url, one)
    page.goto(f"{live_server.url}{one.base}venture/")
    for button, end in (("Download to read", "html"), ("Download as JSON", "json")):
        with page.expect_download() as started:
            page.get_by_role("link", name=button).click()
        started.value.save_as(tmp_path / f"kept.{end}")
    found = json.loads((tmp_path / "kept.json").read_text())
    assert found["venture"]["name"] == Venture.objects.get().name
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"file://{tmp_path}/kept.html")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert one.second.submission.receipt in page.inner_text("main")
    assert asked == [f"file://{tmp_path}/kept.html"]
    assert complaints == []
    axe(page)
