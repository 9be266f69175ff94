"""The editors’ desk in a real browser at two widths: each way is walked, and axe finds nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from questionnaire.assessment.models import Answer, Assessment
from questionnaire.bank.models import Edition, Option, OtherMark, Question
from questionnaire.people.models import User
from tests.bank.banks import q, small
from tests.browser.looks import PHONE, at_both_sizes
from tests.factories import (
    make_assessment,
    make_draft,
    make_edition,
    make_submission,
    make_venture,
)


@pytest.fixture
def editor(page: Page, context: BrowserContext, live_server: Any) -> Page:
    """An editor's browser, on a phone."""
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org"))
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([
        {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    ])  # fmt: skip
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return page


def sound(page: Page, axe: Callable[..., None], complaints: list[str]) -> None:
    """Nothing sticks out, nothing is complained about, nothing is out of reach."""
    assert complaints == []
    at_both_sizes(page, axe)
    complaints.clear()  # axe measures with styles of its own, which the policy refuses


def draft_with_a_fault() -> Edition:
    draft = make_draft(small(languages=["en", "es"]))
    Option.objects.filter(question__category__edition=draft, key="weak").update(next=None)
    return draft


@pytest.mark.django_db(transaction=True)
def test_a_finding_leads_to_its_field_and_a_text_is_translated(
    editor: Page, live_server: Any, complaints: list[str], axe: Callable[..., None]
) -> None:
    draft = draft_with_a_fault()
    page = editor
    home = live_server.url + reverse("admin:questionnaire_edition_change", args=[draft.pk])
    page.goto(home)
    panel = page.locator("#lint")
    expect(panel.get_by_role("link", name="question base, option weak", exact=True)).to_be_visible()
    sound(page, axe, complaints)

    panel.get_by_role("link", name="question base, option weak", exact=True).click()
    expect(page.locator("#option_rows-0")).to_be_in_viewport()
    sound(page, axe, complaints)

    page.goto(home)
    page.get_by_role("link", name="missing", exact=False).first.click()
    page.get_by_label("category.funding.name").fill("Financiación")
    page.get_by_label("edition.title").fill("<b>Título</b>")
    page.get_by_role("button", name="Save these texts").first.click()
    expect(page.get_by_label("edition.title")).to_have_value("<b>Título</b>")
    expect(page.get_by_text("take the HTML tag out")).to_be_visible()
    assert complaints.pop().startswith("error: Failed to load resource")  # 422
    sound(page, axe, complaints)
    page.get_by_label("edition.title").fill("Título")
    page.get_by_role("button", name="Save these texts").first.click()
    expect(page.get_by_text("1 text is saved.")).to_be_visible()
    draft.refresh_from_db()
    assert draft.title == {"en": "Small edition", "es": "Título"}


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_previewed_with_its_follow_ups_and_nothing_is_kept(
    editor: Page, live_server: Any, complaints: list[str], axe: Callable[..., None]
) -> None:
    draft = make_draft(small(languages=["en", "es"]))
    page = editor
    page.goto(live_server.url + reverse("desk-preview", args=[draft.pk, "en", "funding"]))
    expect(page.get_by_text("Preview, nothing is saved.")).to_be_visible()
    expect(page.locator("#slot-extras fieldset")).to_have_count(0)
    page.locator("#slot-route").get_by_label("Open", exact=True).check()
    expect(page.locator("#slot-extras").get_by_label("Docs")).to_be_visible()
    sound(page, axe, complaints)
    page.locator("#slot-route").get_by_label("Closed", exact=True).check()
    expect(page.locator("#slot-extras fieldset")).to_have_count(0)
    page.get_by_role("link", name="es", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert (Assessment.objects.count(), Answer.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_a_condition_is_checked_while_typed_and_built_test_by_test(
    editor: Page, live_server: Any, complaints: list[str], axe: Callable[..., None]
) -> None:
    draft = make_draft(small())
    row = Question.objects.get(category__edition=draft, key="extras")
    page = editor
    page.goto(live_server.url + reverse("admin:questionnaire_question_change", args=[row.pk]))
    box, told = page.locator("#id_show_when"), page.locator("#told-show_when")
    box.fill(json.dumps(q("rout", "in", ["open"])))
    expect(told).to_contain_text("there is no question 'rout'; did you mean route?")
    box.fill(json.dumps(q("route", "in", ["open"])))
    expect(told).to_contain_text("Met when “route?” is “Open”.")
    sound(page, axe, complaints)

    page.get_by_role("link", name="Build and check it").first.click()
    page.get_by_label("As text").fill(json.dumps(q("route", "in", ["closed"])))
    expect(page.locator("#told")).to_contain_text("Met when “route?” is “Closed”.")
    page.get_by_label("About which question").select_option(label="How long?")
    page.get_by_label("How it compares").select_option(label="is at least")
    page.get_by_label("Number").fill("6")
    page.get_by_label("or: one of them is enough").check()
    sound(page, axe, complaints)
    page.get_by_role("button", name="Add this test").click()
    expect(page.locator("#told")).to_contain_text(
        "“route?” is “Closed” or “How long?” is at least 6 months"
    )
    page.get_by_role("button", name="Save into the draft").click()
    expect(page.get_by_text("The condition of extras is saved.")).to_be_visible()
    row.refresh_from_db()
    assert row.show_when == {"any": [q("route", "in", ["closed"]), q("runway", "at-least", 6)]}
    sound(page, axe, complaints)


@pytest.mark.django_db(transaction=True)
def test_options_are_moved_and_what_none_fitted_gets_its_status(
    editor: Page, live_server: Any, complaints: list[str], axe: Callable[..., None]
) -> None:
    edition, draft = make_edition(small()), make_draft(small(key="small-2"))
    make_submission(
        assessment=make_assessment(venture=make_venture(name="Kestrel"), edition=edition),
        answers={"base": {"value": {"other": "A trust holds it"}}},
    )
    row = Question.objects.get(category__edition=draft, key="base")
    page = editor
    page.goto(live_server.url + reverse("admin:questionnaire_question_change", args=[row.pk]))
    page.get_by_role("button", name="Move weak down").click()
    expect(page.get_by_text("weak was moved.")).to_be_visible()
    assert list(row.option_rows.order_by("place").values_list("key", flat=True)) == [
        "strong", "weak",
    ]  # fmt: skip
    sound(page, axe, complaints)

    page.get_by_role("link", name="Answers that no option fitted").click()
    expect(page.get_by_text("A trust holds it")).to_be_visible()
    form = page.locator(".inbox form")
    form.get_by_label("Status").select_option(label="taken up")
    form.get_by_label("Note").fill("In small-2.")
    form.get_by_role("button", name="Save the status").click()
    expect(page.get_by_text("The status is saved.")).to_be_visible()
    expect(page.locator("q", has_text="In small-2.")).to_be_visible()
    assert "Kestrel" not in page.content()
    assert [one.status for one in OtherMark.objects.all()] == ["taken-up"]
    sound(page, axe, complaints)


@pytest.mark.django_db(transaction=True)
def test_the_desk_works_without_script(browser: Any, live_server: Any) -> None:
    draft = draft_with_a_fault()
    row = Question.objects.get(category__edition=draft, key="extras")
    client = Client()
    client.force_login(User.objects.create_superuser("root@example.org"))
    name = settings.SESSION_COOKIE_NAME
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([
        {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    ])  # fmt: skip
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:questionnaire_edition_change", args=[draft.pk]))
    page.locator("#lint").get_by_role("link", name="Check this draft").click()
    assert page.get_by_role("link", name="question base, option weak", exact=True).is_visible()

    page.goto(live_server.url + reverse("desk-preview", args=[draft.pk, "en", "funding"]))
    page.locator("#slot-route").get_by_label("Open", exact=True).check()
    page.get_by_role("button", name="Show what follows").click()
    assert page.locator("#slot-extras").get_by_label("Docs").is_visible()

    page.goto(live_server.url + reverse("desk-condition", args=["question", row.pk]))
    page.get_by_label("About which question").select_option(label="base?")
    page.get_by_role("button", name="Show its options").click()
    page.get_by_label("Weak", exact=False).check()
    page.get_by_role("button", name="Add this test").click()
    page.get_by_role("button", name="Save into the draft").click()
    assert page.get_by_text("The condition of extras is saved.").is_visible()
    row.refresh_from_db()
    assert [one["q"] for one in row.show_when["all"]] == ["route", "base"]
    context.close()
