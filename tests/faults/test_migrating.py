"""Migrations while people save: nobody waits long, a killed one is run again, nothing is half."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections

from tests.faults.founders import until
from tests.faults.test_writers import writing
from tests.harness.site import ROOT, Site

pytestmark = pytest.mark.django_db(transaction=True)
READS = 2.5
"""Seconds that somebody still reads; longer than a migration waits for a lock."""


def migrating(site: Site, *target: str, **env: str) -> subprocess.Popen[str]:
    """``manage.py migrate`` of the late app, in a process of its own."""
    given = {**site.env, "DJANGO_SETTINGS_MODULE": "tests.faults.late.settings", **env}
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate", "late", *target, "-v0"], cwd=ROOT, env=given,
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.fixture(scope="module")
def taken_back(processes: Site) -> Iterator[None]:
    """The tests' database as it was, at the end."""
    yield
    out, _ = (process := migrating(processes, "zero")).communicate(timeout=60)
    assert process.returncode == 0, out


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
    site: Site, taken_back: None
) -> None:
    with writing(site, 2) as writers:
        with long_read():
            process = migrating(site, "0001")
            until(lambda: process.poll() is not None or waits_for_a_lock())
            time.sleep(READS)
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, out
    assert [one.retries for one in writers] == [0, 0]
    if connection.vendor == "postgresql":
        assert "A table is in use" in out


def test_mg05_a_migration_killed_half_way_leaves_nothing_and_is_run_again(
    site: Site, taken_back: None, tmp_path: Path
) -> None:
    half = tmp_path / "half"
    killed = migrating(site, LATE_SLOWLY=str(half))
    until(half.exists)
    killed.kill()
    killed.communicate()
    until(lambda: "late_row" not in connection.introspection.table_names())
    again = migrating(site)
    out, _ = again.communicate(timeout=60)
    assert again.returncode == 0, out
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT number) FROM late_row")
        assert cursor.fetchone() == (20, 20)
