"""The JSON API against its own OpenAPI document: schemathesis asks, with a token that works."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from fmassess.wsgi import application
from tests.api.test_reading import Program
from tests.cohort.rooms import enrol, room
from tests.fuzz.forms import REQUESTS, SEED, errors

pytestmark = pytest.mark.django_db(transaction=True)
EXAMPLES = REQUESTS // 15


def test_every_address_of_the_api_keeps_to_its_document() -> None:
    cohort, _ = room()
    enrolment = enrol(cohort, "delta-soil")
    token = {
        "Authorization": f"Bearer {Program(cohort).token}",
        "Accept-Encoding": "identity",  # the WSGI client unpacks nothing
    }
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    named = {"cohort": str(cohort.pk), "enrolment": str(enrolment.pk)}
    asked = []
    with errors() as heard:
        for found in schema.get_all_operations():
            _ask(found.ok(), named, token, asked)
    print(f"API: {len(asked)} requests, {len(heard)} faults")
    assert len(asked) > 5 * EXAMPLES
    assert heard == []


def _ask(operation: Any, named: dict[str, str], token: dict[str, str], asked: list[str]) -> None:
    """So many requests to one address: half of them about what is there.

    ``after`` is any text to the document, and to the API what it said before: 422 is no fault.
    """

    @seed(SEED)
    @settings(
        max_examples=max(4, EXAMPLES), database=None, deadline=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy(), real=st.booleans())
    def one(case: Any, real: bool) -> None:
        cache.clear()
        if real and case.path_parameters:
            case.path_parameters = {key: named[key] for key in case.path_parameters}
        if any("\x00" in str(one) for pair in (case.query or {}).items() for one in pair):
            return  # refused before it is an address of the API: tests/fmassess/test_middleware.py
        asked.append(case.path)
        case.call_and_validate(headers=token, excluded_checks=[positive_data_acceptance])

    one()
