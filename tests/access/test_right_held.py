"""Who loses the right to write between the page's look and the act changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from questionnaire.assessment.actions import reopen
from questionnaire.assessment.models import Assessment
from questionnaire.decision.models import Conclusion
from questionnaire.people.models import VentureMember
from questionnaire.report.models import Report
from questionnaire.report.plan.models import PlanItem
from questionnaire.report.what_if.models import Scenario
from questionnaire.vocabulary import VentureRole
from tests.report.sent import founder_of, reported

pytestmark = pytest.mark.django_db
PLANNED = {"text": "Ask a lawyer", "state": "open", "owner_name": ""}
CLOSED = {"shown": "funding-route", "funding-route": "closed", "name": "Shut"}


@contextmanager
def demoted_after_the_look() -> Iterator[None]:
    """Every member only reads from the moment on at which a request has seen that they write."""
    seen: list[str] = []

    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:
        result = execute(sql, *rest)
        if not seen and "questionnaire_venturemember" in sql and sql.startswith("SELECT"):
            seen.append(sql)
            VentureMember.objects.update(role=VentureRole.VIEWER)
        return result

    with connection.execute_wrapper(wrapper):
        yield
    assert seen


def stored() -> list[Any]:
    sheets = Assessment.objects.values_list("status", "revision", "flagged", "left_for")
    return [*sheets, *(one.objects.count() for one in (Report, Conclusion, PlanItem, Scenario))]


@pytest.mark.parametrize(("where", "form", "opened"), [
    ("/a/{a}/send/", {}, True),
    ("/a/{a}/reopen/", {}, False),
    ("/a/{a}/answers/funding-route/flag/", {"on": "1"}, True),
    ("/a/{a}/decide/means/", {"text": "Enough for a year", "base": "0"}, False),
    ("/a/{a}/plan/add/", PLANNED, False),
    ("/reports/{r}/scenarios/", CLOSED, False),
])  # fmt: skip
def test_a_writer_who_is_none_any_more_changes_nothing(
    where: str, form: dict[str, str], opened: bool
) -> None:
    report = reported()
    found = report.submission.assessment
    client = founder_of(found.venture)
    if opened:
        reopen(assessment=Assessment.objects.get(pk=found.pk))
    before = stored()
    address = where.format(a=found.pk, r=report.pk)
    with demoted_after_the_look():
        assert client.post(address, form).status_code == 403
    assert stored() == before
    VentureMember.objects.update(role=VentureRole.OWNER)
    assert client.post(address, form).status_code in (200, 302)
    assert stored() != before
