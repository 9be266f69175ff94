"""BR-07: a founder answers a whole bank in a real browser over a connection that drops, crawls, is
gone, doubles and lies, to a server that is killed. Nothing that the page called saved is lost, none
counts twice, what was typed is all there at the end, and the page never says what is not so."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

# Playwright's event loop runs in this very thread; Django would refuse the ORM there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

from django.http import QueryDict
from playwright.sync_api import Browser, sync_playwright

from questionnaire.assessment.actions import Content
from questionnaire.assessment.edits import Refused, edit_of_card, read_edit
from questionnaire.assessment.models import Answer, AnswerRevision, Assessment
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition
from tests.drills.at_the_page import Card, Founder
from tests.drills.sheet import Sheet
from tests.drills.weather import Weather
from tests.faults.writers import nothing_is_torn
from tests.harness.relay import Relay, relaying
from tests.harness.site import Site, serving

SAYS_SO_WITHIN = 45.0
"""Seconds: the page tries again after thirty at most, and waits ten for an answer."""
QUIET = ("--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync")


@dataclass
class Watch:
    """Holds what the page says against what is stored."""

    wording: LocalEdition
    sheet: Assessment
    looked: int = 0
    untrue: list[str] = field(default_factory=list)

    def meant(self, card: Card) -> Content | None:
        """What a card holds, as the server would store it; nothing where it would refuse that."""
        form = QueryDict(mutable=True)
        for name, value in card["pairs"]:
            form.appendlist(name, value)
        question = self.wording.question(card["key"])
        with contextlib.suppress(Refused):
            return read_edit(question, edit_of_card(form), "en").content
        return None

    def look(self, cards: list[Card]) -> None:
        """Whatever is called saved right now is stored right now, as it stands in the page."""
        calls = [one for one in cards if one["line"] and (one["kept"] or not one["waits"])]
        if not calls:
            return
        stored = {
            one.question: content(one) for one in Answer.objects.filter(assessment=self.sheet)
        }
        for one in calls:
            self.looked += 1
            if stored.get(one["key"]) != self.meant(one):
                self.untrue.append(f"{one} is stored as {stored.get(one['key'])}")


def content(row: Answer | AnswerRevision) -> Content:
    return Content(row.value, row.note, row.evidence, row.claim)


def browser(folder: Path, *, minutes: float, seed: int) -> int:
    """So long; the same seed brings the same troubles in the same order."""
    sheet, chance = Sheet(), random.Random(seed)
    sheet.begin(f"{minutes:g} minutes of a founder over a bad connection, seed {seed}")
    with serving(folder) as site, relaying(site.port) as wire, chromium() as one:
        founder, watch = sit_down(one, site, wire, chance)
        end = time.monotonic() + 60 * minutes
        told = time.monotonic()
        while time.monotonic() < end:
            founder.turn()
            watch.look(founder.cards())
            if time.monotonic() > told + 60:
                told = time.monotonic()
                print(f"      {founder.turns} turns, {len(founder.saved)} called saved", flush=True)
        founder.weather.clear()
        is_over = founder.until_all_is_saved()
        founder.page.wait_for_timeout(1_000)
        watch.look(founder.cards())
        happened(sheet, founder, wire)
        judge(sheet, founder, watch, is_over=is_over)
    return sheet.close()


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The system's own, as the tests' walks have it."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as play:
        one = play.chromium.launch(executable_path=program, args=[*QUIET, *root])
        try:
            yield one
        finally:
            one.close()


def sit_down(one: Browser, site: Site, wire: Relay, chance: random.Random) -> tuple[Founder, Watch]:
    """Begin as anybody does, in good weather."""
    context = one.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{wire.url}/start/")
    page.locator("[name=name]").fill("Train Models")
    page.locator("[name=stage]").select_option("idea")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    base = f"{wire.url}/a/{page.url.split('/a/')[1].split('/')[0]}/"
    found = Assessment.objects.get(pk=base.split("/")[-2])
    wording = edition_by_id(found.edition_id).wording("en")
    keys = [one.key for one in wording.categories]
    founder = Founder(page, base, keys, chance, Weather(site, wire, context, chance))
    page.goto(f"{base}c/{keys[0]}/")
    return founder, Watch(wording, found)


def happened(sheet: Sheet, founder: Founder, wire: Relay) -> None:
    """What nothing is asked of."""
    kinds = sorted(founder.weather.began.items())
    sheet.tell("troubles", ", ".join(f"{number} {kind}" for kind, number in kinds))
    sheet.tell("pieces lost on the wire; forms that arrived twice", f"{wire.lost}; {wire.doubled}")
    sheet.tell(
        "turns of the founder; pages asked for in vain", f"{founder.turns}; {founder.failed}"
    )
    sheet.tell("times the browser asked not to leave", str(founder.asked))
    sheet.tell("times the page's script did not arrive", str(founder.bare))
    sheet.tell("edits that the page called saved", str(len(founder.saved)))


def judge(sheet: Sheet, founder: Founder, watch: Watch, *, is_over: bool) -> None:
    """What must hold."""
    rows = list(
        AnswerRevision.objects.filter(answer__assessment=watch.sheet).select_related("answer")
    )
    stored = {(one.answer.question, one.version): content(one) for one in rows}
    lost = [one for one in founder.saved
            if stored.get((one["key"], one["version"])) != watch.meant(one)]  # fmt: skip
    ordered = sorted(stored.items())
    twice = [a[0] for a, b in pairwise(ordered) if a[0][0] == b[0][0] and a[1] == b[1]]
    now = {one.question: content(one) for one in Answer.objects.filter(assessment=watch.sheet)}
    gone = [one for one in founder.typed.values() if now.get(one["key"]) != watch.meant(one)]
    sheet.tell("edits stored; questions answered", f"{len(rows)}; {len(now)}")
    sheet.tell("cards that said they were saved, held against the database", str(watch.looked))
    sheet.none("edits called saved and not stored as they stood", len(lost))
    sheet.none("edits stored twice", len(twice))
    sheet.none("cards called saved that were not", len(watch.untrue))
    sheet.none("questions of which what was typed last is not stored", len(gone))
    sheet.none("times a lone founder was asked whose answer counts", founder.clashes)
    sheet.none("faults of the page's script, or waiting in good weather", len(founder.faults))
    said = "yes" if is_over else "no"
    sheet.hold("everything saved at the end, and said so", said, "yes", holds=is_over)
    slowest = max(founder.waited, default=0)
    sheet.most("from good weather until all is called saved, the most", slowest, SAYS_SO_WITHIN)
    for what in (*lost, *twice, *watch.untrue, *gone, *founder.faults)[:10]:
        print(f"      {what}", flush=True)
    nothing_is_torn()
