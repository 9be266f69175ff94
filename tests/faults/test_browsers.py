"""What a founder's page does when servers are killed, databases go away and wires are cut.

Each test ends with: every acknowledged answer is there, and what was not yet acknowledged stood in
the page and has arrived since.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from playwright.sync_api import Browser, BrowserContext, Page, expect

from questionnaire.assessment.models import AnswerRevision
from tests.assessment.guests import make_guest
from tests.browser.test_autosave import Desk
from tests.faults.founders import (
    OTHER,
    RADIO,
    SOON,
    THIRD,
    is_all_there,
    joined,
    settled,
    sit_down,
    until,
)
from tests.harness import postgres
from tests.harness.relay import Relay
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
both = pytest.mark.both
"""Where the server dies or its database goes away; of a wire no database knows."""


@pytest.fixture
def desk(page: Page, context: BrowserContext, wire: Relay) -> Desk:
    return sit_down(page, context, make_guest(), wire.url)


def edits() -> list[tuple[str, int]]:
    """Every edit that was stored: its note and its version."""
    return list(AnswerRevision.objects.order_by("at").values_list("note", "version"))


@both
def test_cc04_killed_between_the_save_and_its_answer_the_edit_counts_once(
    desk: Desk, wire: Relay, site: Site
) -> None:
    wire.hold_replies()
    field = desk.note(RADIO)
    field.fill("stored, but nobody heard")
    until(lambda: desk.answer(RADIO).version == 1)
    site.kill()
    wire.cut()
    expect(desk.status(RADIO)).to_contain_text("No connection", timeout=SOON)
    field.press_sequentially(" and more")
    wire.mend()
    site.start()
    joined(desk)
    settled(desk, RADIO)
    assert field.input_value() == "stored, but nobody heard and more"
    assert edits() == [
        ("stored, but nobody heard", 1),
        ("stored, but nobody heard and more", 2),
    ]
    is_all_there(desk)


@both
def test_killed_while_saves_are_in_flight_and_typing_goes_on(desk: Desk, site: Site) -> None:
    for key in (RADIO, OTHER, THIRD):
        desk.note(key).fill("before")
    desk.choose(RADIO, "undefined")
    site.kill()  # whatever of it was on its way
    for key in (RADIO, OTHER, THIRD):
        desk.note(key).press_sequentially(", while it was down")
    expect(desk.status(THIRD)).to_contain_text("No connection", timeout=SOON)
    site.start()
    settled(desk, RADIO, OTHER, THIRD)
    for key in (RADIO, OTHER, THIRD):
        assert desk.answer(key).note == "before, while it was down"
        assert desk.note(key).input_value() == "before, while it was down"
    assert desk.answer(RADIO).value == {"value": "undefined"}
    is_all_there(desk)


@contextlib.contextmanager
def database_away() -> Iterator[None]:
    """PostgreSQL is stopped as if its machine lost power; SQLite's file is locked by another."""
    if connection.vendor == "postgresql":
        if not postgres.is_ours():
            pytest.skip("the server of TEST_DATABASE_URL is not ours to stop")
        postgres.stop_at_once()
        try:
            yield
        finally:
            postgres.start_again()
            connections.close_all()  # the tests' own connection died with it
        return
    other = sqlite3.connect(str(connection.settings_dict["NAME"]), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@both
def test_the_database_goes_away_and_comes_back(desk: Desk) -> None:
    desk.note(RADIO).fill("before")
    settled(desk, RADIO)
    with database_away():
        desk.note(RADIO).fill("meanwhile")
        desk.choose(OTHER, "not-known")
        expect(desk.status(RADIO)).to_contain_text("No connection", timeout=SOON)
        assert desk.note(RADIO).input_value() == "meanwhile"
    settled(desk, RADIO, OTHER)
    assert desk.answer(RADIO).note == "meanwhile"
    assert edits()[0] == ("before", 1)
    is_all_there(desk)


def test_the_network_is_cut_and_joined_again(
    desk: Desk, wire: Relay, context: BrowserContext
) -> None:
    network = context.new_cdp_session(desk.page)
    network.send("Network.enable")
    none = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    desk.note(RADIO).fill("before")
    wire.cut()  # while it is on its way, or before
    desk.note(OTHER).fill("the wire is cut")
    expect(desk.status(OTHER)).to_contain_text("No connection", timeout=SOON)
    network.send("Network.emulateNetworkConditions", {"offline": True, **none})
    wire.mend()
    desk.note(THIRD).fill("the browser is offline")
    expect(desk.status(THIRD)).to_contain_text("No connection", timeout=SOON)
    network.send("Network.emulateNetworkConditions", {"offline": False, **none})
    settled(desk, RADIO, OTHER, THIRD)
    assert [desk.answer(key).note for key in (RADIO, OTHER, THIRD)] == [
        "before", "the wire is cut", "the browser is offline",
    ]  # fmt: skip
    is_all_there(desk)


def test_cc05_a_first_edit_that_arrives_after_the_second_changes_nothing(
    page: Page, context: BrowserContext, wire: Relay
) -> None:
    page.clock.install()
    desk = sit_down(page, context, make_guest(), wire.url)
    page.clock.resume()
    wire.hold_requests()
    field = desk.note(RADIO)
    with page.expect_request("**/answers/*/"):
        field.fill("first")
    field.fill("second")
    let_go = wire.pass_others()
    page.clock.fast_forward(11_000)  # nobody answered in time
    settled(desk, RADIO)
    assert edits() == [("first", 1), ("second", 2)]
    let_go()  # and now the first one arrives
    page.wait_for_timeout(500)
    assert edits() == [("first", 1), ("second", 2)]
    assert desk.answer(RADIO).note == field.input_value() == "second"
    is_all_there(desk)


@both
def test_two_browsers_at_once_and_the_server_dies_between(
    desk: Desk, browser: Browser, wire: Relay, site: Site
) -> None:
    with contextlib.closing(browser.new_context()) as elsewhere:
        other = sit_down(elsewhere.new_page(), elsewhere, desk.guest, wire.url)
        desk.note(RADIO).fill("one, on her question")
        other.note(OTHER).fill("two, on his question")
        site.kill()
        desk.note(THIRD).fill("one, on the same")
        other.note(THIRD).fill("two, on the same")
        expect(other.status(THIRD)).to_contain_text("No connection", timeout=SOON)
        site.start()
        joined(desk, other)
        until(lambda: conflict_of(desk) or conflict_of(other))
        asked = [one for one in (desk, other) if conflict_of(one)]
        assert len(asked) == 1
        box = asked[0].card(THIRD).locator(".conflict")
        expect(box).to_contain_text("one, on the same")
        expect(box).to_contain_text("two, on the same")
        box.get_by_role("button", name="Save mine").click()
        settled(desk, RADIO, THIRD)
        settled(other, OTHER, THIRD)
        assert sorted(note for note, _ in edits()) == [
            "one, on her question", "one, on the same", "two, on his question", "two, on the same",
        ]  # fmt: skip
        is_all_there(desk, other)


def conflict_of(desk: Desk) -> bool:
    return bool(desk.card(THIRD).locator(".conflict").count())


def test_br07_an_hour_on_a_train_in_short(desk: Desk, wire: Relay) -> None:
    wire.delay, wire.rate, wire.loses = 0.1, 50_000, 0.2
    typed = dict.fromkeys((RADIO, OTHER, THIRD), "")
    for number in range(4):
        for key in typed:
            typed[key] += f"piece {number}, "
            desk.note(key).press_sequentially(f"piece {number}, ", delay=15)
    desk.choose(RADIO, "undefined")
    wire.loses = 0.05
    settled(desk, *typed)
    assert wire.lost > 0
    for key, text in typed.items():
        assert desk.note(key).input_value() == text
        assert desk.answer(key).note == text.strip()
    is_all_there(desk)
