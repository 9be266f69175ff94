"""An editor's whole day in a real browser, on the shipped questions in three languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from questionnaire.bank.models import Edition, Question
from questionnaire.bank.queries import current_edition
from tests.factories import make_editor
from tests.report.sent import founder_of, reported
from tests.report.test_actions import report_in

PATIENCE = 60_000
"""Milliseconds: lint's proof stands thousands of sheets."""


@pytest.mark.django_db(transaction=True)
def test_from_a_draft_over_its_effect_and_its_faults_to_a_published_edition(
    page: Page, context: BrowserContext, live_server: Any, complaints: list[str]
) -> None:
    report = reported()
    founder = founder_of(report.submission.assessment.venture)
    before = [founder.get(f"/reports/{report.pk}{end}").content for end in ("/", ".json")]
    client = Client()
    client.force_login(make_editor())
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([
        {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    ])  # fmt: skip
    page.set_default_timeout(PATIENCE)

    def go(view: str, *given: Any) -> None:
        page.goto(live_server.url + reverse(f"admin:questionnaire_{view}", args=given))

    def change(question: str, **fields: str) -> None:
        row = Question.objects.get(key=question, category__edition__key="2026-12")
        go("question_change", row.pk)
        for field, text in fields.items():
            page.locator(f"[name={field}]").fill(text)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("was changed successfully").wait_for()

    # A draft from the shipped edition.
    go("edition_changelist")
    page.get_by_label("Select this object for an action - 2026-11", exact=True).check()
    page.locator("select[name=action]").select_option(label="Open a draft from this edition")
    page.get_by_role("button", name="Go").click()
    page.locator("#id_key").fill("2026-12")
    page.get_by_role("button", name="Save", exact=True).click()
    draft = Edition.objects.get(key="2026-12")

    # A weight is changed, and a next step lost on the way.
    change("funding-runway", weight='{"funding": 1.05}')
    change("funding-secured", **{"option_rows-0-next_en": "", "option_rows-0-next_es": "",
                                 "option_rows-0-next_de": ""})  # fmt: skip

    # The effect on what was sent, and why.
    go("edition_publish", draft.pk)
    page.get_by_role("button", name="Compute the effect").click()
    expect(page.get_by_text("Another recommended path: 0")).to_be_visible(timeout=PATIENCE)

    # Publishing stops at the fault; the panel leads to its field.
    go("edition_publish", draft.pk)
    page.get_by_label("English").fill("Runway counts more.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("next step").first).to_be_visible(timeout=PATIENCE)
    assert Edition.objects.get(pk=draft.pk).status == "draft"
    go("edition_change", draft.pk)
    found = page.locator("#lint").get_by_role(
        "link", name="question funding-secured, option share-under-10", exact=True
    )
    found.first.click()
    for language in ("en", "es", "de"):
        page.locator(f"[name=option_rows-0-next_{language}]").fill("Price the smallest proof.")
    page.get_by_role("button", name="Save", exact=True).click()

    # Published, after the effect of what is now in it.
    go("edition_publish", draft.pk)
    page.get_by_role("button", name="Compute the effect").click()
    expect(page.get_by_text("Another recommended path: 0")).to_be_visible(timeout=PATIENCE)
    go("edition_publish", draft.pk)
    page.get_by_label("English").fill("Runway counts more.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("2026-12 is published.")).to_be_visible(timeout=PATIENCE)

    edition = current_edition()
    assert edition is not None
    assert (edition.key, edition.change_note) == ("2026-12", {"en": "Runway counts more."})
    after = [founder.get(f"/reports/{report.pk}{end}").content for end in ("/", ".json")]
    assert (report_in(after[0]), after[1]) == (report_in(before[0]), before[1])
    assert complaints == []
