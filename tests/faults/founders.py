"""A founder at a category's page of a real server, and what the page said was saved."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from questionnaire.assessment.models import Answer, AnswerRevision
from tests.assessment.guests import Guest
from tests.browser.test_autosave import Desk, take_key

PATIENCE = 60.0  # two suites side by side; what happens is there sooner
SOON = 60_000
RADIO, OTHER, THIRD = "ethics-responsibility", "ethics-data-rights", "ethics-misuse-plan"

WATCH = """() => {
  window.acknowledged = [];
  const form = document.querySelector("form[data-save]");
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const line = (target.closest ? target : target.parentElement).closest("[id^=status-]");
      if (!line || !line.textContent.startsWith("✓")) continue;
      const key = line.id.slice(7), card = form.querySelector(`[data-question="${key}"]`);
      window.acknowledged.push({
        key, version: Number(form.elements.namedItem(`${key}.base`).value),
        note: card.querySelector(`#note-${key}`).value,
        chosen: [...card.querySelectorAll(`[name="${key}"]:checked`)].map((one) => one.value),
      });
    }
  }).observe(form, { subtree: true, childList: true, characterData: true });
}"""
"""Writes down, at the very moment a card says "✓ Saved", what the card then holds."""


def sit_down(page: Page, context: BrowserContext, guest: Guest, url: str) -> Desk:
    """Open the page with the guest's key; from now on what it calls saved is written down."""
    desk = Desk(page, guest, url)
    take_key(context, guest, url)
    page.goto(desk.url)
    page.evaluate(WATCH)
    return desk


def acknowledged(desk: Desk) -> list[dict[str, Any]]:
    """What the page called saved so far, in order."""
    found: list[dict[str, Any]] = desk.page.evaluate("window.acknowledged")
    return found


def is_all_there(*desks: Desk) -> None:
    """Every acknowledged answer is in the database exactly as it stood in the page just then."""
    for desk in desks:
        revisions = {
            (one.answer.question, one.version): (one.note, (one.value or {}).get("value"))
            for one in AnswerRevision.objects.select_related("answer").filter(
                answer__assessment=desk.guest.assessment
            )
        }
        said = acknowledged(desk)
        assert said, "the page never said that anything was saved"
        for one in said:
            note, value = revisions[one["key"], one["version"]]
            chosen = one["chosen"][0] if one["chosen"] else None
            assert (note, value) == (one["note"].strip(), chosen), one
    assessment = desks[0].guest.assessment
    for answer in Answer.objects.filter(assessment=assessment).prefetch_related("revisions"):
        versions = sorted(one.version for one in answer.revisions.all())
        assert versions == list(range(1, answer.version + 1))


def joined(*desks: Desk) -> None:
    """The browser is told that its network is there again: what waits is tried at once, and not
    after the page's own next pause, which has grown to many seconds meanwhile."""
    for desk in desks:
        desk.page.evaluate("dispatchEvent(new Event('online'))")


def settled(desk: Desk, *keys: str) -> None:
    """Wait until these cards say that they are saved, and nothing in the page waits."""
    for key in keys:
        expect(desk.status(key)).to_contain_text("✓ Saved", timeout=SOON)
    expect(desk.page.locator(".saved.waiting")).to_have_count(0, timeout=SOON)


def until(happened: Callable[[], object]) -> None:
    """Wait for something that has no event in the page."""
    end = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(Answer.DoesNotExist):
            if happened():
                return
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)
