"""What must hold for every page and state, however it is looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

ZOOMED = {"width": 320, "height": 256}
"""A window of 1280 by 1024 at 400 % (WCAG 1.4.10)."""
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LOOKS = (("light", DESK), ("dark", PHONE))
"""Each size and each scheme once: no colour hangs on the size, and no place on the colours."""

SIDEWAYS = """() => {
  const wide = [...document.querySelectorAll("body *")].filter((one) => {
    const way = getComputedStyle(one).overflowX;
    const scrolls = (way === "auto" || way === "scroll") && one.scrollWidth > one.clientWidth + 1;
    const may = one.querySelector("table, svg") || one.matches("textarea, input");
    return scrolls && one.checkVisibility() && !may;
  });
  return {
    page: document.documentElement.scrollWidth - window.innerWidth,
    parts: wide.map((one) => one.outerHTML.slice(0, 120)),
  };
}"""
"""How far a page scrolls sideways, and which of its parts do that are no data tables or charts."""


def fits(page: Page) -> None:
    """No two-way scrolling, except of data tables in a scroller of their own."""
    found: dict[str, Any] = page.evaluate(SIDEWAYS)
    assert found["page"] <= 0, f"{page.url} is {found['page']} px too wide"
    assert found["parts"] == [], page.url


def look(
    page: Page, axe: Callable[..., None], *ways: tuple[str, dict[str, int]],
    without: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Check the page as it is now in each of these colour schemes and sizes."""
    for scheme, size in ways or (("light", ZOOMED), ("dark", DESK)):
        # Without motion, or a colour would be measured half-way to the other scheme's.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        fits(page)
        axe(page, without=without)


def at_both_sizes(page: Page, axe: Callable[..., None]) -> None:
    """Check the page as it is now at a desk, and then on a phone, where it stays: a walk is walked
    where there is least room. No colour hangs on the size."""
    for size, without in ((DESK, ()), (PHONE, ("color-contrast",))):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        fits(page)
        axe(page, without=without)
