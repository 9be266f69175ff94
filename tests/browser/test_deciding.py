"""A founder decides: seven questions, the six paths, the record; by keyboard, without script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.decision.actions import conclude
from questionnaire.decision.models import Conclusion, Decision, Tripwire
from questionnaire.decision.steps import KEYS
from questionnaire.report.models import Report
from tests.browser.keyboard import Keyboard
from tests.browser.looks import LOOKS, at_both_sizes, look
from tests.browser.test_report_pages import sign_in
from tests.decision.ways import RUNWAY, decided, sent_again
from tests.factories import NOW
from tests.report.sent import founder_of, reported

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def walk(page: Page, site: str, report: Report, see: Callable[[Page], None]) -> None:
    """From the receipt to the record with Tab, Space, Enter and letters only."""
    keys = Keyboard(page)

    def go(text: str) -> None:
        with page.expect_navigation():
            keys.press_on(text)

    page.goto(f"{site}/a/{report.submission.assessment_id}/receipt/")
    see(page)
    go("Decide")
    see(page)
    go("Begin with the first question")
    for number in range(1, len(KEYS) + 1):
        expect(page.locator("main .kicker").first).to_have_text(f"Question {number} of 7")
        see(page)
        keys.type_into("text", f"Conclusion {number}")
        go("Save and go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Staged, gated")
    see(page)
    go("We take: Staged, gated")
    go("Record the decision")
    assert page.title().startswith("Error:")
    assert page.get_by_role("alert").evaluate("node => node === document.activeElement")
    see(page)
    keys.press_on("Write why; one sentence will do.")
    assert page.evaluate("document.activeElement.name") == "reason"
    page.keyboard.type("It can be stopped.")
    keys.type_into("decided_by", "Ada and Ben")
    keys.type_into("rejected-closed", "Nobody would trust it.")
    for stop in keys.stops():
        if stop["name"] == "watch":
            page.keyboard.press("Space")
            break
    keys.type_into("subject", "For how many months")
    go("Show its answers")
    see(page)
    keys.type_into("op", "falls")
    keys.type_into("number", "9")
    go("Watch this")
    expect(page.get_by_role("status")).to_have_text("✓ Added above, and ticked.")
    see(page)
    go("Record the decision")
    expect(page.get_by_role("heading", level=1)).to_have_text("Staged, gated")
    assert page.url.split("#")[0].endswith("/decision/")
    see(page)


def outcome() -> None:
    """What the walk leaves behind."""
    made = Decision.objects.get()
    assert (made.path, made.reason, made.decided_by, made.rejected) == (
        "staged-gated", "It can be stopped.", "Ada and Ben", {"closed": "Nobody would trust it."},
    )  # fmt: skip
    assert made.conclusions == {key: f"Conclusion {n + 1}" for n, key in enumerate(KEYS)}
    assert Conclusion.objects.count() == 7
    conditions = list(Tripwire.objects.order_by("place").values_list("condition", flat=True))
    assert len(conditions) == 2 and RUNWAY in conditions


def test_all_seven_steps_to_the_record_by_keyboard(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    """Walked on a phone, each step looked at at a desk too."""
    report = reported("harbour-health")
    sign_in(page, live_server.url, founder_of(report.submission.assessment.venture))

    walk(page, live_server.url, report, lambda page: at_both_sizes(page, axe))
    outcome()
    # a form that was not filled in is answered with 422, and a browser notes it
    assert [one for one in complaints if "422" not in one] == []


def test_all_seven_steps_to_the_record_by_keyboard_without_script(
    browser: Browser, live_server: LiveServer
) -> None:
    """Walked on a phone."""
    report = reported("harbour-health")
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 900})
    page = plain.new_page()
    sign_in(page, live_server.url, founder_of(report.submission.assessment.venture))
    walk(page, live_server.url, report, lambda page: None)
    outcome()
    plain.close()


def test_no_state_of_the_decision_has_barriers(
    page: Page, live_server: LiveServer, axe: Callable[..., None], complaints: list[str]
) -> None:
    report = reported("harbour-health")
    assessment = report.submission.assessment
    sign_in(page, live_server.url, founder_of(assessment.venture))
    conclude(venture=assessment.venture_id, step="means", text="Enough.", base=0, by=None, at=NOW)
    decided(report, path="fully-open", against="A foundation wants to pay.")
    decided(report, base=1, dates=[("The new law", dt.date(2999, 6, 1))])
    newest = sent_again(assessment, funding_runway=5)
    base = f"/a/{assessment.pk}"
    for address in (f"{base}/", f"{base}/receipt/", f"/reports/{newest.pk}/", f"{base}/decide/",
                    f"{base}/decision/", f"{base}/decision/1/", f"{base}/decide/as/fully-open/",
                    f"{base}/decide/as/staged-gated/"):  # fmt: skip
        answer = page.goto(live_server.url + address)
        assert answer is not None and answer.status == 200, address
        look(page, axe, *LOOKS)
    assert complaints == []


def test_print_holds_the_record_and_nothing_to_press(page: Page, live_server: LiveServer) -> None:
    report = reported("harbour-health")
    assessment = report.submission.assessment
    decided(report)
    sign_in(page, live_server.url, founder_of(assessment.venture))
    page.goto(f"{live_server.url}/a/{assessment.pk}/decision/")
    page.emulate_media(media="print")
    assert page.get_by_text("Hospitals need someone who can stop it.").is_visible()
    assert page.get_by_text("is below 9 months").is_visible()
    assert page.locator(".masthead nav").is_visible() is False
    assert page.get_by_role("link", name="Change the decision").is_visible() is False


def test_what_is_written_at_a_question_is_not_lost_by_a_link(
    page: Page, live_server: LiveServer
) -> None:
    report = reported("harbour-health")
    sign_in(page, live_server.url, founder_of(report.submission.assessment.venture))
    where = f"{live_server.url}/a/{report.submission.assessment_id}/decide/{KEYS[0]}/"
    page.goto(where)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.locator("#id_text").fill("Both founders, together.")
    page.get_by_role("link", name="The seven questions").click()
    page.wait_for_timeout(300)
    assert (asked, page.url) == (["beforeunload"], where)
    expect(page.locator("#id_text")).to_have_value("Both founders, together.")
    page.get_by_role("link", name="Go on without saving").click()
    page.wait_for_url(f"**/decide/{KEYS[1]}/")
    assert (asked, Conclusion.objects.count()) == (["beforeunload"], 0)
