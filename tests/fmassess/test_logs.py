"""Log lines hold no secret, no address and no line of somebody else's making."""

import io
import json
import logging
import secrets
import sys
import uuid
from typing import Any

import pytest
from django.test import Client

from fmassess.logs import JsonLines


def written(message: str, *, quoting: bool = True, exc_info: bool = False) -> dict[str, str]:
    info = sys.exc_info() if exc_info else None
    record = logging.LogRecord("fmassess", logging.ERROR, "", 0, message, (), info)
    text = JsonLines(quoting=quoting).format(record)
    assert "\n" not in text
    return dict(json.loads(text))


def test_a_line_break_cannot_forge_a_line() -> None:
    assert written("x\n2026-11-23 ERROR")["message"] == "x\n2026-11-23 ERROR"


def test_a_links_secret_and_a_mail_address_are_left_out() -> None:
    said = written(f"Not Found: /r/{secrets.token_urlsafe(32)}/ for ada@example.org.")
    assert said["message"] == "Not Found: /r/[secret]/ for [address]"


def test_a_public_id_is_kept() -> None:
    name = str(uuid.uuid4())
    assert written(f"GET /a/{name}/")["message"] == f"GET /a/{name}/"


@pytest.mark.parametrize(("quoting", "ends"), [(True, "ValueError: canary"), (False, "ValueError")])
def test_an_exceptions_words_are_kept_only_where_nobody_else_writes(
    quoting: bool, ends: str
) -> None:
    try:
        raise ValueError("canary")
    except ValueError:
        trace = written("fault", quoting=quoting, exc_info=True)["trace"]
    assert trace.endswith(ends)
    assert ("canary" in trace.splitlines()[-1]) is quoting


@pytest.mark.django_db
def test_a_request_for_another_host_is_one_warning_without_a_trace_or_the_host(
    client: Client, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines(quoting=True))
    watched = logging.getLogger("django")
    watched.addHandler(handler)
    try:
        answer = client.get("/", headers={"Host": "canary.example"})
    finally:
        watched.removeHandler(handler)
    assert answer.status_code == 400
    [line] = [json.loads(text) for text in lines.getvalue().splitlines()]
    assert (line["level"], line["logger"]) == ("WARNING", "django.security.DisallowedHost")
    assert "trace" not in line
    assert "canary" not in lines.getvalue()
