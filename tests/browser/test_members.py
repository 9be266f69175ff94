"""Two founders, two browsers: inviting by a link, joining, answering under one's own name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.people.models import User, VentureMember
from tests.browser.looks import PHONE, at_both_sizes
from tests.factories import make_assessment, make_shipped_edition, make_user, make_venture_member
from tests.harness.signing_in import just_signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def come_in(context: BrowserContext, site: str, user: User) -> Page:
    """A browser that is signed in, without the mail in between."""
    client = just_signed_in(user)
    context.add_cookies(
        [{"name": key, "value": one.value, "url": site} for key, one in client.cookies.items()]
    )
    return context.new_page()


def test_from_an_invitation_to_answers_under_ones_own_name(
    browser: Browser,
    live_server: LiveServer,
    axe: Callable[..., None],
    settings: Any,
) -> None:
    settings.SITE_URL = live_server.url
    owner = make_venture_member(user=make_user(name="Ada"))
    found = make_assessment(venture=owner.venture, edition=make_shipped_edition())
    bo = make_user(name="Bo")
    sizes: dict[str, Any] = {"viewport": PHONE}
    one, two = browser.new_context(**sizes), browser.new_context(**sizes)

    ada = come_in(one, live_server.url, owner.user)
    ada.goto(f"{live_server.url}/a/{found.pk}/")
    ada.get_by_role("link", name="Members, and who looks after what").click()
    ada.get_by_label("As").select_option("editor")
    ada.get_by_role("button", name="Invite", exact=True).click()
    at_both_sizes(ada, axe)
    link = ada.get_by_label("Link", exact=True).input_value()

    stranger = browser.new_context(**sizes).new_page()
    stranger.goto(link)
    at_both_sizes(stranger, axe)
    expect(stranger.get_by_role("link", name="Sign in").last).to_be_visible()

    page = come_in(two, live_server.url, bo)
    page.goto(link)
    at_both_sizes(page, axe)
    page.get_by_role("button", name="Accept").click()
    assert page.url == f"{live_server.url}/a/{found.pk}/"
    assert VentureMember.objects.get(user=bo).role == "editor"
    page.goto(f"{live_server.url}/a/{found.pk}/c/funding/")
    page.locator('[name="funding-route"][value="open-weights"]').check()
    expect(page.locator("#status-funding-route")).to_contain_text("Saved")

    ada.goto(f"{live_server.url}/a/{found.pk}/answers/funding-route/history/")
    at_both_sizes(ada, axe)
    expect(ada.get_by_text("Bo", exact=True)).to_be_visible()
    expect(ada.get_by_text("Open weights", exact=True)).to_be_visible()
    stranger.goto(link)
    at_both_sizes(stranger, axe)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("This invitation does not work")
