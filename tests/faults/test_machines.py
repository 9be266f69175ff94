"""Two servers of the product behind a proxy, a primary and its replica; each is killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg
import pytest
from django.db import connection

from questionnaire.assessment.models import AnswerRevision
from tests.bench.browser import Browser, begin
from tests.factories import make_shipped_edition
from tests.faults.writers import QUESTIONS, Writer, nothing_is_torn, post
from tests.harness import postgres, proxy
from tests.harness.site import PATIENCE, ROOT, Site, database_url, serving
from tests.harness.standby import Standby, following

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.processes,
    pytest.mark.skipif(not postgres.is_ours(), reason="a PostgreSQL that tests may stop"),
]
PHASE = 1.0


@pytest.fixture(scope="module")
def standby(django_db_setup: None, django_db_blocker: object) -> Iterator[Standby]:
    """The replica, streaming; shared by the tests of this file."""
    with following() as one:
        yield one


@pytest.fixture(scope="module")
def sites(
    standby: Standby, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Site]]:
    """Two servers of the product that both read from the replica."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]
        yield [
            stack.enter_context(
                serving(tmp_path_factory.mktemp(name), ready=True, FMASSESS_REPLICA_URL=standby.url)
            )
            for name in ("one", "other")
        ]


def save(browser: Browser, base: str, version: int, note: str) -> None:
    """One more edit of the first question, acknowledged."""
    edit = {"mutation": str(uuid.uuid4()), "base": str(version), "note": note}
    reply = post(browser, f"{base}answers/{QUESTIONS[0]}/", edit)
    assert (reply.status, reply.told["version"]) == (200, version + 1)


def send(browser: Browser, base: str) -> str:
    """What stands is sent; where its report is."""
    _, receipt = browser.ask("POST", f"{base}send/", {})
    text, _ = browser.ask("GET", receipt)
    found = re.search(r"/reports/[0-9a-f-]{36}/", text)
    assert found
    return found.group()


def status_of(browser: Browser, path: str) -> int:
    """What a page answers; 0 where nobody did."""
    link = HTTPConnection("127.0.0.1", browser.port, timeout=15)
    try:
        link.request("GET", path, headers=browser.headers())
        answer = link.getresponse()
        answer.read()
    except (OSError, HTTPException):
        return 0
    finally:
        link.close()
    return answer.status


def was_asked(standby: Standby, words: str) -> bool:
    """Whether a server of the product has last asked the replica for this."""
    return bool(
        standby.ask(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query LIKE %s",
            f"%{words}%",
        )
    )


def test_a_report_is_read_from_the_replica_and_answers_from_the_primary(
    sites: list[Site], standby: Standby
) -> None:
    make_shipped_edition()
    browser, base = begin(sites[0].port)
    save(browser, base, 0, "first")
    standby.catch_up()
    for path in (base, f"{base}check/"):
        assert status_of(browser, path) == 200
    assert not was_asked(standby, "questionnaire_")
    assert status_of(browser, send(browser, base)) == 200
    assert was_asked(standby, "questionnaire_")


def test_while_the_replica_lags_nobody_is_shown_less_than_was_saved(
    sites: list[Site], standby: Standby
) -> None:
    make_shipped_edition()
    browser, base = begin(sites[0].port)
    standby.ask("SELECT pg_wal_replay_pause()")
    try:
        for version in range(3):
            save(browser, base, version, f"note {version}")
            where = send(browser, base)
            assert standby.ask("SELECT count(*) FROM questionnaire_report") == 0
            # On the replica there is no such report.
            assert [status_of(Browser(one.port, **guest_of(browser)), where) for one in sites] == [
                200,
                200,
            ]
            browser.ask("POST", f"{base}reopen/", {})
    finally:
        standby.ask("SELECT pg_wal_replay_resume()")


def guest_of(browser: Browser) -> dict[str, str]:
    """The cookies of a browser, for another server of the same site."""
    return {name.removeprefix("fmassess-"): value for name, value in browser.cookies.items()}


@dataclass
class Reader:
    """Reads its report again and again, and keeps what each reading came to, by phase."""

    browser: Browser
    path: str
    stop: threading.Event
    phases: list[str]
    seen: dict[str, set[int]] = field(default_factory=dict)

    def run(self) -> None:
        while not self.stop.is_set():
            phase = self.phases[-1]
            status = status_of(self.browser, self.path)
            if phase == self.phases[-1]:
                self.seen.setdefault(phase, set()).add(status)


@pytest.mark.skipif(not proxy.is_there(), reason="nginx is not installed")
def test_one_of_each_is_killed_under_load_and_nothing_acknowledged_is_lost(
    sites: list[Site], standby: Standby, tmp_path: Path
) -> None:
    make_shipped_edition()
    stop, phases = threading.Event(), ["whole"]
    with proxy.balancing(tmp_path, *sites) as port:
        writers, readers = [], []
        for _ in range(2):
            browser, base = begin(port)
            writers.append(Writer(browser, f"{base}answers/{QUESTIONS[1]}/", stop))
            browser, base = begin(port)
            readers.append(Reader(browser, send(browser, base), stop, phases))
        with ThreadPoolExecutor(len(writers) + len(readers)) as pool:
            running = [pool.submit(one.run) for one in (*writers, *readers)]
            try:
                kill_one_after_another(sites, standby, phases)
            finally:
                stop.set()
            for one in running:
                one.result()
    for writer in writers:
        notes = {
            edit: (version, note)
            for edit, version, note in AnswerRevision.objects.filter(
                answer__assessment=writer.path.split("/")[2]
            ).values_list("mutation", "version", "note")
        }
        assert len(writer.acknowledged) > 3
        assert notes == {edit: (version, note) for edit, version, note in writer.acknowledged}
    nothing_is_torn()
    for reader in readers:
        # Neither a dead server nor a dead replica is noticed; without the primary it is said.
        assert {phase: seen - {200} for phase, seen in reader.seen.items()} == {
            "whole": set(), "server": set(), "replica": set(),
            "primary": reader.seen["primary"] & {503}, "again": set(),
        }  # fmt: skip


def kill_one_after_another(sites: list[Site], standby: Standby, phases: list[str]) -> None:
    """A server of the product, the replica, the primary: each dies at once and comes back."""
    time.sleep(PHASE)
    phases.append("server")
    sites[0].kill()
    time.sleep(PHASE)
    sites[0].start()
    phases.append("replica")
    standby.stop_at_once()
    time.sleep(PHASE)
    standby.start()
    phases.append("primary")
    postgres.stop_at_once()
    time.sleep(PHASE)
    postgres.start_again()
    connection.close()
    standby.catch_up()
    time.sleep(PHASE)
    phases.append("again")
    time.sleep(PHASE)


def test_a_promoted_replica_takes_over_without_a_restart(standby: Standby, tmp_path: Path) -> None:
    """Last in this file: after it the replica follows nobody. Another one that goes on following
    the primary of before, and got more of it, is read from no more: it lacks all that comes."""
    make_shipped_edition()
    here, there = (
        urlsplit(one).query.removeprefix("host=") for one in (database_url(), standby.url)
    )
    both = (
        urlsplit(database_url())._replace(query=f"host={unquote(here)},{unquote(there)}").geturl()
    )
    tell("ALTER SYSTEM SET synchronous_standby_names = '*'")
    try:
        with serving(tmp_path, DATABASE_URL=both, FMASSESS_REPLICA_URL=standby.url) as site:
            browser, base = begin(site.port)
            for version in range(5):
                save(browser, base, version, f"note {version}")
            tell("ALTER SYSTEM RESET synchronous_standby_names")
            with following() as left:
                tell("ALTER SYSTEM SET primary_conninfo = ''", standby.url)
                until(standby, "SELECT count(*) = 0 FROM pg_stat_wal_receiver")
                tell("SELECT pg_logical_emit_message(true, 'ahead', repeat('x', 9000000))")
                until(left, REPLAYED, flushed(database_url()))
                postgres.stop_at_once()
                assert status_of(browser, base) == 503
                standby.promote()
                end = time.monotonic() + PATIENCE
                while status_of(browser, base) != 200:
                    assert time.monotonic() < end, "the promoted replica was not found"
                save(browser, base, 5, "after")  # on the version that the dead one acknowledged
                assert status_of(browser, send(browser, base)) == 200
                assert left.ask(REPLAYED, flushed(standby.url))
                assert not is_read_from(left, standby, site)
    finally:
        postgres.start_again()
        connection.close()
        tell("ALTER SYSTEM RESET synchronous_standby_names")


def is_read_from(one: Standby, primary: Standby, site: Site) -> bool:
    """Whether the product, with these two for its databases, would read pages there now."""
    asked = "from fmassess.replica import has_caught_up; print(has_caught_up())"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", asked],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env={**site.env, "DATABASE_URL": primary.url, "FMASSESS_REPLICA_URL": one.url},
    )  # fmt: skip
    return done.stdout.strip() == "True"


REPLAYED = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"


def flushed(url: str) -> str:
    """How far a server has written."""
    with psycopg.connect(url) as link:
        row = link.execute("SELECT pg_current_wal_flush_lsn()::text").fetchone()
    assert row
    return str(row[0])


def until(one: Standby, question: str, *given: object) -> None:
    """Wait until a server says that it is so."""
    end = time.monotonic() + PATIENCE
    while not one.ask(question, *given):
        assert time.monotonic() < end, question
        time.sleep(0.02)


def tell(words: str, url: str = "") -> None:
    """Something to a server, which reads its settings anew; the primary where none is named."""
    with psycopg.connect(url or os.environ["DATABASE_URL"], autocommit=True) as link:
        link.execute(words)
        link.execute("SELECT pg_reload_conf()")
