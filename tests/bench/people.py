"""People of the mix, each a generator: it gives the next request and is told how it was answered.

A person does one thing after another, as in a browser; what they do is drawn from a seed. A
founder's page asks for what changed after every save, and so does this.
"""

from __future__ import annotations

import re
import urllib.parse
import uuid
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from random import Random

from tests.bench.browser import FORM, Browser
from tests.bench.load import Request
from tests.bench.targets import FLOOR_ROWS

CATEGORIES = ("funding", "team", "experimentation", "loyalty", "ethics")
AT_ONCE = 6
"""Answers on one visit of a category's page."""
SENDS = 0.05
"""How often a visit ends with sending everything, which is then opened again."""
SMALL_ROWS = 5
SHOWN = re.compile(r'name="shown" value="([a-z0-9-]+)"')
SLOT = re.compile(r'<div id="slot-([a-z0-9-]+)"')
CARD = re.compile(r'data-question="([a-z0-9-]+)"(.*?)</article>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Reply:
    """How a request was answered."""

    status: int
    body: str


Person = Generator[Request, Reply, None]


class Unsaved(Exception):
    """A save that was not acknowledged."""


def founder(guest: Browser, base: str, chance: Random, *, alone: bool = False) -> Person:
    """Opens a category, answers some of it, goes on; sends now and then. alone: saves and nothing
    beside them, as the target of the held load is counted."""
    sends = {**guest.headers(), **FORM}
    # Whoever was here before may have sent everything; open answers stay as they are.
    yield Request("POST", f"{base}reopen/", b"x=1", sends, "reopen")
    while True:
        category = chance.choice(CATEGORIES)
        where = f"{base}c/{category}/"
        page = yield Request("GET", where, None, guest.headers(), "category page")
        cards = cards_of(page.body)
        shown = set(SHOWN.findall(page.body))
        for key, version, values in chance.sample(cards, min(AT_ONCE, len(cards))):
            yield from _save(guest, base, key, version, chance.choice(values))
            if not alone:
                asked = {**guest.headers(), "HX-Request": "true"}
                query = urllib.parse.urlencode([("shown", key) for key in sorted(shown)])
                changed = yield Request(
                    "GET", f"{where}follow-ups/?{query}", None, asked, "follow-ups"
                )
                shown = shown_after(shown, changed.body)
                yield Request("GET", f"{base}live/", None, asked, "result so far")
        if not alone and chance.random() < SENDS:
            for name in ("send", "reopen"):
                yield Request("POST", f"{base}{name}/", b"x=1", sends, name)


def _save(guest: Browser, base: str, key: str, version: int, value: str) -> Person:
    mutation = str(uuid.uuid4())
    form = {"mutation": mutation, "base": str(version), "value": value}
    reply = yield Request(
        "POST", f"{base}answers/{key}/", urllib.parse.urlencode(form).encode(),
        {**guest.headers(), **FORM, "Accept": "application/json"}, "autosave",
    )  # fmt: skip
    if mutation not in reply.body:
        raise Unsaved(f"{key} at {version}: {reply.status} {reply.body[:200]}")


def shown_after(shown: set[str], changed: str) -> set[str]:
    """Which questions a page shows once the places that changed were swapped in."""
    swapped = set(SLOT.findall(changed))
    return (shown - swapped) | (set(SHOWN.findall(changed)) & swapped)


def cards_of(page: str) -> list[tuple[str, int, list[str]]]:
    """(question, version, options) of the cards with one choice on a category's page."""
    found = []
    for key, card in CARD.findall(page):
        version = re.search(rf'name="{key}\.base" value="(\d+)"', card)
        values = re.findall(rf'type="radio" name="{key}" id="[^"]+" value="([a-z0-9-]+)"', card)
        # "Something else" needs words, and "I do not know" has none: both are other cards' work.
        if version and values:
            found.append((key, int(version[1]), values))
    return found


def reviewer(browser: Browser, demo: dict[str, str]) -> Person:
    """Reads the cohort's page and a report, writes at a review."""
    while True:
        for kind in ("cohort", "disclosed"):
            yield Request("GET", demo[kind], None, browser.headers(), f"{kind} page")
        page = yield Request("GET", demo["review"], None, browser.headers(), "review page")
        fields = Fields.of(page.body)
        body = urllib.parse.urlencode([*fields, ("do", "save")]).encode()
        yield Request("POST", demo["review"], body, {**browser.headers(), **FORM}, "review save")


def at_floor(browser: Browser, number: int) -> Person:
    """As many pages, rows written and small pages as a founder asks for, of the floor."""
    body = urllib.parse.urlencode({"k": str(100 + number)}).encode()
    while True:
        large = f"/page/?rows={FLOOR_ROWS}"
        yield Request("GET", large, None, browser.headers(), "category page")
        for _ in range(AT_ONCE):
            yield Request("POST", "/upsert/", body, {**browser.headers(), **FORM}, "autosave")
            for kind in ("follow-ups", "result so far"):
                small = f"/page/?rows={SMALL_ROWS}"
                yield Request("GET", small, None, browser.headers(), kind)


class Fields(HTMLParser):
    """The fields of a page's form that has a rubric in it, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[list[tuple[str, str]]] = []
        self.words: list[str] | None = None
        self.name = ""

    @classmethod
    def of(cls, page: str) -> Sequence[tuple[str, str]]:
        """Of the first such form."""
        made = cls()
        made.feed(page)
        return next(form for form in made.forms if any(name == "rubric" for name, _ in form))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append([])
        elif tag == "textarea":
            self.words, self.name = [], given.get("name", "")
        elif tag == "input" and self.forms and "name" in given:
            chosen = given.get("type") not in ("radio", "checkbox") or "checked" in given
            if chosen:
                self.forms[-1].append((given["name"], given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.words is not None:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.words is not None and self.forms:
            self.forms[-1].append((self.name, "".join(self.words).lstrip("\n")))
            self.words = None
