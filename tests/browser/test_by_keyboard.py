"""What the other walks leave out, by keyboard alone: what has the focus is seen, and is kept."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.assessment.models import Answer
from questionnaire.cohort.pack.models import Pack
from questionnaire.report.plan.models import PlanItem
from questionnaire.report.what_if.models import Scenario
from questionnaire.review.models import Outcome
from tests.apart.rooms import disputed
from tests.browser.keyboard import Keyboard
from tests.browser.test_members import come_in
from tests.browser.test_report_pages import sign_in
from tests.browser.test_reviewing import reviewed
from tests.browser.test_what_if import opened

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_other_answers_are_tried_kept_and_planned_by_keyboard_alone(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    report = opened(page, live_server)
    keys = Keyboard(page)
    keys.press_on("Try it")
    expect(page.get_by_text("With 1 changed answer")).to_be_visible()
    keys.held()
    with page.expect_response(re.compile("what-if")):
        keys.other()
    keys.held()
    keys.press_on("Leave it as it really is")
    expect(page.get_by_text("Nothing is changed yet")).to_be_visible()
    keys.held()
    keys.press_on("Change")
    expect(page.locator("article.question")).to_have_count(1)
    keys.held()
    with page.expect_response(re.compile("what-if")):
        keys.other()
    keys.write("Name of the scenario", "Otherwise")
    keys.go("Keep this scenario")
    assert Scenario.objects.get().name == "Otherwise"

    page.goto(f"{live_server.url}/a/{report.submission.assessment_id}/plan/")
    keys.go("Take it on")
    keys.choose("State")
    keys.write("Note (optional)", "With counsel")
    keys.go("Take it on")
    kept = PlanItem.objects.get()
    assert (kept.note, kept.state) == ("With counsel", "doing")
    assert complaints == []


def test_a_manager_decides_and_takes_files_along_by_keyboard_alone(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    room = reviewed()
    sign_in(page, live_server.url, room.clients["manager"])
    keys = Keyboard(page)
    page.goto(live_server.url + room.url("results/"))
    keys.choose("Decision about")
    keys.go("Show what founders would be told")
    keys.go("Apply and tell the founders")
    assert Outcome.objects.count() == 1

    page.goto(live_server.url + room.url(""))
    keys.go("A PDF of each of these ventures")
    assert Pack.objects.count() == 1
    for stop in keys.stops():
        if stop["text"] == "Look again":
            break
    with page.expect_response(re.compile("packs")):  # as the page looks by itself all the time
        page.evaluate("htmx.ajax('GET', location.href, {target: '#packs', swap: 'outerHTML'})")
    keys.held()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("PDFs of a cohort")
    assert complaints == []


def test_what_was_answered_apart_is_laid_open_and_settled_by_keyboard_alone(
    context: BrowserContext, live_server: LiveServer, complaints: list[str]
) -> None:
    room, _, other = disputed()
    room.lay_open(other)
    page = come_in(context, live_server.url, room.ada)
    keys = Keyboard(page)
    page.goto(f"{live_server.url}{room.base}apart/")
    keys.go("I am done, show mine")
    keys.go("Lay open")
    keys.go("See the disagreements")
    keys.go("Take over what is ticked")
    for stop in keys.stops():
        if stop["type"] == "radio":
            break
    page.keyboard.press("Space")
    keys.write("Why (optional)", "The partner asks for it.")
    keys.go("Settle")
    expect(page.get_by_text("Nothing is left to settle.")).to_be_visible()
    settled = Answer.objects.get(assessment=room.found, question="funding-route")
    assert settled.value["value"] in ("closed", "open-weights")
    assert complaints == []
