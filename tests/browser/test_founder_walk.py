"""A new founder goes from the landing page to a report: by keyboard alone, and without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.assessment.models import Answer, Submission
from questionnaire.report.models import Report
from tests.browser.keyboard import Keyboard
from tests.factories import make_shipped_edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CATEGORIES = ("funding", "team", "experimentation", "loyalty", "ethics")


def test_a_founder_comes_to_a_report_by_keyboard_alone(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    make_shipped_edition()
    keyboard = Keyboard(page)
    page.goto(live_server.url)
    axe(page)
    keyboard.press_on("Start the questions")
    page.wait_for_url("**/start/")
    axe(page)
    keyboard.type_into("name", "Acme Models")
    keyboard.press_on("Show me the questions")
    page.wait_for_url("**/a/*/")
    axe(page)
    overview = page.url
    keyboard.press_on("Begin with Funding")
    for category in CATEGORIES:
        walk_category(page, keyboard, f"{overview}c/{category}/", axe)
    # A follow-up that came after the keyboard had gone by leads back to its category.
    for category in CATEGORIES:
        if page.url.startswith(f"{overview}c/{category}/"):
            walk_category(page, keyboard, f"{overview}c/{category}/", axe)
    expect(page).to_have_url(f"{overview}check/")
    axe(page)
    assert page.get_by_text("Not provided").count() == 0
    keyboard.press_on("On to sending")
    page.wait_for_url("**/send/")
    axe(page)
    keyboard.press_on("Send and make the report")
    page.wait_for_url("**/receipt/")
    axe(page)
    expect(page.get_by_text(Submission.objects.get().receipt).first).to_be_visible()
    keyboard.press_on("Read the report")
    page.wait_for_url("**/reports/*/")
    axe(page)
    assert Report.objects.get().submission.answers.keys() == {
        answer.question for answer in Answer.objects.all()
    }
    assert complaints == []


def walk_category(page: Page, keyboard: Keyboard, url: str, axe: Callable[..., None]) -> None:
    """Answer until the category has nothing open; follow-ups may bring it back once or twice."""
    page.wait_for_url(f"{url}**")
    axe(page)
    for _ in range(4):
        if not page.url.startswith(url):
            return
        with page.expect_navigation():
            keyboard.answer_all()
    raise AssertionError(f"{url} does not end")


def test_the_whole_way_works_without_script(browser: Browser, live_server: LiveServer) -> None:
    make_shipped_edition()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_role("link", name="Start the questions").click()
    page.get_by_label("Name of your venture").fill("Acme Models")
    page.get_by_role("button", name="Show me the questions").click()
    overview = page.url
    page.get_by_role("link", name="Begin with Funding").click()
    for category in CATEGORIES:
        for _ in range(4):
            if f"/c/{category}/" not in page.url:
                break
            answer_without_script(page)
        assert f"/c/{category}/" not in page.url
    assert page.url == f"{overview}check/"
    assert page.get_by_text("Not provided").count() == 0
    page.get_by_role("link", name="On to sending").click()
    page.get_by_role("button", name="Send and make the report").click()
    assert page.url == f"{overview}receipt/"
    page.get_by_role("link", name="Read the report").first.click()
    assert f"/reports/{Report.objects.get().pk}/" in page.url
    context.close()


FILL_IN = """() => document.querySelectorAll("article[data-question]").forEach((card) => {
  const key = card.dataset.question;
  const choices = [...card.querySelectorAll("input")].filter(
    (one) => one.name === key && ["radio", "checkbox"].includes(one.type));
  if (!choices.length) card.querySelector(`[name="${key}"]`).value = "10";
  else if (!choices.some((one) => one.checked)) choices[0].checked = true;
})"""


def answer_without_script(page: Page) -> None:
    """The first choice of each group, ten in each field; then the form's own button."""
    page.evaluate(FILL_IN)
    page.get_by_role("button", name="Save and continue").click()


def test_what_is_wrong_is_said_in_a_summary_and_nothing_typed_is_lost(
    browser: Browser, live_server: LiveServer
) -> None:
    make_shipped_edition()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/start/")
    page.get_by_label("Name of your venture").fill("Acme Models")
    page.get_by_role("button", name="Show me the questions").click()
    page.get_by_role("link", name="Begin with Funding").click()
    page.locator('[name="funding-runway"]').fill("about a year")
    page.get_by_role("button", name="Save and continue").click()
    assert page.title().startswith("Error:")
    summary = page.get_by_role("alert")
    assert "There is a problem" in summary.inner_text()
    summary.get_by_role("link").click()
    field = page.locator('[name="funding-runway"]')
    assert field.evaluate("node => node === document.activeElement")
    assert field.input_value() == "about a year"
    assert field.get_attribute("aria-invalid") == "true"
    context.close()
