"""What is written down of coming in, going and being refused, and what never is."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from tests.access.world import signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


class Lines(logging.Handler):
    """What our own loggers say meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def of(self, name: str) -> list[str]:
        return [one.getMessage() for one in self.records if one.name == f"fmassess.{name}"]


@pytest.fixture
def lines() -> Iterator[Lines]:
    heard = Lines()
    logging.getLogger("fmassess").addHandler(heard)
    yield heard
    logging.getLogger("fmassess").removeHandler(heard)


def test_coming_in_going_and_being_refused_is_a_line_each(
    lines: Lines,
) -> None:
    user = make_user(email="ada@example.org", password="right-enough-1")
    client = signed_in(user)
    client.post("/account/logout/")
    authenticate(email="ada@example.org", password="wrong")
    assert lines.of("sign_ins") == [
        f"signed in: account {user.pk} by session", f"signed out: account {user.pk}",
        "sign-in refused",
    ]  # fmt: skip
    said = " ".join(one.getMessage() for one in lines.records)
    assert "ada@" not in said and "wrong" not in said


def test_what_is_refused_is_told_by_name_and_number_and_an_unknown_address_is_not(
    lines: Lines,
) -> None:
    user = make_user()
    hidden = uuid.uuid4()
    signed_in(user).get(f"/a/{hidden}/?name=secret")
    Client().get("/nothing-here/")
    Client(enforce_csrf_checks=True).post("/forget/")
    assert lines.of("audit") == [
        f"refused overview by user {user.pk} assessment={hidden}: 404",
        "refused forget by nobody: 403",
    ]
