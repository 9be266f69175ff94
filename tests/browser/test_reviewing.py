"""A reviewer's day in a real browser: three ventures, drafts that save themselves, then all in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.review.models import Review, ReviewStep
from tests.browser.looks import LOOKS, look
from tests.browser.test_report_pages import sign_in
from tests.review.rooms import Panel, panel

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def score(page: Page, *scores: tuple[str, str]) -> None:
    """Tick a score of each criterion, by the words at it."""
    for criterion, value in scores:
        page.get_by_role("group", name=criterion).get_by_label(value, exact=True).check()


def test_a_reviewers_day(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    room = panel(ventures=3)
    room.ask("rosa", 0, 1, 2)
    sign_in(page, live_server.url, room.clients["rosa"])
    page.goto(live_server.url + room.url("reviews/"))
    axe(page)
    with page.expect_navigation():
        page.get_by_role("link", name="Begin").click()
    expect(page.locator(".where")).to_contain_text("1 of 3")
    axe(page)
    # A draft saves itself, and is there after a reload.
    score(page, ("The team", "4"), ("The plan", "abstain"))
    page.get_by_label("Internal").first.fill("Ask about the second run")
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Internal").first).to_have_value("Ask about the second run")
    # Another tab saves: this one says so and overwrites nothing.
    elsewhere = Review.objects.get(version__gt=0)
    room.write("rosa", elsewhere, submit=False, internal={"": "From elsewhere"})
    page.get_by_label("Internal").first.fill("From here")
    expect(page.get_by_text("saved elsewhere meanwhile. Press Save")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("alert")).to_contain_text("From elsewhere")
    expect(page.get_by_label("Internal").first).to_have_value("From here")
    axe(page)
    # What is missing is said where it is missing; then it is in, and the next one opens.
    score(page, ("The team", "4"), ("The plan", "2"), ("How sure are you?", "4"))
    with page.expect_navigation():
        page.get_by_role("button", name="Submit, and to the next").click()
    expect(page.locator(".where")).to_contain_text("2 of 3")
    with page.expect_navigation():
        page.get_by_role("button", name="Submit, and to the next").click()
    expect(page.get_by_role("alert")).to_contain_text("The team: give a score, or abstain.")
    score(page, ("The team", "abstain"), ("The plan", "5"), ("How sure are you?", "1"))
    with page.expect_navigation():
        page.get_by_role("button", name="Submit, and to the next").click()
    expect(page.locator(".where")).to_contain_text("3 of 3")
    page.get_by_label("I abstain as a whole").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Submit", exact=True).click()
    page.wait_for_url(f"**{room.url('reviews/')}")
    expect(page.get_by_text("0 reviews wait for you.")).to_be_visible()
    axe(page)
    assert Review.objects.filter(submitted_at__isnull=False).count() == 3
    assert ReviewStep.objects.filter(state="submitted").count() == 3
    # The tab that was overtaken is the one refusal that the browser heard of.
    assert [one for one in complaints if "409" not in one and "422" not in one] == []


def test_the_pages_of_reviews_have_no_barriers(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    room = reviewed()
    sign_in(page, live_server.url, room.clients["manager"])
    first, second = (f"{one.pk}/reviews/" for one in room.ventures)
    for end in ("rubric/", "assignment/", "results/", first, second):
        answer = page.goto(live_server.url + room.url(end))
        assert answer is not None and answer.status == 200, end
        look(page, axe, *LOOKS)
    page.goto(live_server.url + room.url("results/"))
    page.get_by_label("Decision about").first.select_option("admitted")
    with page.expect_navigation():
        page.get_by_role("button", name="Show what founders would be told").click()
    look(page, axe, *LOOKS)
    page.goto(live_server.url + room.url("assignment/"))
    with page.expect_navigation():
        page.get_by_role("button", name="Show what it comes to").click()
    look(page, axe, *LOOKS)
    assert complaints == []


def reviewed() -> Panel:
    """A venture with two reviews that are in, another that waits."""
    room = panel()
    first, _other = room.ask("rosa", 0, 1)
    [second] = room.ask("sven", 0)
    room.write("rosa", first, scores={"team": 5, "plan": 5})
    room.write("sven", second, scores={"team": 1, "plan": None})
    return room
