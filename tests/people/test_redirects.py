"""Signing in leads nowhere else, changes the session's key, and a code is its own browser's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as own
from django.core import mail
from django.test import Client

from tests.people.test_signing_in import verified

pytestmark = pytest.mark.django_db
ELSEWHERE = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example",
    "https://evil.example", "javascript:alert(1)", "/%0d%0aLocation:%20//evil.example",
    "///evil.example", "http:///evil.example", "\t//evil.example",
)  # fmt: skip


def ask_for_code(client: Client, email: str, leads: str = "") -> str:
    """The code that the newest mail holds."""
    client.post("/account/login/", {"login": email, "next": leads})
    words = mail.outbox[-1].body.split()
    return next(word for word in words if len(word) >= 6 and word.isupper())


@pytest.mark.parametrize("leads", ELSEWHERE)
def test_signing_in_leads_nowhere_else(leads: str) -> None:
    verified("ada@example.org")
    client = Client()
    code = ask_for_code(client, "ada@example.org", leads)
    answer = client.post("/account/login/code/confirm/", {"code": code, "next": leads})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert not answer["Location"].startswith("/\r")
    assert not re.match(r"[/\\\s]{2}|[a-z]+:", answer["Location"])
    said = client.post("/language/", {"language": "es", "next": leads})["Location"]
    assert said.startswith("/")
    assert not re.match(r"[/\\\s]{2}", said)


def test_signing_in_changes_the_sessions_key() -> None:
    verified("ada@example.org")
    client = Client()
    code = ask_for_code(client, "ada@example.org")
    before = client.cookies[own.SESSION_COOKIE_NAME].value
    client.post("/account/login/code/confirm/", {"code": code})
    after = client.cookies[own.SESSION_COOKIE_NAME].value
    assert before != after
    planted = Client()
    planted.cookies[own.SESSION_COOKIE_NAME] = before
    assert planted.get("/home/").status_code == 302


def test_a_code_is_of_use_only_where_it_was_asked_for() -> None:
    verified("ada@example.org")
    mine, other = Client(), Client()
    code = ask_for_code(mine, "ada@example.org")
    other.post("/account/login/", {"login": "nobody@example.org"})
    other.post("/account/login/code/confirm/", {"code": code})
    assert other.get("/home/").status_code == 302
    mine.post("/account/login/code/confirm/", {"code": code})
    assert mine.get("/home/").status_code == 200


def test_five_wrong_codes_end_one_and_a_new_one_works() -> None:
    verified("ada@example.org")
    attacker, victim = Client(), Client()
    code = ask_for_code(attacker, "ada@example.org")
    for _ in range(5):
        attacker.post("/account/login/code/confirm/", {"code": "WRONG-1"})
    attacker.post("/account/login/code/confirm/", {"code": code})
    assert attacker.get("/home/").status_code == 302
    code = ask_for_code(victim, "ada@example.org")
    victim.post("/account/login/code/confirm/", {"code": code})
    assert victim.get("/home/").status_code == 200


def test_a_forged_host_reaches_no_mail(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]  # as in production, where each is named
    verified("ada@example.org")
    sent = {"login": "ada@example.org"}
    assert Client(headers={"Host": "evil.example"}).post("/account/login/", sent).status_code == 400
    Client(headers={"X-Forwarded-Host": "evil.example"}).post("/account/login/", sent)
    assert len(mail.outbox) == 1
    assert "evil" not in mail.outbox[0].body


def test_trace_is_not_answered() -> None:
    answer = Client().generic("TRACE", "/", headers={"X-Mine": "CNRY-header"})
    assert answer.status_code in (403, 405)
    assert b"CNRY-header" not in answer.content
