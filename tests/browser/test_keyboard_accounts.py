"""By keyboard alone: one's account from its first mail to its end, and what a venture shares."""

from __future__ import annotations

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.cohort.models import Enrolment
from questionnaire.people.models import User
from tests.browser.keyboard import Keyboard
from tests.browser.looks import ZOOMED
from tests.browser.test_report_pages import sign_in
from tests.cohort.rooms import room
from tests.factories import make_enrolment
from tests.harness.signing_in import just_signed_in
from tests.people.test_account import code_of
from tests.report.sent import answered, founder_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def last_code() -> str:
    """What the newest mail says."""
    text = mail.outbox[-1].body
    return next(word for word in text.split() if len(word) >= 6 and word.isupper())


def signs_in(keys: Keyboard, email: str, title: str) -> None:
    """From the sign-in page to what comes after the code from the mail."""
    keys.write("Email", email)
    keys.go("Send me a code")
    keys.write("Code", last_code())
    keys.go("Go on")
    expect(keys.page.get_by_role("heading", level=1)).to_have_text(title)


def test_an_account_and_its_second_factors_by_keyboard_alone(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    site, keys = live_server.url, Keyboard(page)
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    page.goto(f"{site}/account/signup/")
    keys.around()
    keys.write("Email", "ada@example.org")
    keys.go("Make an account")
    keys.write("Code", last_code())
    keys.go("Go on")
    user = User.objects.get()

    page.goto(f"{site}/account/")
    keys.around()
    keys.go("Set up")
    keys.write("Authenticator code", "000000")
    keys.go("Switch on")
    expect(page.locator(".error-summary")).to_be_focused()
    secret = page.get_by_label("The key as text").input_value()
    keys.write("Authenticator code", code_of(secret))
    keys.go("Switch on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Codes for an emergency")
    keys.around()
    keys.go("Make new ones")
    keys.go("Make new ones")
    spare = page.locator(".codes code").first.inner_text()

    just_signed_in(user)
    page.goto(f"{site}/account/browsers/")
    keys.around()
    keys.go("Sign out there")
    expect(page.get_by_text("You are signed in nowhere else.")).to_be_visible()
    keys.go("← Your account")
    keys.go("Change the address")
    keys.write("Email", "ada@example.net")
    keys.go("Send a code to the new address")
    keys.write("Code", last_code())
    keys.go("Go on")
    assert User.objects.get().email == "ada@example.net"

    keys.go("Sign out")
    page.goto(f"{site}/account/login/")
    keys.around()
    signs_in(keys, "ada@example.net", "Your second factor")
    keys.write("Code", spare)
    keys.go("Sign in")
    page.goto(f"{site}/account/")
    keys.go("Delete the account")
    keys.go("Delete the account")
    expect(page.locator(".error-summary")).to_be_focused()
    keys.write("To delete, write your e-mail address", "ada@example.net")
    keys.go("Delete the account")
    expect(page.get_by_text("Your account was deleted.")).to_be_visible()
    assert not User.objects.exists()
    assert complaints == []


def test_what_a_venture_shares_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    cohort, _ = room()
    assessment = answered("delta-soil", cohort.edition)
    founder = founder_of(assessment.venture)
    founder.post(f"/a/{assessment.pk}/send/")
    joined = make_enrolment(
        cohort=cohort, venture=assessment.venture, categories=[], path=False, consented_at=None
    )
    sign_in(page, live_server.url, founder)
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    keys = Keyboard(page)
    page.goto(f"{live_server.url}/a/{assessment.pk}/cohorts/{joined.pk}/")
    keys.around()
    keys.tick("Funding: Notes")
    keys.go("See exactly what they would see")
    expect(page.locator(".error-summary")).to_be_focused()
    for part in ("Funding: Scores", "Funding: Answers", "Team: Scores"):
        keys.tick(part)
    keys.open("The words that you agree to there")
    keys.go("See exactly what they would see")
    keys.press_on("Look through it, then agree at its end")
    keys.go("Share this")
    expect(page.get_by_text("Saved. It holds from now on.")).to_be_visible()
    assert set(Enrolment.objects.get().categories) == {"funding", "team"}

    keys.tick("Team: Scores")  # and less
    keys.go("See exactly what they would see")
    keys.around()
    keys.go("Share this")
    assert Enrolment.objects.get().categories == ["funding"]
    keys.go("See what they see now")
    page.go_back()
    keys.go("Stop sharing now")
    expect(page.get_by_text("Nothing is shared.")).to_be_visible()
    keys.go("Leave")
    expect(page.locator(".error-summary")).to_be_focused()
    keys.tick("Yes")
    keys.go("Leave")
    expect(page.get_by_text("You left the cohort.")).to_be_visible()
    assert Enrolment.objects.get().revoked_at is not None
