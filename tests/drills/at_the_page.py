"""A founder who answers a whole bank in a real browser, whatever becomes of the connection; and a
log, kept outside of the page, of what they typed and of what the page told them."""

from __future__ import annotations

import contextlib
import json
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Dialog, Error, Page

from tests.drills.weather import Weather

LOG = """() => {
  const part = (key, name) => (name === key ? "value" : name.slice(key.length + 1));
  const ticks = (one) => /radio|checkbox/.test(one.type);
  const pairs = (card) => [...card.querySelectorAll("input:not([type=hidden]), textarea")]
    .filter((one) => (ticks(one) ? one.checked : one.value))
    .map((one) => [part(card.dataset.question, one.name), one.value]);
  window.card = (card) => {
    const key = card.dataset.question, line = document.getElementById(`status-${key}`);
    return {key, pairs: pairs(card), line: line.textContent.trim(),
            kept: line.textContent === card.closest("form").dataset.kept,
            waits: line.classList.contains("waiting"),
            version: Number(card.querySelector(`[name="${key}.base"]`).value)};
  };
  addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-save]");
    if (!form) return;
    const tell = (kind, card) => heard(JSON.stringify({kind, ...window.card(card)}));
    for (const event of ["input", "change"]) document.addEventListener(event, ({target}) => {
      const card = target.closest("[data-question]");
      if (card) tell("typed", card);
    });
    new MutationObserver((changes) => {
      for (const {target} of changes) {
        const line = (target.closest ? target : target.parentElement)?.closest("[id^=status-]");
        const said = line?.textContent || "";
        if (said.startsWith("✓") || (said && said === form.dataset.kept))
          tell("saved", form.querySelector(`[data-question="${line.id.slice(7)}"]`));
      }
    }).observe(form, {subtree: true, childList: true, characterData: true});
  });
}"""
"""Tells at once what is typed into a card, and what it holds when it says that it is saved."""
CARDS = """[...document.querySelectorAll("form[data-save] [data-question]")]
  .filter((one) => one.checkVisibility()).map(window.card)"""
SOON, ANSWERS = 8_000, 250
"""Milliseconds for which a page is waited for, and after which is looked again."""
RESTS, GOES, PATIENCE = 0.5, 0.25, 90.0
Card = dict[str, Any]


@dataclass
class Founder:
    """One person at one page, who never does what a browser asks them not to do."""

    page: Page
    base: str
    categories: list[str]
    chance: random.Random
    weather: Weather
    typed: dict[str, Card] = field(default_factory=dict)
    saved: list[Card] = field(default_factory=list)
    turns: int = 0
    asked: int = 0
    """How often the browser asked whether to leave; the answer is always no."""
    failed: int = 0
    bare: int = 0
    clashes: int = 0
    waited: list[float] = field(default_factory=list)
    """Seconds from a trouble's end until nothing waited any more."""
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.expose_function("heard", self._hear)
        self.page.add_init_script(f"({LOG})()")
        self.page.on("dialog", self._stay)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfailed", self._misses)

    def _hear(self, told: str) -> None:
        said = json.loads(told)
        if said["kind"] == "saved":
            self.saved.append(said)
        else:
            self.typed[said["key"]] = said

    def _stay(self, dialog: Dialog) -> None:
        self.asked += 1
        dialog.dismiss()

    def _misses(self, request: Any) -> None:
        self.bare += request.url.endswith(".js") and "autosave" in request.url

    def cards(self) -> list[Card]:
        """Every card that can be seen, as it is just now; none where there is no such page."""
        with contextlib.suppress(Error):
            found: list[Card] = self.page.evaluate(CARDS)
            return found
        return []

    def wait(self, seconds: float) -> None:
        """Sit and watch."""
        end = time.monotonic() + seconds
        while True:
            self.weather.tick()
            left = end - time.monotonic()
            if left <= 0:
                return
            self.page.wait_for_timeout(min(left * 1000, ANSWERS))

    def until_all_is_saved(self) -> bool:
        """Wait until nothing on the page waits any more."""
        start = self.weather.mended or time.monotonic()
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            cards = self.cards()
            if cards and not any(one["waits"] and not one["kept"] for one in cards):
                self.waited.append(time.monotonic() - start)
                return True
            if not cards:
                self.come_back()
            self._settle()
            self.page.wait_for_timeout(ANSWERS)
        return False

    def turn(self) -> None:
        """Answer something, or go on; and rest now and then once the connection is back."""
        self.turns += 1
        self.weather.tick()
        if self.weather.mended and not self.weather.now and self.chance.random() < RESTS:
            self._rest()
        self.weather.mended = 0
        self._settle()
        cards = self.cards()
        empty = [one for one in cards if not one["pairs"]]
        if not cards:
            self.come_back()
        elif not empty and self.chance.random() < GOES:
            self.go_on()
        else:
            with contextlib.suppress(Error):
                self._answer(self.chance.choice(empty[:2] or cards))
            self.wait(self.chance.uniform(0.1, 2))

    def _rest(self) -> None:
        """Look on until the page says that all is saved."""
        if not self.until_all_is_saved():
            self.faults.append(f"something waited for {PATIENCE:g} s in good weather")

    def _answer(self, card: Card) -> None:
        """Choose or write; and often a note beside it."""
        key = card["key"]
        box = self.page.locator(f'[data-question="{key}"]')
        offered = box.locator(f'[name="{key}"]')
        kind = offered.first.get_attribute("type", timeout=SOON) or ""
        if kind in ("radio", "checkbox"):
            if not card["pairs"] or (not card["waits"] and self.chance.random() < 0.4):
                chosen = [value for name, value in card["pairs"] if name == "value"]
                ids = offered.evaluate_all("all => all.map((one) => [one.id, one.value])")
                other = [place for place, value in ids if value not in (*chosen, "-other")]
                box.locator(f'label[for="{self.chance.choice(other)}"]').click(timeout=SOON)
        elif offered.first.get_attribute("inputmode", timeout=SOON):
            offered.first.fill("", timeout=SOON)
            self._write(offered.first, str(self.turns))
        else:
            self._write(offered.first, f"words of turn {self.turns}; ")
        if self.chance.random() < 0.6:
            note = box.locator(f"#note-{key}")
            if not note.is_visible():
                box.locator("details.extra > summary").click(timeout=SOON)
            self._write(note, f"turn {self.turns}; ")

    def _write(self, at: Any, text: str) -> None:
        """As fingers do, at the end of what stands there."""
        at.focus(timeout=SOON)
        self.page.keyboard.press("Control+End")
        for letter in text:
            self.page.keyboard.type(letter)
            self.page.wait_for_timeout(self.chance.uniform(10, 90))

    def _settle(self) -> None:
        """A lone founder is asked about nobody's answer; whoever is, keeps their own."""
        with contextlib.suppress(Error):
            box = self.page.locator(".conflict button").last
            if box.count():
                self.clashes += 1
                box.click(timeout=SOON)

    def go_on(self) -> None:
        """By the form's button, by a link, or by loading the page again; in vain, one stays."""
        way = self.chance.choices(["button", "link", "again"], [6, 3, 1])[0]
        with contextlib.suppress(Error):
            self.page.evaluate("window.stays = true")
            if way == "button":
                self.page.locator("#answers button[value=next]").click(timeout=SOON)
            elif way == "link":
                self.page.locator("main nav a").last.click(timeout=SOON)
            else:
                self.page.evaluate("setTimeout(() => location.reload(), 0)")
        for _ in self._looks(SOON / 1000):
            with contextlib.suppress(Error):
                if not self.page.evaluate("Boolean(window.stays)"):
                    break
        self._arrive()

    def _looks(self, seconds: float) -> Iterator[None]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.wait(0.2)
            yield

    def _arrive(self) -> None:
        with contextlib.suppress(Error):
            self.page.wait_for_load_state(timeout=SOON)
        if not self.cards():
            self.come_back()

    def come_back(self) -> None:
        """To the questions: the next category after the last one, or where one was."""
        found = re.search(r"/c/([a-z-]+)/", self.page.url)
        key = found[1] if found else self.chance.choice(self.categories)
        while True:
            with contextlib.suppress(Error):
                self.page.goto(f"{self.base}c/{key}/", timeout=SOON)
                if self.cards():
                    return
            self.failed += 1
            self.wait(1)
