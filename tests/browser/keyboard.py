"""A page that is used by keyboard alone, and what must hold of every stop on the way."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page, expect

MOST_TABS, ROUNDS = 400, 1
"""After the page has ended so often, from wherever one began, all of it was seen."""
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
  const button = at.tagName === "INPUT" && at.type === "submit";
  return {place: (window.awaited || []).indexOf(at), tag: at.tagName, type: at.type || "",
          name: at.name || "", value: at.value || "",
          text: (button ? at.value : at.innerText || "").trim(), checked: Boolean(at.checked),
          label: (at.labels?.[0]?.innerText || at.getAttribute("aria-label") || "").trim(),
          wrong: nowhere ? "" : !marked ? "no focus to be seen" : seen || bar ? "" : "covered"};
}"""
"""What has the focus; whether that can be seen (WCAG 2.4.7), and is not wholly behind something
else (WCAG 2.4.11). In the field of a date the browser has a button of its own, and marks it."""


AWAIT = """() => {
  const all = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const one = (at) => at.type !== "radio" || at.checked ||
    !document.querySelector(`[name="${CSS.escape(at.name)}"]:checked`) &&
    at === document.querySelector(`[type=radio][name="${CSS.escape(at.name)}"]`);
  window.awaited = [...document.querySelectorAll(all)].filter((at) =>
    !at.matches(":disabled, [type=hidden]") && at.checkVisibility({visibilityProperty: true}) &&
    at.tabIndex >= 0 && one(at));
}"""
"""Everything on the page that can be used; of choices of which one can be made, that which has the
focus first."""
CALLED = "all => all.map((at) => awaited[at].outerHTML.slice(0, 120))"


class Keyboard:
    """A page that is used with Tab, Space, Enter and letters only."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.emulate_media(reduced_motion="reduce")  # what has the focus is in view at once

    def stops(self, key: str = "Tab") -> Iterator[dict[str, str]]:
        """Every element that Tab reaches, one after the other: each can be seen to have the focus,
        and stands behind nothing."""
        met: list[str] = []
        for _ in range(MOST_TABS):
            self.page.keyboard.press(key)
            stop = self.page.evaluate(FOCUSED)
            assert stop["wrong"] == "", f"{self.page.url} {stop}"
            yield stop
            nowhere = stop["tag"] in ("BODY", "HTML")
            met.append("BODY" if nowhere else stop["label"] or stop["text"] or stop["name"])
            if met.count("BODY") > ROUNDS:
                break
        raise AssertionError(f"not found on {self.page.url}; there are {list(dict.fromkeys(met))}")

    def around(self) -> None:
        """Once down the whole page and once up: Tab reaches everything that can be used, in the
        order in which it stands there, and is caught nowhere; so does Shift+Tab."""
        self.page.evaluate("document.activeElement.blur()")
        self.page.evaluate(AWAIT)
        for key in ("Tab", "Shift+Tab"):
            places = list(dict.fromkeys(self._places(key)))
            wanted = list(range(self.page.evaluate("awaited.length")))
            wanted = wanted if key == "Tab" else wanted[::-1]
            missed = self.page.evaluate(CALLED, [one for one in wanted if one not in places])
            assert missed == [], f"{key} does not reach on {self.page.url}"
            assert places == wanted, f"{key} goes in another order on {self.page.url}"

    def _places(self, key: str) -> Iterator[int]:
        """Where each stop stands among all that can be used, until the page has ended."""
        begun: set[int] = set()
        last = -1
        for stop in self.stops(key):
            if stop["tag"] in ("BODY", "HTML"):
                if begun:
                    return
                continue
            place = int(stop["place"])
            if place in begun and place != last:
                return
            last = place  # the field of a date has stops of its own
            if place >= 0:
                begun.add(place)
                yield place

    def press_on(self, text: str) -> None:
        """Tab to a link or button of this text, and press Enter."""
        for stop in self.stops():
            if stop["text"].startswith(text) and stop["tag"] in ("A", "BUTTON", "INPUT"):
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
