"""Cohort pages in a real browser: no barrier, and a table that sorts and narrows by links."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_report_pages import SCHEMES, WIDTHS, fits, sign_in
from tests.cohort.rooms import ALL, enrol, room

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_cohort_pages_have_no_barriers(
    width: int, scheme: str, page: Page, live_server: LiveServer, axe: Callable[..., None],
    complaints: list[str],
) -> None:  # fmt: skip
    cohort, client = room()
    whole = enrol(cohort, "delta-soil")
    part = enrol(cohort, "marea-translate", [one for one in ALL if one != "ethics"])
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    sign_in(page, live_server.url, client)
    here = f"/cohorts/{cohort.pk}/"
    for address in ("/cohorts/", here, f"{here}{whole.pk}/", f"{here}{part.pk}/"):
        answer = page.goto(live_server.url + address)
        assert answer is not None and answer.status == 200, address
        axe(page)
        assert fits(page), address
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
    page.get_by_label("Recommended path").select_option("open-weights")
    page.get_by_role("button", name="Apply").click()
    assert page.locator(".dense tbody th a").all_inner_texts() == ["Almendra Speech"]
    assert "sort=-community" in page.url
