"""What is written down of coming in, going and being refused, and what never is."""

from __future__ import annotations

import logging
import uuid

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from tests.access.world import signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Our own loggers hand nothing up; listen at them."""
    for name in ("fmassess.sign_ins", "fmassess.faults"):
        logging.getLogger(name).addHandler(caplog.handler)
    yield caplog
    for name in ("fmassess.sign_ins", "fmassess.faults"):
        logging.getLogger(name).removeHandler(caplog.handler)


def test_coming_in_going_and_being_refused_is_a_line_each(
    lines: pytest.LogCaptureFixture,
) -> None:
    user = make_user(email="ada@example.org", password="right-enough-1")
    client = signed_in(user)
    client.post("/account/logout/")
    authenticate(email="ada@example.org", password="wrong")
    told = [one.getMessage() for one in lines.records if one.name == "fmassess.sign_ins"]
    assert told == [
        f"signed in: account {user.pk} by session", f"signed out: account {user.pk}",
        "sign-in refused",
    ]  # fmt: skip
    assert "ada@" not in lines.text
    assert "wrong" not in lines.text


def test_what_is_refused_is_told_by_name_and_number_and_an_unknown_address_is_not(
    lines: pytest.LogCaptureFixture,
) -> None:
    user = make_user()
    hidden = uuid.uuid4()
    signed_in(user).get(f"/a/{hidden}/?name=secret")
    Client().get("/nothing-here/")
    Client(enforce_csrf_checks=True).post("/forget/")
    told = [(one.getMessage(), one.status_code) for one in lines.records
            if one.name == "fmassess.faults"]  # fmt: skip
    assert told == [
        (f"refused: GET overview to account {user.pk}", 404),
        ("refused: POST forget to nobody", 403),
    ]
    assert str(hidden) not in lines.text
