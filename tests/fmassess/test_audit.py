"""One line for what was done and for whoever was refused; none for typing and reading."""

from __future__ import annotations

import secrets
import uuid
from typing import Any

import pytest
from django.test import Client

from tests.assessment.guests import make_member
from tests.report.sent import founder_of, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Any:
    """What the audit said so far."""
    return lambda: [one.getMessage() for one in caplog.records if one.name == "fmassess.audit"]


def test_typing_and_reading_are_not_told_and_what_is_done_is(told: Any) -> None:
    owner = make_member()
    before = len(told())
    owner.get()
    owner.save("funding-route", value="closed")
    assert told()[before:] == []
    owner.client.post(f"{owner.base}link/")
    user, pk = owner.client.session["_auth_user_id"], owner.assessment.pk
    assert told()[before:] == [f"asked for new-link by user {user} assessment={pk}: 302"]


def test_what_is_taken_along_is_told_with_whose(told: Any) -> None:
    report = reported()
    founder_of(report.submission.assessment.venture).get(f"/reports/{report.pk}.csv")
    [line] = told()
    assert line.startswith("taken along report-csv by user ")
    assert line.endswith(f" report={report.pk}: 200")


def test_a_refusal_is_told_and_no_secret(told: Any) -> None:
    Client().get(f"/reports/{(wrong := uuid.uuid4())}/")
    Client().get(f"/s/{(token := secrets.token_urlsafe(32))}/")
    Client().get("/no-such-page/")
    assert told() == [
        f"refused report by nobody report={wrong}: 404", "refused shared-link by nobody: 404",
    ]  # fmt: skip
    assert token not in str(told())
