"""PostgreSQL away, full, locked or for reading only: 503, nothing lost, and well again.

The rest of such faults are SQLite's own: test_disks.py.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, connections

from questionnaire.assessment.models import Answer
from tests.bench.browser import Browser
from tests.factories import make_shipped_edition
from tests.faults.founders import until
from tests.faults.test_writers import writing
from tests.faults.writers import Reply, Writer, ask, lost, seat
from tests.harness import postgres
from tests.harness.site import Site

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite has no server to be away"),
]
OUTAGE = 2.5
"""Seconds; the case has 90, which ./run soak and docs/figures.md are about."""
SOON = 10.0
"""Seconds for what takes a tenth of one: two suites run side by side."""
IDLE = 16


@contextlib.contextmanager
def away() -> Iterator[None]:
    """The server stopped as by a power cut, and started again."""
    if not postgres.is_ours():
        pytest.skip("the server of TEST_DATABASE_URL is not ours to stop")
    postgres.stop_at_once()
    try:
        yield
    finally:
        postgres.start_again()
        connections.close_all()  # the tests' own died with it


def told_to_come_again(reply: Reply) -> bool:
    """503 in words, soon, with when to try again, and without anything of the database's own."""
    quiet = not any(word in reply.text for word in ("psycopg", "FATAL", "connection to server"))
    again = reply.headers.get("Retry-After") == "3"
    return (reply.status, again, quiet) == (503, True, True) and reply.seconds < SOON


@pytest.fixture
def writer(site: Site) -> Writer:
    """A founder who has saved once."""
    make_shipped_edition()
    [found] = seat(site.port, 1, threading.Event())
    assert found.save().status == 200
    return found


def page_of(writer: Writer) -> str:
    return writer.path.split("answers/")[0]


def test_db02_db03_while_it_is_away_everybody_is_told_and_after_it_nothing_is_lost(
    site: Site,
) -> None:
    nobody = Browser(site.port)
    with writing(site) as writers:
        with away():
            end = time.monotonic() + OUTAGE
            while time.monotonic() < end:
                for one in (writers[0].browser, nobody):
                    assert told_to_come_again(ask(one, "GET", "/"))
                assert ask(nobody, "GET", "/healthz").status == 200
                ready = ask(nobody, "GET", "/readyz")
                assert (ready.status, len(ready.text) < 20) == (503, True)  # a word, no details
                time.sleep(0.3)
        seen = [len(one.acknowledged) for one in writers]
        until(lambda: all(len(one.acknowledged) > n for one, n in zip(writers, seen, strict=True)))
        assert ask(nobody, "GET", "/readyz").status == 200
    assert sum(one.retries for one in writers) > 0


def test_db04_a_restart_that_nobody_saw_fails_nobody(site: Site, writer: Writer) -> None:
    home = page_of(writer)
    assert {ask(writer.browser, "GET", home).status for _ in range(IDLE)} == {200}
    with away():
        pass
    assert [ask(writer.browser, "GET", home).status for _ in range(IDLE)] == IDLE * [200]


def test_db05_without_a_free_connection_it_is_503_and_then_well_again(
    site: Site, writer: Writer
) -> None:
    site.kill()  # its own connections are given back
    site.start()
    held = []
    try:
        with contextlib.suppress(OperationalError):
            while True:
                held.append(connections.create_connection("default"))
                held[-1].ensure_connection()
        reply = writer.save()
        assert told_to_come_again(reply)
        assert told_to_come_again(ask(writer.browser, "GET", page_of(writer)))
        assert ask(writer.browser, "GET", "/healthz").status == 200
    finally:
        for one in held:
            one.close()
    until(lambda: writer.save().status == 200)
    assert lost([writer]) == []


def test_db06_a_row_that_another_holds_is_503_and_holds_up_nobody_else(
    site: Site, writer: Writer
) -> None:
    [other] = seat(site.port, 1, threading.Event())
    holder = connections.create_connection("default")
    holder.set_autocommit(False)
    try:
        with holder.cursor() as cursor:
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
            [row] = Answer.objects.filter(assessment_id=page_of(writer).split("/")[2])
            cursor.execute("SELECT 1 FROM questionnaire_answer WHERE id = %s FOR UPDATE", [row.pk])
            reply = writer.save()
            assert told_to_come_again(reply)
            assert reply.seconds > 2  # it waited for the lock as long as it may
            assert other.save().status == 200
    finally:
        holder.rollback()
        holder.close()
    assert writer.save().status == 200
    assert lost([writer, other]) == []


def test_db09_a_database_that_may_only_be_read_is_503_for_saves_and_read_on(
    site: Site, writer: Writer
) -> None:
    """As a standby is until it takes over: every write is refused, every read answered."""
    name = connection.settings_dict["NAME"]
    only_reads(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    try:
        reply = writer.save()
        assert told_to_come_again(reply), reply
        assert ask(writer.browser, "GET", page_of(writer)).status == 200
    finally:
        only_reads(f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    until(lambda: writer.save().status == 200)
    assert lost([writer]) == []


def only_reads(statement: str) -> None:
    """Said to the database, and everybody connected anew."""
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = off")
        cursor.execute(statement)
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
