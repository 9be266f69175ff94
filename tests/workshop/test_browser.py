"""The workshop in a real browser: nothing breaks the site's policy, and the pages work there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from questionnaire.bank.models import Edition, Question
from questionnaire.bank.seed import read_seeds
from questionnaire.bank.seed_writing import write_seeds
from questionnaire.people.models import User
from tests.bank.banks import small
from tests.browser.looks import DESK, PHONE, at_both_sizes
from tests.factories import make_edition


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_opened_edited_and_published_in_the_browser(
    page: Page, context: BrowserContext, live_server: Any, complaints: list[str]
) -> None:
    make_edition(small())
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org"))
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([
        {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    ])  # fmt: skip

    def act(action: str, key: str) -> None:
        page.goto(live_server.url + reverse("admin:questionnaire_edition_changelist"))
        page.get_by_label(f"Select this object for an action - {key}", exact=True).check()
        page.locator("select[name=action]").select_option(label=action)
        page.get_by_role("button", name="Go").click()

    act("Open a draft from this edition", "small-1")
    page.locator("#id_key").fill("small-2")
    page.get_by_role("button", name="Save", exact=True).click()

    question = Question.objects.get(key="base", category__edition__key="small-2")
    page.goto(live_server.url + reverse("admin:questionnaire_question_change", args=[question.pk]))
    page.locator("textarea[name=ask_en]").fill("How strong is your base?")
    page.get_by_role("button", name="Save", exact=True).click()

    act("Lint: show what stands in the way", "small-2")
    assert page.get_by_text("Lint finds nothing.").is_visible()
    act("Publish this draft", "small-2")
    page.get_by_label("English").fill("Clearer words.")
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Small-2 is published.").wait_for()

    edition = Edition.objects.get(key="small-2")
    assert edition.document["categories"][0]["questions"][1]["ask"] == {
        "en": "How strong is your base?"
    }
    assert complaints == []


@pytest.mark.django_db(transaction=True)
def test_an_edition_goes_out_comes_in_and_is_compared_in_the_browser(
    page: Page,
    context: BrowserContext,
    live_server: Any,
    complaints: list[str],
    axe: Callable[..., None],
    tmp_path: Path,
) -> None:
    edition = make_edition(small())
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org"))
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([
        {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    ])  # fmt: skip
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]

    page.goto(live_server.url + reverse("admin:questionnaire_edition_change", args=[edition.pk]))
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Export as folder (zip)").click()
    file = tmp_path / downloaded.value.suggested_filename
    downloaded.value.save_as(file)
    assert read_seeds(file) == small()
    write_seeds(small(title={"en": "Another edition"}, facts=[]), file)

    page.goto(live_server.url + reverse("admin:questionnaire_edition_changelist"))
    page.get_by_role("link", name="Import an edition").click()
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Import as a draft").click()
    page.get_by_text("The file that you chose is kept").wait_for()
    page.get_by_role("button", name="Import as a draft").click()
    page.get_by_text("Small-1-draft is imported as a draft.").wait_for()

    page.get_by_role("link", name="Compare").click()
    page.get_by_role("heading", name="From small-1 to small-1-draft").wait_for()
    assert page.locator("del").all_inner_texts() == ["Small"]
    assert page.locator("ins").all_inner_texts() == ["Another"]
    for size in (DESK, PHONE):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    assert complaints == []
    names = ("edition_import", "edition_changelist", "question_changelist", "category_changelist")
    others = [live_server.url + reverse(f"admin:questionnaire_{name}") for name in names]
    for address in (page.url, *others):
        page.goto(address)
        at_both_sizes(page, axe)  # it measures with styles of its own, which the policy refuses
