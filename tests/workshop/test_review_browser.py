"""Persona run, effect, publishing by two and the log in a real browser, wide and narrow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from questionnaire.bank.actions import open_draft
from questionnaire.bank.models import Edition
from questionnaire.people.models import User
from tests.bank.banks import small
from tests.factories import NOW, make_edition
from tests.workshop.sent import send, set_option

WIDTHS = (1280, 390)


@pytest.mark.django_db(transaction=True)
def test_two_editors_see_the_effect_and_publish(
    page: Page,
    context: BrowserContext,
    live_server: Any,
    complaints: list[str],
    axe: Callable[..., None],
) -> None:
    base = make_edition(small())
    send(base, stage="idea", route="closed", base="strong", runway=24)
    send(base, stage="revenue", route="open", base="weak", extras=["docs"])
    draft = open_draft(from_edition=base, key="small-2", at=NOW)
    for option, lean in (("open", -2.0), ("closed", 2.0)):
        set_option(draft, option, lean=lean)
    for key, path in (("ada", "free"), ("bob", "shut")):
        draft.persona_rows.filter(key=key).update(expect={"path": path})
    checked: list[str] = []
    heard: list[str] = []

    def look(name: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            checked.append(f"{name} {width} {over}")
        heard.extend(complaints)
        axe(page)
        page.wait_for_timeout(200)  # axe's own styles break the policy, and that is told late
        complaints.clear()

    def enter(who: User) -> None:
        client = Client()
        client.force_login(who)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([
            {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        ])  # fmt: skip

    def go(name: str) -> None:
        page.goto(live_server.url + reverse(f"admin:questionnaire_edition_{name}", args=[draft.pk]))

    enter(User.objects.create_superuser("ada@example.org"))
    go("change")
    page.get_by_role("link", name="Personas", exact=True).last.click()
    assert page.get_by_text("2 personas come out as expected").is_visible()
    look("personas")
    go("publish")
    page.get_by_role("button", name="Compute the effect").click()
    page.get_by_text("Another recommended path: 2 (100").wait_for()
    look("effect")
    page.get_by_role("link", name="Go on to publishing").click()
    page.get_by_label("English").fill("Turned round.")
    look("publish")
    page.get_by_role("button", name="Ask another editor to confirm").click()
    page.get_by_text("you cannot confirm it yourself").wait_for()
    look("asked")

    enter(User.objects.create_superuser("bob@example.org"))
    go("publish")
    look("confirm")
    page.get_by_role("button", name="Confirm and publish").click()
    page.get_by_text("Small-2 is published.").wait_for()
    go("log")
    look("log")
    page.get_by_label("Key").fill("route")
    page.get_by_role("button", name="Show").click()
    page.get_by_text("0 edits, the newest first.").wait_for()

    assert Edition.objects.get(pk=draft.pk).status == "published"
    assert [one for one in checked if not one.endswith(" 0")] == []
    assert (heard, complaints) == ([], [])
