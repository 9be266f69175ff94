"""An account in the browser: passkeys made and used by a virtual authenticator, pages with axe."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_members import come_in
from tests.factories import make_user, make_venture_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_authenticator(context: BrowserContext, page: Page) -> None:
    """A device in the browser that makes and keeps passkeys (WebDriver's virtual authenticator)."""
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def test_a_passkey_is_made_and_signs_in_alone(
    context: BrowserContext,
    live_server: LiveServer,
    axe: Callable[[Page], None],
    complaints: list[str],
) -> None:
    site = live_server.url.replace("127.0.0.1", "localhost")  # passkeys want a name
    user = make_user(name="Ada")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    page = come_in(context, site, user)
    with_authenticator(context, page)

    def look(path: str = "") -> None:
        if path:
            page.goto(site + path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    look("/account/")
    page.get_by_role("link", name=re.compile("Add.*Passkeys")).click()
    look()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes for an emergency")
    assert Authenticator.objects.filter(user=user, type="webauthn").count() == 1
    look()
    for path in ("", "webauthn/", "webauthn/add/", "totp/activate/", "recovery-codes/generate/"):
        look(f"/account/2fa/{path}")
    look("/account/email/")
    look("/account/browsers/")
    look("/account/again/")
    look("/account/delete/")
    page.goto(f"{site}/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    look("/account/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{site}/home/")
    assert complaints == []


def test_a_passkey_that_fails_says_so_and_the_code_still_works(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url.replace("127.0.0.1", "localhost") + "/account/login/")
    page.route("**/account/2fa/webauthn/login/", lambda route: route.abort())
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("you can try again")
    expect(page.get_by_role("button", name="Send me a code")).to_be_enabled()


def test_an_account_is_deleted_with_what_it_says(
    context: BrowserContext, live_server: LiveServer, axe: Callable[[Page], None]
) -> None:
    member = make_venture_member(user=make_user(name="Ada"))
    page = come_in(context, live_server.url, member.user)
    page.goto(f"{live_server.url}/account/")
    page.get_by_role("link", name="Delete the account").click()
    expect(page.get_by_text(member.venture.name)).to_be_visible()
    page.get_by_role("button", name="Delete the account").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was deleted")
    axe(page)
    page.get_by_label("To delete, write your e-mail address").fill(member.user.email)
    page.get_by_role("button", name="Delete the account").click()
    expect(page.get_by_text("Your account was deleted.")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
