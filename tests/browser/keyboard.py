"""A page that is used by keyboard alone, and what must hold of every stop on the way."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

MOST_TABS = 400
FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const around = [at, at.closest(".form-check"), at.closest("label")].filter((one) => one);
  const marked = at.type === "date" || around.some((one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && style.outlineWidth !== "0px") ||
      style.boxShadow !== "none";
  });
  const seen = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2].some((y) => {
    const top = document.elementFromPoint(box.left + box.width / 2, y);
    return top && (at.contains(top) || top.contains(at) || top.closest("label")?.control === at);
  });
  const nowhere = at === document.body || at === document.documentElement;
  const bar = at.closest("#live, .what-if-strip") || !box.width;
  return {tag: at.tagName, type: at.type || "", name: at.name || "", value: at.value || "",
          text: (at.innerText || "").trim(), checked: Boolean(at.checked),
          label: (at.labels?.[0]?.innerText || at.getAttribute("aria-label") || "").trim(),
          wrong: nowhere ? "" : !marked ? "no focus to be seen" : seen || bar ? "" : "covered"};
}"""
"""What has the focus; whether that can be seen (WCAG 2.4.7), and is not wholly behind something
else (WCAG 2.4.11). In the field of a date the browser has a button of its own, and marks it."""


class Keyboard:
    """A page that is used with Tab, Space, Enter and letters only."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.emulate_media(reduced_motion="reduce")  # what has the focus is in view at once

    def stops(self) -> Iterator[dict[str, str]]:
        """Every element that Tab reaches, one after the other: each can be seen to have the focus,
        and stands behind nothing."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUSED)
            assert stop["wrong"] == "", f"{self.page.url} {stop}"
            yield stop
        raise AssertionError(f"no end of Tab on {self.page.url}")

    def press_on(self, text: str) -> None:
        """Tab to a link or button of this text, and press Enter."""
        for stop in self.stops():
            if stop["text"].startswith(text) and stop["tag"] in ("A", "BUTTON"):
                self.page.keyboard.press("Enter")
                return

    def come_to(self, label: str) -> None:
        """Tab to the field that is called so."""
        for stop in self.stops():
            if stop["label"].startswith(label):
                return

    def write(self, label: str, text: str) -> None:
        """Tab to the field that is called so, and type in the place of what stands there."""
        self.come_to(label)
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.type(text)

    def tick(self, label: str) -> None:
        """Tab to the box that is called so, and press Space."""
        self.come_to(label)
        self.page.keyboard.press("Space")

    def open(self, text: str) -> None:
        """Tab to what opens under these words, and open it."""
        for stop in self.stops():
            if stop["tag"] == "SUMMARY" and stop["text"].startswith(text):
                self.page.keyboard.press("Enter")
                return

    def choose(self, label: str, presses: int = 1) -> None:
        """Tab to the list or the group of choices that is called so, and go down in it."""
        self.come_to(label)
        for _ in range(presses):
            self.page.keyboard.press("ArrowDown")

    def other(self) -> str:
        """Tab to the next choice that is made, and make the one below it; its name."""
        for stop in self.stops():
            if stop["type"] == "radio" and stop["checked"]:
                break
        self.page.keyboard.press("ArrowDown")
        return str(self.page.evaluate(FOCUSED)["name"])

    def held(self) -> None:
        """What has the focus is still on the page, after a part of that was drawn anew."""
        expect(self.page.locator(":focus")).to_have_count(1)

    def go(self, text: str) -> None:
        """Press on what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.press_on(text)

    def type_into(self, name: str, text: str) -> None:
        """Tab to the field of this name, and type."""
        for stop in self.stops():
            if stop["name"] == name:
                self.page.keyboard.type(text)
                return

    def answer_all(self) -> None:
        """Answer every question of a category that Tab comes to, then continue."""
        done: set[str] = set()
        for stop in self.stops():
            if (stop["name"], stop["value"]) == ("go", "next"):
                self.page.keyboard.press("Enter")
                return
            question = stop["name"]
            if not question or "." in question or question in done:
                continue
            if stop["type"] in ("radio", "checkbox"):
                if not stop["checked"]:
                    self.page.keyboard.press("Space")
            elif stop["type"] in ("text", "textarea") and not stop["value"]:
                self.page.keyboard.type("10")
            done.add(question)
