"""Migrations while people save: nobody waits long, a killed one is run again, nothing is half."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.faults.founders import until
from tests.faults.test_writers import writing
from tests.harness.ready import Child, starting
from tests.harness.site import Site

pytestmark = pytest.mark.django_db(transaction=True)
READS = 2.5
"""Seconds that somebody still reads; longer than a migration waits for a lock."""
Migrate = Callable[..., Child]


@pytest.fixture(scope="module")
def migrate(processes: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Migrate]:
    """``manage.py migrate`` of the late app, in a process of its own each time; at the end the
    tests' database is as it was."""
    env = {**processes.env, "DJANGO_SETTINGS_MODULE": "tests.faults.late.settings"}
    with starting(tmp_path_factory.mktemp("migrating"), env) as starter:
        yield lambda *target, **more: starter.begin("migrate", "late", *target, "-v0", **more)
        done = starter.run("migrate", "late", "zero", "-v0")
        assert done.returncode == 0, done.stderr


@contextlib.contextmanager
def long_read() -> Iterator[None]:
    """Somebody who reads answers in one transaction, and takes their time."""
    other = connections.create_connection("default")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        if other.vendor == "postgresql":  # however long a busy machine takes to begin a process
            cursor.execute("SET idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT count(*) FROM questionnaire_answer")
        cursor.fetchall()
    try:
        yield
    finally:
        other.rollback()
        other.close()


def waits_for_a_lock() -> bool:
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'ALTER TABLE%%late%%'"
            " AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def test_mg02_mg03_a_migration_behind_a_long_read_stops_no_save(
    site: Site, migrate: Migrate
) -> None:
    with writing(site, 2) as writers:
        with long_read():
            process = migrate("0001")
            until(lambda: process.poll() is not None or waits_for_a_lock())
            if process.poll() is None:
                time.sleep(READS)
        assert process.wait() == 0, process.err.read_text()
    assert [one.retries for one in writers] == [0, 0]
    if connection.vendor == "postgresql":
        assert "A table is in use" in process.err.read_text()


def test_mg05_a_migration_killed_half_way_leaves_nothing_and_is_run_again(
    site: Site, migrate: Migrate, tmp_path: Path
) -> None:
    half = tmp_path / "half"
    killed = migrate(LATE_SLOWLY=str(half))
    until(half.exists)
    killed.kill()
    until(lambda: "late_row" not in connection.introspection.table_names())
    again = migrate()
    assert again.wait() == 0, again.err.read_text()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT number) FROM late_row")
        assert cursor.fetchone() == (20, 20)
