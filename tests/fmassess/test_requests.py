"""A request has one line in the log, and the line has nothing of who asked or what they typed."""

from __future__ import annotations

import io
import json
import logging
import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from fmassess.logs import JsonLines
from tests.assessment.guests import make_guest
from tests.factories import make_grant, make_shipped_edition

pytestmark = pytest.mark.django_db
ID = "0123456789abcdef" * 2


@pytest.fixture
def told() -> Iterator[Any]:
    """The lines as production writes them."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines(quoting=False))
    watched = logging.getLogger("fmassess")
    requests = logging.getLogger("fmassess.requests")
    before = requests.level
    requests.setLevel("INFO")
    watched.addHandler(handler)
    yield lambda: [json.loads(line) for line in lines.getvalue().splitlines()]
    watched.removeHandler(handler)
    requests.setLevel(before)


def test_a_line_has_method_route_status_and_time(client: Client, told: Any) -> None:
    make_shipped_edition()
    answer = client.get("/start/?email=canary@example.org")
    (line,) = told()
    assert (line["method"], line["route"], line["status_code"]) == ("GET", "start", 200)
    assert 0 < line["ms"] < 60_000
    assert line["request"] == answer["X-Request-ID"]


def test_nothing_of_who_asked_or_what_was_typed_is_written(client: Client, told: Any) -> None:
    """Secrets in the path, the query, the body, a cookie and headers."""
    make_shipped_edition()
    issued = make_grant()
    client.get(f"/r/{issued.token}/?q=canary-query")
    client.get("/canary-path/", REMOTE_ADDR="192.0.2.99")
    client.post("/start/", {"name": "canary venture", "email": "canary@example.org"},
                headers={"User-Agent": "canary agent"})  # fmt: skip
    client.cookies["canary"] = "canary"
    client.get("/healthz")
    client.generic("CANARY", "/start/")
    text = json.dumps(told())
    asked = [line for line in told() if line["logger"] == "fmassess.requests"]
    assert len(asked) == 4
    assert "canary" not in text.lower()
    assert issued.token not in text
    assert "192.0.2" not in text
    assert {line["route"] for line in asked} == {"resume", "", "start"}


def test_machines_and_files_are_passed_over_unless_something_is_amiss(
    client: Client, told: Any, settings: Any
) -> None:
    client.get("/healthz")
    client.get("/readyz")
    client.get("/static/nothing.css")
    assert told() == []
    settings.LEAST_DISK = 101
    client.get("/readyz")
    missing, line = told()
    assert (missing["message"], missing["request"]) == ("not ready: disk", line["request"])
    assert (line["route"], line["status_code"]) == ("readyz", 503)


def test_the_proxys_id_is_taken_where_there_is_a_proxy_and_only_in_its_form(
    client: Client, settings: Any
) -> None:
    given = {"X-Request-ID": ID}
    assert client.get("/healthz", headers=given)["X-Request-ID"] != ID
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/healthz", headers=given)["X-Request-ID"] == ID
    odd = {"X-Request-ID": secrets.token_hex(16) + '" injected'}
    assert len(client.get("/healthz", headers=odd)["X-Request-ID"]) == 32


def test_lines_written_meanwhile_carry_the_requests_id(client: Client, told: Any) -> None:
    guest = make_guest()
    answer = guest.client.get("/home/", headers={"Accept": "application/json"})
    assert told()[-1]["request"] == answer["X-Request-ID"] != told()[-2]["request"]
    logging.getLogger("fmassess.upkeep").info("later")
    assert "request" not in told()[-1]
