"""DB-17, MG-04: what an older version stored is used by today's; and the older one goes on serving
while today's migrations change the schema under it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from django.db import connection, connections

from tests.bench.browser import QUESTIONS as ASKED
from tests.bench.browser import Browser, begin, saving
from tests.drills.at_work import Timed, working
from tests.drills.older import FROZEN, LINK, Code, carried_over, prepared, server, version
from tests.drills.sheet import Sheet
from tests.faults.writers import Reply, ask, lost, seat
from tests.harness.site import ROOT, Site, database_url

WRITERS, EDITS = 4, 3
SLOWEST = {"postgresql": 3.0, "sqlite": 7.0}
"""Seconds: a migration waits two for a table; SQLite lets one write at a time, and after five
whoever waits is told to come again."""


@dataclass
class Founder:
    """A guest who answered and sent with the older code."""

    browser: Browser
    base: str
    report: str
    text: str


@dataclass
class Patient(Timed):
    """A writer who takes any answer, and counts what was none."""

    odd: Counter[int] = field(default_factory=Counter)

    def save(self) -> Reply:
        try:
            return super().save()
        except AssertionError as error:
            self.odd[int(re.search(r"\d+", str(error))[0])] += 1  # type: ignore[index]
            return Reply(500)


def upgrade(folder: Path, **given: Any) -> int:
    """Everything of it on one database."""
    sheet, commit = Sheet(), given["from"]
    with prepared(commit, folder) as older:
        newer = version(ROOT, folder / "newer", database_url())
        site = server(older)
        today = server(newer)
        newer.manage("collectstatic", "--noinput", "-v0")
        ahead = set(migrations(ROOT)) - set(migrations(older.root))
        sheet.begin(f"from {commit}, {len(ahead)} migrations before today")
        try:
            site.start()
            _restored(sheet, folder, older, newer, site, today)
            today.kill()
            _underneath(sheet, older, site)
        finally:
            today.kill()
            site.kill()
            connections.close_all()
    return sheet.close()


def migrations(root: Path) -> list[str]:
    return [one.stem for one in (root / "questionnaire/migrations").glob("[0-9]*.py")]


def _sent(port: int) -> Founder:
    """Somebody who begins, answers and sends."""
    browser, base = begin(port)
    make = saving(browser, base)
    for number in range(len(ASKED)):
        edit = make(number)
        said = dict(part.split("=") for part in (edit.body or b"").decode().split("&"))
        reply = ask(browser, "POST", edit.path, said, Accept="application/json")
        if reply.status != 200:
            raise SystemExit(f"{edit.path}: {reply.status} {reply.text[:200]}")
    _, where = browser.ask("POST", f"{base}send/", {})
    receipt, _ = browser.ask("GET", where)  # which leads to the report
    found = re.search(r"/reports/[0-9a-f-]{36}/", receipt)
    if not found:
        raise SystemExit(f"sending led to {where!r} and to no report")
    return Founder(browser, base, found[0], browser.ask("GET", found[0])[0])


def _restored(
    sheet: Sheet, folder: Path, older: Code, newer: Code, site: Site, today: Site
) -> None:
    """DB-17: through a backup to today's code, and used there."""
    writers = [
        Patient(one.browser, one.path, Event()) for one in seat(site.port, WRITERS, Event(), each=1)
    ]
    for one in writers:
        for _ in range(EDITS):
            one.save()
    founder = _sent(site.port)
    link = older.shell(LINK % founder.base.split("/")[2])
    frozen = older.shell(FROZEN)
    sheet.tell("stored by the older code", f"{sum(len(w.acknowledged) for w in writers)} edits, "
               f"{len(frozen.splitlines())} reports")  # fmt: skip
    start = time.monotonic()
    how = carried_over(older, newer, folder)
    sheet.tell(f"carried over in {time.monotonic() - start:.0f} s", how)
    today.start()
    sheet.none("acknowledged answers lost", len(lost(writers)))
    after = newer.shell(FROZEN)
    sheet.none("reports whose scorecard or kept words changed",
               len(set(frozen.splitlines()) - set(after.splitlines())))  # fmt: skip
    for one in (founder.browser, *(w.browser for w in writers)):
        one.port = today.port
    page = ask(founder.browser, "GET", founder.report)
    sheet.hold("the report's page", str(page.status), "200", holds=page.status == 200)
    words, now = _words(founder.text), _words(page.text)
    sheet.tell("its words on the older page that today's lacks", str(len(words - now)))
    _files(sheet, founder)
    notes = [ask(w.browser, "GET", w.path.split("answers/")[0]).status for w in writers]
    sheet.none("founders whose pages do not open with their cookie of before",
               sum(code != 200 for code in notes))  # fmt: skip
    sheet.none("founders who cannot save on", sum(w.save().status != 200 for w in writers))
    opened = _opened(Browser(today.port), link)
    sheet.hold("a private link of before leads to", opened, founder.base,
               holds=opened.startswith(founder.base))  # fmt: skip
    _sent(today.port)
    sheet.tell("somebody new begins, answers and sends", "yes")


def _words(page: str) -> set[str]:
    """The lines of text in a page's main part."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    text = re.sub(r"<(script|style).*?</\1>|<[^>]+>", "\n", main[0] if main else page, flags=re.S)
    return {line.strip() for line in text.splitlines() if len(line.strip()) > 12}


def _files(sheet: Sheet, founder: Founder) -> None:
    told = {
        form: ask(founder.browser, "GET", f"{founder.report.rstrip('/')}.{form}").status
        for form in ("json", "csv", "xlsx", "pdf")
    }
    sheet.hold("its files", str(told), "200 each", holds=set(told.values()) == {200})


def _opened(nobody: Browser, token: str) -> str:
    """Where a private link leads after its button."""
    text, where = nobody.ask("GET", f"/r/{token}/")
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    if found:
        form = {"csrfmiddlewaretoken": found[1]}
        _, where = nobody.ask("POST", f"/r/{token}/", form)
    return where


def _underneath(sheet: Sheet, older: Code, site: Site) -> None:
    """MG-04: the older server on its own database, while today's code migrates that."""
    newer = version(ROOT, older.root.parent / "beside", older.env["DATABASE_URL"])
    newer.manage("collectstatic", "--noinput", "-v0")
    with working(site.port, WRITERS, pause=0.2, kind=Patient) as writers:
        _while(sheet, "before", site.port, writers, lambda: time.sleep(3))
        _while(sheet, "while today's code migrates", site.port, writers,
               lambda: newer.manage("migrate", "-v0"))  # fmt: skip
        _while(sheet, "after, on the new schema", site.port, writers, lambda: time.sleep(3))
        _all_of_it(sheet, site.port, "the older code on the new schema: begins, answers, sends")
        beside = server(newer)
        beside.start()
        try:
            _while(sheet, "both versions beside each other", site.port, writers,
                   lambda: _alternating(writers, site.port, beside.port))  # fmt: skip
            _all_of_it(sheet, beside.port, "today's code beside it: begins, answers, sends")
        finally:
            for one in writers:
                one.browser.port = site.port
            beside.kill()
    slowest = max(reply.seconds for w in writers for _, reply in w.replies)
    sheet.most("the slowest save of all", slowest, SLOWEST[connection.vendor])
    told = newer.shell(STORED % [str(edit) for w in writers for edit, _, _ in w.acknowledged])
    number = sum(len(w.acknowledged) for w in writers)
    sheet.none(f"of {number} acknowledged edits lost", number - int(told))


STORED = """
from questionnaire.assessment.models import AnswerRevision
print(AnswerRevision.objects.filter(mutation__in=%r).count())
"""


def _alternating(writers: list[Patient], *ports: int) -> None:
    """Each founder's requests go now to the one, now to the other."""
    end = time.monotonic() + 4
    while time.monotonic() < end:
        for port in ports:
            for one in writers:
                one.browser.port = port
            time.sleep(0.3)


def _while(
    sheet: Sheet, what: str, port: int, writers: list[Patient], happens: Callable[[], object]
) -> None:
    """What saves and pages of the older server came to meanwhile."""
    before = [(len(w.acknowledged), w.retries, sum(w.odd.values())) for w in writers]
    happens()
    saved = sum(len(w.acknowledged) - b[0] for w, b in zip(writers, before, strict=True))
    again = sum(w.retries - b[1] for w, b in zip(writers, before, strict=True))
    odd = sum(sum(w.odd.values()) - b[2] for w, b in zip(writers, before, strict=True))
    pages = [ask(w.browser, "GET", w.path.split("answers/")[0]).status for w in writers]
    sheet.tell(f"{what}: saves, told to come again", f"{saved}, {again}")
    if connection.vendor == "postgresql":
        sheet.none("  told to come again", again)
    sheet.none("  other answers to a save", odd)
    sheet.none("  pages that are not there", sum(code != 200 for code in pages))


def _all_of_it(sheet: Sheet, port: int, what: str) -> None:
    try:
        _sent(port)
        fault = ""
    except (SystemExit, AssertionError) as error:
        fault = " ".join(str(error).split())[:160]
    sheet.hold(what, fault or "yes", "yes", holds=not fault)
