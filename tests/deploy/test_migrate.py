"""Migrations on a running site wait shortly for a table and try again; saves never queue long."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connection, connections, transaction

from questionnaire.management.commands.migrate import Command
from questionnaire.models import Venture
from tests.factories import make_venture

pytestmark = pytest.mark.django_db(transaction=True)
NEWEST = ("questionnaire", "0170_upkeep")


@pytest.fixture
def undone() -> None:
    """The database as it was before the newest migration."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer, and a migration is one")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", NEWEST)
        cursor.execute("DROP TABLE questionnaire_beat, questionnaire_erased")
        cursor.execute("ALTER TABLE questionnaire_venture DROP COLUMN warned_at")


@pytest.fixture
def reader(undone: None) -> Iterator[threading.Event]:
    """Another session has read ventures and does not end its transaction until this is set."""
    begun, ended = threading.Event(), threading.Event()

    def read() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            cursor.execute("SELECT count(*) FROM questionnaire_venture")
            begun.set()
            ended.wait(60)
        connections.close_all()

    thread = threading.Thread(target=read)
    thread.start()
    assert begun.wait(30)
    yield ended
    ended.set()
    thread.join()


def test_a_table_in_use_is_tried_for_again_until_it_is_free(reader: threading.Event) -> None:
    told = io.StringIO()
    command = Command(stderr=told)
    command.pause = 0.1
    threading.Timer(2.5, reader.set).start()  # longer than one try waits
    call_command(command, verbosity=0)
    assert "A table is in use; trying again (29 more times)." in told.getvalue()
    assert make_venture().warned_at is None
    assert Venture.objects.count() == 1
    with connection.cursor() as cursor:  # what pages live with is back
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("3s",)
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("5s",)
