"""What-if and plan in a real browser: with and without script, no barrier, no complaint."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.report.models import Report
from questionnaire.report.plan.models import PlanItem
from questionnaire.report.what_if.models import Scenario
from tests.browser.looks import LOOKS, look
from tests.browser.test_report_pages import sign_in
from tests.report.sent import answered, founder_of, reported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(page: Page, live_server: LiveServer) -> Report:
    """A founder at the what-if of a report."""
    report = reported()
    sign_in(page, live_server.url, founder_of(report.submission.assessment.venture))
    page.goto(f"{live_server.url}/reports/{report.pk}/what-if/")
    return report


def flip(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Try it")).first.click()
    expect(page.get_by_text("With 1 changed answer")).to_be_visible()


def test_no_state_of_a_what_if_or_of_the_plan_has_barriers(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    report = opened(page, live_server)
    assessment = report.submission.assessment_id
    key = report.scorecard["actions"][0]["key"]

    def look_at_it() -> None:
        page.evaluate("scrollTo(0, 0)")  # where the strip at the foot covers no field by half
        look(page, axe, *LOOKS)

    look_at_it()
    flip(page)
    look_at_it()
    page.get_by_label("Name of the scenario").fill("One term less")
    page.get_by_role("button", name="Keep this scenario").click()
    expect(page.get_by_role("heading", name="One term less")).to_be_visible()
    look_at_it()
    for part in ("scenarios/", "plan/", f"plan/{key}/", "plan/add/", "what-if/"):
        page.goto(f"{live_server.url}/a/{assessment}/{part}")
        look_at_it()
    page.goto(f"{live_server.url}/a/{assessment}/plan/{key}/")
    page.get_by_label("State").select_option("dropped")
    page.get_by_role("button", name="Take it on").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look_at_it()
    page.get_by_label("State").select_option("doing")
    page.get_by_label("Due (optional)").fill("2020-01-01")
    page.get_by_role("button", name="Take it on").click()
    expect(page.get_by_text("overdue").first).to_be_visible()
    look_at_it()
    refused = "the server responded with a status of 422"  # the drop without a reason
    assert [one for one in complaints if refused not in one] == []


def test_with_script_a_change_moves_the_result_in_place(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    report = opened(page, live_server)
    address = page.url
    flip(page)
    assert page.url == address  # no answer ends in an address
    assert page.evaluate("document.activeElement.matches('article.question')")
    card = page.locator("article.question").first
    other = card.get_by_role("radio", checked=False).nth(1)
    words = other.evaluate("one => one.labels[0].textContent.trim()")
    other.check()
    expect(page.locator(".movers em")).to_have_text(words)
    expect(page.locator("#spoken")).not_to_have_text("")
    card.get_by_role("button", name=re.compile("^Leave it")).click()
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
    assert (Scenario.objects.count(), Report.objects.count(), report.pk) == (0, 1, report.pk)
    assert complaints == []


def test_a_search_narrows_the_questions_and_leaves_what_is_in_hand(
    page: Page, live_server: LiveServer
) -> None:
    opened(page, live_server)
    flip(page)
    page.get_by_label("Find a question").fill("months")
    page.get_by_role("button", name="Find", exact=True).click()
    expect(page.get_by_text(re.compile(r"\d+ questions? found"))).to_be_visible()
    page.locator("#choose-all").get_by_role("button", name=re.compile("^Change")).first.click()
    expect(page.locator("article.question")).to_have_count(2)
    expect(page.get_by_text("With 1 changed answer")).to_be_visible()


def test_without_script_a_founder_tries_keeps_and_plans(
    browser: Browser, live_server: LiveServer, axe: Callable[..., None]
) -> None:
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = plain.new_page()
    report = opened(page, live_server)
    flip(page)
    card = page.locator("article.question").first
    card.get_by_role("radio", checked=False).nth(1).check()
    page.get_by_role("button", name="See what moves").last.click()
    expect(page.get_by_text("With 1 changed answer")).to_be_visible()
    page.get_by_label("Name of the scenario").fill("Otherwise")
    page.get_by_role("button", name="Keep this scenario").click()
    expect(page.get_by_role("heading", name="Otherwise")).to_be_visible()
    assert [one.name for one in Scenario.objects.all()] == ["Otherwise"]
    page.goto(f"{live_server.url}/reports/{report.pk}/#actions")
    page.get_by_role("link", name=re.compile("^Take it on")).first.click()
    page.get_by_label("Note (optional)").fill("With counsel")
    page.get_by_role("button", name="Take it on").click()
    expect(page.get_by_text("With counsel", exact=True)).to_be_visible()
    assert PlanItem.objects.get().note == "With counsel"
    plain.close()


def test_of_two_at_one_action_the_later_sees_the_earlier_and_keeps_what_was_typed(
    page: Page, live_server: LiveServer
) -> None:
    report = opened(page, live_server)
    key = report.scorecard["actions"][0]["key"]
    address = f"{live_server.url}/a/{report.submission.assessment_id}/plan/{key}/"
    page.goto(address)
    other = page.context.new_page()
    other.goto(address)
    for one, note in ((page, "First"), (other, "Second")):
        one.get_by_label("Note (optional)").fill(note)
        one.get_by_role("button", name="Take it on").click()
    expect(other.get_by_role("alert")).to_contain_text("Nothing was overwritten")
    expect(other.get_by_label("Note (optional)")).to_have_value("Second")
    assert PlanItem.objects.get().note == "First"
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("The plan is changed.")).to_be_visible()
    assert PlanItem.objects.get().note == "Second"


def test_the_answers_so_far_can_be_tried_from_the_partial_result(
    page: Page, live_server: LiveServer
) -> None:
    assessment = answered()
    sign_in(page, live_server.url, founder_of(assessment.venture))
    page.goto(f"{live_server.url}/a/{assessment.pk}/result/")
    page.get_by_role("link", name="What if …?").click()
    page.get_by_role("button", name=re.compile("^Change ?:")).first.click()
    card = page.locator("article.question")
    expect(card).to_have_count(1)
    card.get_by_role("radio", checked=False).first.check()
    expect(page.get_by_text("With 1 changed answer")).to_be_visible()
