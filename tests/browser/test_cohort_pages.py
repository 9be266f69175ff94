"""Cohort pages in a real browser: no barrier, and a table that sorts and narrows by links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from questionnaire.cohort.standing import keyset, reading
from tests.browser.looks import LOOKS, look
from tests.browser.test_report_pages import fits, sign_in
from tests.cohort.rooms import ALL, enrol, room
from tests.cohort.standing.crowds import crowd
from tests.factories import make_round

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.looks
def test_cohort_pages_have_no_barriers(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    cohort, client = room()
    whole = enrol(cohort, "delta-soil")
    part = enrol(cohort, "marea-translate", [one for one in ALL if one != "ethics"])
    sign_in(page, live_server.url, client)
    here = f"/cohorts/{cohort.pk}/"
    for address in ("/cohorts/", here, f"{here}{whole.pk}/", f"{here}{part.pk}/"):
        answer = page.goto(live_server.url + address)
        assert answer is not None and answer.status == 200, address
        look(page, axe, *LOOKS)
    assert complaints == []


def test_sorting_and_narrowing_work_by_links_and_a_form(
    page: Page, live_server: LiveServer
) -> None:
    cohort, client = room()
    for persona in ("almendra-speech", "delta-soil", "marea-translate"):
        enrol(cohort, persona)
    sign_in(page, live_server.url, client)
    page.goto(f"{live_server.url}/cohorts/{cohort.pk}/")
    page.get_by_role("link", name="Community").first.click()
    names = page.locator(".dense tbody th a").all_inner_texts()
    assert names == ["Delta Soil", "Almendra Speech", "Marea Translate"]
    page.get_by_text("Narrow the list").click()
    page.get_by_role("combobox", name="Recommended path").select_option("open-weights")
    page.get_by_role("button", name="Apply").click()
    assert page.locator(".dense tbody th a").all_inner_texts() == ["Almendra Speech"]
    assert "sort=-community" in page.url


@pytest.mark.looks
def test_a_large_cohort_has_no_barriers(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """With fields for dots, columns for marks, rounds, and pages of the table."""
    monkeypatch.setattr(reading, "MOST_DOTS", 5)
    monkeypatch.setattr("questionnaire.cohort.standing.spreads.MOST_MARKS", 5)
    monkeypatch.setattr(keyset, "PAGE", 12)
    cohort, client = room()
    crowd(cohort, 40, 2)
    make_round(cohort=cohort)
    sign_in(page, live_server.url, client)
    for width, scheme in ((320, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.goto(f"{live_server.url}/cohorts/{cohort.pk}/?against=funding&column=runway")
        page.get_by_text("Narrow the list").click()
        page.get_by_text("Columns", exact=True).click()
        axe(page)
        assert fits(page)
    assert complaints == []


def test_a_manager_pages_searches_chooses_columns_and_takes_the_table_along(
    page: Page, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "PAGE", 12)
    cohort, client = room()
    crowd(cohort, 30, 2)
    sign_in(page, live_server.url, client)
    page.goto(f"{live_server.url}/cohorts/{cohort.pk}/")
    names = page.locator(".dense tbody th")
    first = names.all_inner_texts()
    with page.expect_navigation():
        page.get_by_role("link", name="Later in this order").click()
    second = names.all_inner_texts()
    assert not set(first) & set(second)
    with page.expect_navigation():
        page.get_by_role("link", name="Earlier in this order").click()
    assert names.all_inner_texts() == first
    page.get_by_text("Narrow the list").click()
    page.get_by_label("Name contains").fill("VENTURE")
    page.get_by_text("Columns", exact=True).click()
    page.get_by_role("checkbox", name="Runway, months").check()
    page.get_by_role("checkbox", name="Margin").uncheck()
    with page.expect_navigation():
        page.get_by_role("button", name="Apply").click()
    heads = page.locator(".dense thead th").all_inner_texts()
    assert "Runway, months" in heads and "Margin" not in heads
    assert all("Venture" in one for one in names.all_inner_texts())
    with page.expect_download() as coming:
        page.get_by_role("link", name="CSV").click()
    rows = coming.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].split(",")[2:] == [
        "venture", "stage", "state", "path", "lean", "funding", "community", "safety", "runway",
    ]  # fmt: skip
    assert f"-{len(rows) - 1}-rows.csv" in coming.value.suggested_filename
