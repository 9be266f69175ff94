"""By keyboard alone: a cohort's own page, and the editors' desk from a draft to its edition."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from questionnaire.bank.models import Edition, Question
from questionnaire.cohort.standing import keyset
from tests.bank.banks import small
from tests.browser.keyboard import Keyboard
from tests.browser.looks import ZOOMED
from tests.browser.test_report_pages import sign_in
from tests.cohort.rooms import enrol, room
from tests.cohort.standing.crowds import crowd
from tests.factories import make_edition, make_editor, make_round
from tests.harness.signing_in import just_signed_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOVES = """() => document.activeElement.addEventListener("scroll", ({target}) => {
  target.dataset.moved = "yes";
})"""


def test_a_cohorts_page_by_keyboard_alone(
    page: Page, live_server: LiveServer, complaints: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keyset, "PAGE", 6)
    cohort, client = room()
    crowd(cohort, 11, 2)
    enrol(cohort, "delta-soil")
    make_round(cohort=cohort)
    sign_in(page, live_server.url, client)
    keys, here = Keyboard(page), f"{live_server.url}/cohorts/{cohort.pk}/"
    names = page.locator(".dense tbody th")
    page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
    page.goto(here)
    keys.around()
    keys.go("Community")
    expect(page.locator("[aria-sort]")).to_have_text(re.compile("Community"))
    first = names.all_inner_texts()
    keys.go("Later in this order")
    assert not set(first) & set(names.all_inner_texts())
    keys.go("← Earlier in this order")
    assert names.all_inner_texts() == first

    # Both tables of charts move under the arrows, and the picture turns to another posture.
    keys.come_to("Table of ventures and categories")
    page.evaluate(MOVES)
    page.keyboard.press("ArrowRight")
    expect(page.locator(":focus")).to_have_attribute("data-moved", "yes")
    keys.come_to("Table of ventures and postures")
    for stop in keys.stops():
        if stop["tag"] == "A" and stop["text"] in ("Community", "Safety"):
            break
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(
        page.get_by_role("heading", name=re.compile(f"Lean and {stop['text']}", re.I))
    ).to_be_in_viewport()

    # Two of them side by side, one of them alone, and the list made shorter.
    keys.open("Two to four ventures side by side")
    keys.come_to(names.first.locator("xpath=.").inner_text().splitlines()[0].split("  ")[0][:9])
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    keys.go("Show side by side")
    expect(page.locator(".beside thead th")).to_have_count(3)
    keys.around()
    keys.go("← ")
    keys.open("Narrow the list")
    keys.write("Name contains", "soil")
    keys.choose("Stage of the venture", 0)
    keys.open("Columns")
    keys.tick("Margin")
    keys.go("Apply")
    assert [one.split()[0] for one in names.all_inner_texts()] == ["Delta"]
    keys.go("Delta Soil")
    expect(page.get_by_text("Delta Soil").first).to_be_visible()
    assert complaints == []


def test_a_draft_comes_to_be_an_edition_by_keyboard_alone(
    page: Page, live_server: LiveServer, complaints: list[str]
) -> None:
    make_edition(small())
    sign_in(page, live_server.url, just_signed_in(make_editor()))
    keys = Keyboard(page)

    def go(view: str, *given: object) -> None:
        page.goto(live_server.url + reverse(view, args=given))

    def act(edition: str, action: str) -> None:
        go("admin:questionnaire_edition_changelist")
        keys.tick(f"Select this object for an action - {edition}")
        for stop in keys.stops("Shift+Tab"):
            if stop["tag"] == "SELECT":
                break
        page.keyboard.type(action)
        keys.go("Go")

    act("small-1", "Open a draft")
    keys.type_into("key", "small-2")
    keys.go("Save")
    draft = Edition.objects.get(key="small-2")
    question = Question.objects.get(key="extras", category__edition=draft)

    go("admin:questionnaire_question_change", question.pk)
    keys.around()
    keys.type_into("ask_en", "So: ")
    keys.go("Save")
    go("desk-condition", "question", question.pk)
    keys.around()
    keys.choose("About which question", 2)
    keys.held()
    go("desk-preview", draft.pk, "en", "funding")
    keys.around()
    keys.choose("Closed")
    expect(page.locator("#slot-extras").get_by_label("Docs")).to_be_visible()
    keys.held()
    go("admin:questionnaire_edition_change", draft.pk)
    keys.go("COMPARE")
    keys.around()
    act("small-2", "Publish")
    keys.write("English", "Clearer words.")
    keys.go("Publish")
    expect(page.get_by_text("Small-2 is published.")).to_be_visible()
    assert complaints == []
