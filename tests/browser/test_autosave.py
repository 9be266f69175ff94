"""Answers are never lost: what the page's queue does when the way to the server fails."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.assessment.models import Answer, AnswerRevision
from tests.assessment.guests import Guest, make_guest
from tests.browser.faults import Wire, answered, reply_lost, unreachable

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 15_000
LOUD = ("Failed to load resource", "net::ERR")


@dataclass
class Desk:
    """A founder at a category's page, with the wire between."""

    page: Page
    guest: Guest
    site: str
    category: str = "ethics"

    @property
    def url(self) -> str:
        return f"{self.site}{self.guest.base}c/{self.category}/"

    def card(self, key: str) -> Locator:
        return self.page.locator(f'[data-question="{key}"]')

    def status(self, key: str) -> Locator:
        return self.page.locator(f"#status-{key}")

    def choose(self, key: str, option: str) -> None:
        self.card(key).locator(f'[name="{key}"][value="{option}"]').check()

    def note(self, key: str) -> Locator:
        field = self.page.locator(f"#note-{key}")
        if not field.is_visible():
            self.card(key).locator("details.extra > summary").click()
        return field

    def answer(self, key: str) -> Answer:
        return Answer.objects.get(assessment=self.guest.assessment, question=key)


def take_key(context: BrowserContext, guest: Guest, site: str) -> None:
    """This browser holds the guest's key."""
    value = guest.client.cookies[settings.GUEST_COOKIE_NAME].value
    context.add_cookies([{"name": settings.GUEST_COOKIE_NAME, "value": value, "url": site}])


@pytest.fixture
def desk(page: Page, context: BrowserContext, live_server: LiveServer) -> Desk:
    made = Desk(page, make_guest(), live_server.url)
    take_key(context, made.guest, live_server.url)
    page.goto(made.url)
    return made


@pytest.fixture
def wire(desk: Desk) -> Wire:
    return Wire(desk.page)


@pytest.fixture(autouse=True)
def quiet(complaints: list[str]) -> Any:
    """Nothing but the failed loads that a test caused."""
    yield
    assert [one for one in complaints if not any(loud in one for loud in LOUD)] == []


RADIO, OTHER, THIRD = "ethics-responsibility", "ethics-data-rights", "ethics-misuse-plan"


def test_a_choice_is_saved_at_once_and_called_saved_after_the_echo(desk: Desk) -> None:
    desk.choose(RADIO, "written-split")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    assert desk.answer(RADIO).value == {"value": "written-split"}
    expect(desk.page.locator("#spoken")).to_contain_text("Saved")
    expect(desk.page.locator("#progress")).to_contain_text("1 of")


def test_br01_what_is_typed_while_a_save_is_under_way_arrives_too(desk: Desk, wire: Wire) -> None:
    wire.faults = [wire.keeps_reply]
    field = desk.note(RADIO)
    field.press_sequentially("foo")
    desk.page.wait_for_timeout(700)
    field.press_sequentially("bar")
    desk.page.wait_for_timeout(700)
    assert len(wire.sent) == 1  # one at a time
    wire.let_go()
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    assert desk.answer(RADIO).note == field.input_value() == "foobar"
    assert desk.answer(RADIO).version == 2
    expect(field).to_be_focused()


def test_br02_three_questions_within_a_second_are_all_saved(desk: Desk, wire: Wire) -> None:
    wire.faults = [wire.keeps_reply]
    desk.choose(RADIO, "undefined")
    desk.choose(OTHER, "not-known")
    desk.choose(THIRD, "playbook")
    wire.let_go()
    for key in (RADIO, OTHER, THIRD):
        expect(desk.status(key)).to_contain_text("✓ Saved")
    assert Answer.objects.filter(assessment=desk.guest.assessment).count() == 3


def test_br03_503_three_times_is_retried_without_anybody(desk: Desk, wire: Wire) -> None:
    wire.faults = [answered(503, json.dumps({"problem": "away"}))] * 3
    desk.choose(RADIO, "undefined")
    expect(desk.status(RADIO)).to_contain_text("No connection")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=30_000)
    assert len({one["mutation"][0] for one in wire.sent}) == 1
    assert AnswerRevision.objects.count() == 1


def test_br04_offline_answers_are_kept_and_sent_when_back(
    desk: Desk, context: BrowserContext
) -> None:
    context.set_offline(True)
    for key in (RADIO, OTHER, THIRD):
        desk.note(key).fill(f"note of {key}")
    expect(desk.status(THIRD)).to_contain_text("No connection")
    expect(desk.page.locator("#spoken")).to_contain_text("No connection", timeout=SOON)
    assert Answer.objects.count() == 0
    context.set_offline(False)
    for key in (RADIO, OTHER, THIRD):
        expect(desk.status(key)).to_contain_text("✓ Saved", timeout=SOON)
        assert desk.answer(key).note == f"note of {key}"
    expect(desk.page.locator("#spoken")).to_contain_text("All answers are saved", timeout=SOON)


def test_br04_coming_back_does_not_wait_for_the_next_try(desk: Desk, wire: Wire) -> None:
    wire.faults = [unreachable] * 4
    desk.choose(RADIO, "undefined")
    expect_soon(lambda: desk.page.wait_for_timeout(200) or len(wire.sent) == 4)
    desk.page.evaluate("dispatchEvent(new Event('online'))")  # the next try is 4 s away or more
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=2500)


def test_a_lost_reply_is_no_conflict_with_oneself(desk: Desk, wire: Wire) -> None:
    wire.faults = [reply_lost]
    field = desk.note(RADIO)
    field.fill("first")
    expect(desk.status(RADIO)).to_contain_text("No connection")
    field.fill("second")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)
    assert desk.answer(RADIO).note == "second"
    assert desk.card(RADIO).locator(".conflict").count() == 0
    assert list(AnswerRevision.objects.order_by("version").values_list("note", flat=True)) == [
        "first",
        "second",
    ]


def dialogs(page: Page) -> list[str]:
    heard: list[str] = []

    def accept(dialog: Dialog) -> None:
        heard.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return heard


def test_br05_leaving_asks_only_while_something_is_unsaved(desk: Desk, wire: Wire) -> None:
    heard = dialogs(desk.page)
    desk.choose(RADIO, "undefined")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    desk.page.reload()
    assert heard == []
    wire.faults = [unreachable] * 20
    desk.note(RADIO).fill("not yet")
    expect(desk.status(RADIO)).to_contain_text("No connection")
    desk.page.reload()
    assert heard == ["beforeunload"]


def test_br06_closing_within_the_debounce_saves(desk: Desk) -> None:
    desk.note(RADIO).fill("at the last moment")
    desk.page.close()
    expect_soon(lambda: desk.answer(RADIO).note == "at the last moment")


def test_br06_closing_while_an_earlier_save_is_under_way_saves_the_newest(
    desk: Desk, wire: Wire
) -> None:
    wire.faults = [wire.keeps_reply]
    field = desk.note(RADIO)
    field.fill("early")
    desk.page.wait_for_timeout(700)
    field.fill("late")
    desk.page.close()
    expect_soon(lambda: desk.answer(RADIO).note == "late")


def expect_soon(holds: Any) -> None:
    """What the server does after the page has gone has no event to wait for."""
    import time

    for _ in range(50):
        try:
            if holds():
                return
        except Answer.DoesNotExist:
            pass
        time.sleep(0.1)
    assert holds()


def test_a_link_waits_for_the_save_and_asks_nothing(desk: Desk) -> None:
    heard = dialogs(desk.page)
    desk.note(RADIO).fill("then away")
    desk.page.get_by_role("link", name="All categories").click()
    desk.page.wait_for_url(f"**{desk.guest.base}")
    assert heard == []
    assert desk.answer(RADIO).note == "then away"


def test_the_button_waits_for_the_save_and_goes_on(desk: Desk) -> None:
    heard = dialogs(desk.page)
    desk.note(RADIO).fill("and on")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Save and continue").click()
    assert heard == []
    assert desk.answer(RADIO).note == "and on"
    assert AnswerRevision.objects.count() == 1


def test_br08_a_200_that_does_not_echo_is_not_saved(desk: Desk, wire: Wire) -> None:
    wire.faults = [
        answered(200, "<!doctype html><title>Welcome to the train</title>"),
        answered(200, json.dumps({"mutation": "another", "version": 7, "saved": "00:00"})),
    ]
    desk.choose(RADIO, "undefined")
    expect(desk.status(RADIO)).to_contain_text("No connection")
    assert Answer.objects.count() == 0
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)
    assert desk.answer(RADIO).version == 1


@pytest.mark.parametrize("gone", [settings.GUEST_COOKIE_NAME, None], ids=["key", "every-cookie"])
def test_br09_without_a_key_the_text_stays_and_is_sent_after(
    gone: str | None, desk: Desk, context: BrowserContext, axe: Any
) -> None:
    context.clear_cookies(**({"name": gone} if gone else {}))
    field = desk.note(RADIO)
    field.fill("kept")
    expect(desk.page.locator("#keyless")).to_be_visible()
    axe(desk.page)
    link = desk.page.locator("#keyless a")
    assert link.get_attribute("target") == "_blank"
    assert field.input_value() == "kept"
    take_key(context, desk.guest, desk.site)
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)
    expect(desk.page.locator("#keyless")).to_be_hidden()
    assert desk.answer(RADIO).note == "kept"


def test_br10_a_stale_token_is_renewed_without_a_reload(
    desk: Desk, context: BrowserContext
) -> None:
    context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    desk.choose(RADIO, "undefined")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)


def test_br11_an_old_page_never_overwrites_and_the_founder_chooses(
    desk: Desk, wire: Wire, axe: Any
) -> None:
    desk.guest.save(RADIO, value="sentence-in-terms", note="theirs")
    desk.choose(RADIO, "undefined")
    box = desk.card(RADIO).locator(".conflict")
    expect(box.get_by_role("heading")).to_be_focused()
    expect(box).to_contain_text("A sentence in the terms")
    expect(box).to_contain_text("Nothing is written down")
    axe(desk.page)
    desk.note(RADIO).fill("mine")  # no second question while the first one stands
    desk.page.wait_for_timeout(800)
    assert len(wire.sent) == 1
    assert desk.answer(RADIO).value == {"value": "sentence-in-terms"}
    box.get_by_role("button", name="Save mine").click()
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    assert desk.answer(RADIO).value == {"value": "undefined"}
    assert desk.answer(RADIO).note == "mine"
    assert desk.answer(RADIO).version == 2


def test_br11_theirs_is_kept_by_the_other_button(desk: Desk) -> None:
    desk.guest.save(RADIO, value="sentence-in-terms", note="theirs", claim="plan")
    desk.choose(RADIO, "undefined")
    desk.card(RADIO).get_by_role("button", name="Keep that").click()
    expect(desk.card(RADIO).locator('[value="sentence-in-terms"]')).to_be_checked()
    assert desk.page.locator(f"#note-{RADIO}").input_value() == "theirs"
    expect(desk.page.locator(f"#claim-{RADIO}-plan")).to_be_checked()
    assert desk.answer(RADIO).version == 1
    desk.choose(RADIO, "written-split")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    expect_soon(lambda: desk.answer(RADIO).version == 2)


def test_two_browsers_with_the_same_page_open_lose_nothing(desk: Desk, browser: Browser) -> None:
    elsewhere = browser.new_context()
    take_key(elsewhere, desk.guest, desk.site)
    other = Desk(elsewhere.new_page(), desk.guest, desk.site)
    other.page.goto(other.url)
    other.note(RADIO).fill("from the other browser")
    expect(other.status(RADIO)).to_contain_text("✓ Saved")
    desk.note(RADIO).fill("from this one")
    box = desk.card(RADIO).locator(".conflict")
    expect(box).to_contain_text("from the other browser")
    expect(box).to_contain_text("from this one")
    box.get_by_role("button", name="Save mine").click()
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    notes = AnswerRevision.objects.order_by("version").values_list("note", flat=True)
    assert list(notes) == ["from the other browser", "from this one"]
    elsewhere.close()


def test_the_same_answer_from_two_people_is_no_conflict(desk: Desk) -> None:
    desk.guest.save(RADIO, value="undefined")
    desk.choose(RADIO, "undefined")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    assert desk.card(RADIO).locator(".conflict").count() == 0


def test_br14_nothing_is_left_in_the_browser(desk: Desk) -> None:
    desk.note(RADIO).fill("CNRY-ethics")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    expect(desk.page.locator("#progress")).to_contain_text("of")
    stored = desk.page.evaluate(
        """async () => JSON.stringify([{...localStorage}, {...sessionStorage},
           await indexedDB.databases(), await caches.keys()])"""
    )
    local, session, databases, caches = json.loads(stored)
    assert [local, databases, caches] == [{}, [], []]
    assert "CNRY" not in json.dumps(session)
    assert set(session) <= {"htmx-current-path-for-history"}  # an address, no answer


def test_br16_too_long_is_said_at_the_field_and_not_sent_again(desk: Desk, wire: Wire) -> None:
    field = desk.note(RADIO)
    field.fill("x" * 20_001)
    expect(desk.status(RADIO)).to_contain_text("Not saved")
    expect(desk.card(RADIO).locator(".problem")).to_contain_text("20001")
    desk.page.wait_for_timeout(2500)
    assert len(wire.sent) == 1
    assert len(field.input_value()) == 20_001
    field.fill("short")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    expect(desk.card(RADIO).locator(".problem")).to_be_empty()


def test_br16_429_waits_as_long_as_it_was_told(desk: Desk, wire: Wire) -> None:
    wire.faults = [answered(429, "{}", **{"Retry-After": "3"})]
    desk.choose(RADIO, "undefined")
    expect(desk.status(RADIO)).to_contain_text("No connection")
    desk.choose(OTHER, "not-known")
    desk.page.wait_for_timeout(1800)
    assert len(wire.sent) == 1
    expect(desk.status(RADIO)).to_contain_text("✓ Saved", timeout=SOON)
    expect(desk.status(OTHER)).to_contain_text("✓ Saved", timeout=SOON)


LEVERS = "ethics-levers"


def test_an_answer_that_stands_alone_clears_the_others_and_can_be_undone(desk: Desk) -> None:
    boxes = desk.card(LEVERS).locator(f'[name="{LEVERS}"]:not([data-exclusive])')
    boxes.nth(0).check()
    boxes.nth(1).check()
    desk.choose(LEVERS, "none")
    expect(boxes.nth(0)).not_to_be_checked()
    expect(desk.status(LEVERS)).to_contain_text("✓ Saved")
    assert desk.answer(LEVERS).value == {"value": ["none"]}
    desk.card(LEVERS).get_by_role("button", name="Undo").click()
    expect(boxes.nth(0)).to_be_checked()
    expect(desk.status(LEVERS)).to_contain_text("✓ Saved")
    expect_soon(lambda: len((desk.answer(LEVERS).value or {})["value"]) == 2)
    desk.choose(LEVERS, "-unknown")
    boxes.nth(1).check()
    expect(desk.card(LEVERS).locator('[value="-unknown"]')).not_to_be_checked()
    expect_soon(lambda: len((desk.answer(LEVERS).value or {}).get("value", [])) == 1)


def test_follow_ups_come_in_place_and_save_like_the_others(desk: Desk) -> None:
    follow = "ethics-response-time"
    asked: list[str] = []
    desk.page.on("request", lambda one: asked.append(one.url))
    assert desk.card(follow).count() == 0
    desk.note(THIRD).fill("CNRY-never-in-an-address")
    desk.choose(THIRD, "playbook")
    field = desk.card(follow).locator(f'[name="{follow}"]')
    field.fill("6")
    expect(desk.status(follow)).to_contain_text("✓ Saved")
    assert desk.answer(follow).value == {"value": 6}
    desk.card(follow).locator('[value="-unknown"]').check()
    assert field.input_value() == ""
    expect_soon(lambda: desk.answer(follow).value == {"unknown": True})
    desk.choose(
        THIRD, "none-yet" if desk.card(THIRD).locator('[value="none-yet"]').count() else "-unknown"
    )
    expect(desk.card(follow)).to_have_count(0)
    assert not [one for one in asked if "CNRY" in one]


def test_what_is_no_number_is_kept_and_said_after_leaving_the_question(desk: Desk) -> None:
    desk.choose(THIRD, "playbook")
    follow = "ethics-response-time"
    field = desk.card(follow).locator(f'[name="{follow}"]')
    field.fill("about 6")
    expect(desk.status(follow)).to_have_text("Kept as typed; not an answer yet")
    desk.page.locator("h1").click()
    field.blur()
    expect(desk.card(follow).locator(".problem")).to_contain_text("Write only a number")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert desk.answer(follow).value == {"raw": "about 6"}
    field.fill("6")
    expect(desk.card(follow).locator(".problem")).to_be_empty()


def test_what_the_button_could_not_save_stands_in_the_page_and_leaving_asks(
    desk: Desk, axe: Any
) -> None:
    heard = dialogs(desk.page)
    desk.note(RADIO).fill("x" * 20_001)
    expect(desk.status(RADIO)).to_contain_text("Not saved")
    with desk.page.expect_navigation():
        desk.page.get_by_role("button", name="Save and continue").click()
    expect(desk.page.get_by_role("alert")).to_be_focused()
    axe(desk.page)
    expect(desk.card(RADIO).locator(".problem")).to_contain_text("20001")
    desk.page.get_by_role("alert").get_by_role("link").click()
    first = desk.card(RADIO).locator("fieldset input").first
    assert first.evaluate("node => node === document.activeElement")
    assert len(desk.page.locator(f"#note-{RADIO}").input_value()) == 20_001
    assert heard == []
    desk.page.reload()
    assert heard == ["beforeunload"]


def test_ax10_the_page_speaks_at_most_once_in_five_seconds(desk: Desk) -> None:
    desk.page.evaluate(
        """() => { window.said = [];
        new MutationObserver(() => window.said.push(document.getElementById("spoken").textContent))
          .observe(document.getElementById("spoken"), {childList: true}); }"""
    )
    field = desk.note(RADIO)
    for word in ("one ", "two ", "three ", "four "):
        field.press_sequentially(word)
        desk.page.wait_for_timeout(900)
    assert len(desk.page.evaluate("window.said")) == 1
    assert desk.answer(RADIO).version >= 4
    expect(field).to_be_focused()


def test_what_was_answered_before_the_script_ran_is_saved_too(desk: Desk) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    desk.page.route("**/autosave*.js", hold)
    desk.page.goto(desk.url, wait_until="commit")
    desk.choose(THIRD, "playbook")
    desk.note(RADIO).fill("Written by counsel")
    expect(desk.status(THIRD)).to_be_empty()
    waiting[0].continue_()
    expect(desk.status(THIRD)).to_contain_text("✓ Saved")
    expect(desk.status(RADIO)).to_contain_text("✓ Saved")
    assert (desk.answer(THIRD).value, desk.answer(RADIO).note) == (
        {"value": "playbook"}, "Written by counsel",
    )  # fmt: skip
    assert not Answer.objects.filter(question=OTHER).exists()


def test_br13_answers_are_saved_when_htmx_does_not_load(
    desk: Desk, context: BrowserContext
) -> None:
    context.route("**/htmx*.js", lambda route: route.abort())
    desk.page.reload()
    desk.choose(THIRD, "playbook")
    expect(desk.status(THIRD)).to_contain_text("✓ Saved")
    desk.page.get_by_role("button", name="Save and stay here").click()
    expect(desk.card("ethics-response-time")).to_be_visible()
