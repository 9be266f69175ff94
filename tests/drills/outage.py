"""DB-03: the database is gone under load; everybody is told at once, and served once it is back."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
from django.db import connections

from tests.bench.browser import Browser
from tests.drills.at_work import FOUNDERS, Timed, all_there, site, until, working
from tests.drills.sheet import Sheet, percentile
from tests.faults.writers import Reply, ask
from tests.harness import postgres
from tests.harness.site import database_url

FAILS_WITHIN, SERVES_WITHIN = 1.0, 2.0
SETTLED = 2.0
"""Seconds after the stop from which on every reply belongs to the outage."""


def outage(folder: Path, *, seconds: float) -> int:
    """Stop PostgreSQL as by a power cut for so long, with sixteen founders saving."""
    sheet = Sheet()
    sheet.begin(f"PostgreSQL gone for {seconds:g} s under {FOUNDERS} founders who save")
    with site(folder) as one, working(one.port, pause=0.3) as writers:
        time.sleep(2)
        postgres.stop_at_once()
        gone = time.monotonic()
        probes = _probe(one.port, gone + seconds)
        asked = time.monotonic()
        with ThreadPoolExecutor(1) as pool:
            taken = pool.submit(until, _takes_connections, "PostgreSQL did not come back")
            postgres.start_again()
            back = taken.result()
        first = until(lambda: any(w.last > asked for w in writers), "nobody saved again")
        everybody = until(lambda: all(w.last > asked for w in writers), "not everybody did")
        connections.close_all()
        ready = until(lambda: ask(Browser(one.port), "GET", "/readyz").status == 200, "not ready")
    _during(sheet, writers, probes, gone + SETTLED, asked)
    sheet.tell("PostgreSQL's own start and recovery", f"{back - asked:.2f} s")
    sheet.most("first save after it took connections again", first - back, SERVES_WITHIN)
    sheet.most("until all founders had saved", everybody - back, SERVES_WITHIN)
    sheet.most("until /readyz is 200", ready - back, SERVES_WITHIN)
    all_there(sheet, writers)
    return sheet.close()


def _takes_connections() -> bool:
    """pg_ctl looks twice a second; this asks PostgreSQL itself."""
    try:
        with psycopg.connect(database_url(), connect_timeout=2) as link:
            link.execute("SELECT 1")
    except psycopg.Error:
        return False
    return True


def _probe(port: int, end: float) -> list[tuple[float, str, Reply]]:
    """Somebody who asks for pages meanwhile."""
    nobody, found = Browser(port), []
    pause = threading.Event()
    while time.monotonic() < end:
        for path in ("/", "/start/", "/healthz", "/readyz"):
            reply = ask(nobody, "GET", path)
            found.append((time.monotonic(), path, reply))
        pause.wait(0.25)
    return found


def _during(
    sheet: Sheet, writers: list[Timed], probes: list[tuple[float, str, Reply]],
    since: float, until_: float,
) -> None:  # fmt: skip
    """What was answered while it was away."""
    within = [
        ("save", reply)
        for one in writers
        for at, reply in one.replies
        if since < at - reply.seconds and at < until_
    ]
    within += [(path, reply) for at, path, reply in probes if since < at - reply.seconds]
    times = [reply.seconds for path, reply in within if path != "/healthz"]
    other = [
        (path, reply.status) for path, reply in within
        if path not in ("/healthz", "/readyz", "/start/")
        and (reply.status, reply.headers.get("Retry-After")) != (503, "3")
    ]  # fmt: skip
    sheet.tell("requests while it was away", str(len(within)))
    sheet.none("saves and pages not answered 503 with Retry-After", len(other))
    for path, status in (("/healthz", 200), ("/readyz", 503)):
        wrong = [r.status for p, r in within if p == path and r.status != status]
        sheet.none(f"{path} not {status}", len(wrong))
    sheet.tell("an answer then, median", f"{percentile(times, 0.5):.3f} s")
    sheet.most("the slowest answer then", max(times), FAILS_WITHIN)
