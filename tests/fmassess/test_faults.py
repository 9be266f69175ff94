"""What the site answers when something is away or wrong: words, a code, and nothing else."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from fmassess.faults import reason_of
from fmassess.logs import JsonLines
from tests.factories import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def away() -> Iterator[None]:
    """A database that refuses every statement."""

    def refuse(execute: object, sql: str, *rest: object) -> None:
        raise OperationalError("connection to server failed for role canary")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def visitor() -> Client:
    """A browser with the cookie of a session, so that middleware looks for it in the database."""
    client = Client(raise_request_exception=False)
    client.cookies["fmassess-session"] = "a" * 32
    return client


@pytest.mark.parametrize("path", ["/", "/home/", "/workshop/", "/cohorts/", "/account/login/"])
def test_a_database_that_is_away_is_503_wherever_it_is_first_asked(
    away: None, visitor: Client, path: str
) -> None:
    answer = visitor.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert answer["Cache-Control"] == "no-store"
    assert "canary" not in answer.content.decode()


def test_the_pages_script_is_told_in_json(away: None, visitor: Client) -> None:
    answer = visitor.get("/home/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer["Content-Type"]) == (503, "application/json")
    assert set(answer.json()) == {"problem", "reference"}


def test_a_lost_connection_in_a_view_is_503_too(
    visitor: Client,
) -> None:
    def lost(*_: object) -> None:
        raise InterfaceError("connection already closed")

    del visitor.cookies["fmassess-session"]
    with connection.execute_wrapper(lost):
        assert visitor.get("/account/login/").status_code == 200
        assert visitor.get("/").status_code == 503


def test_healthz_answers_without_the_database_even_with_a_session(
    away: None, visitor: Client
) -> None:
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_says_that_the_database_is_away_and_no_more(away: None, visitor: Client) -> None:
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")


def test_readyz_is_ok_when_every_migration_is_applied(visitor: Client) -> None:
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_waits_for_a_migration(visitor: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'questionnaire' AND name = "
            "(SELECT MAX(name) FROM django_migrations WHERE app = 'questionnaire')"
        )
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")


def test_an_unexpected_fault_is_one_log_line_with_the_pages_reference(
    visitor: Client,
) -> None:
    typed = "canary"[::-1]  # the trace quotes source lines, so the source may not hold the word

    def broken(*_: object) -> None:
        raise ValueError(f"no number: {typed}")

    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines(quoting=False))
    logging.getLogger("fmassess").addHandler(handler)
    try:
        with connection.execute_wrapper(broken):
            answer = visitor.get("/home/", headers={"Accept": "application/json"})
    finally:
        logging.getLogger("fmassess").removeHandler(handler)
    (line,) = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert answer.status_code == 500
    assert line["reference"] == answer.json()["reference"] != ""
    assert line["trace"].endswith("ValueError")
    assert typed not in lines.getvalue() + answer.content.decode()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            'failed: FATAL: password authentication failed for user "canary"',
            "authentication-failed",
        ),
        ("failed: Connection refused; is the server of canary running?", "connection-refused"),
        ("failed to resolve host 'canary': Name or service not known", "unknown-host"),
        ("connection timeout expired", "timeout"),
        ('failed: FATAL: database "canary" does not exist', "unknown-database"),
        ('failed: FATAL: role "canary" does not exist', "unknown-role"),
        ("failed: server does not support SSL, but SSL was required", "tls"),
        ("canary", ""),
    ],
)
def test_what_kept_a_connection_from_being_made_is_named_without_its_names(
    said: str, name: str
) -> None:
    error = OperationalError("canary")
    error.__cause__ = Exception(said)
    assert reason_of(error) == name


@pytest.mark.parametrize("path", ["/nothing-here/", "/a/00000000-0000-4000-8000-000000000000/"])
def test_what_is_not_there_answers_like_what_is_not_yours(visitor: Client, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert answer.content == visitor.get("/nor-here/").content


def test_a_stale_form_says_so_and_is_not_kept() -> None:
    answer = Client(enforce_csrf_checks=True).post("/start/", {"name": "Bench"})
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    assert "open too long" in answer.content.decode()


def test_the_workshops_shortcut_leads_nowhere_for_everybody() -> None:
    editor = Client()
    editor.force_login(make_editor())
    for visitor in (Client(), editor):
        assert [visitor.get(f"/workshop/r/{rest}/").status_code for rest in ("1/1", "x/y")] == [
            404,
            404,
        ]
