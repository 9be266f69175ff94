"""No form of the product answers what nobody types with a fault, and none is left out."""

from __future__ import annotations

import pytest

from tests.access.world import make_world
from tests.fuzz.forms import REQUESTS, SEED, run

pytestmark = [pytest.mark.django_db, pytest.mark.production]


def test_no_form_falls_over_what_nobody_types() -> None:
    told = run(make_world(), requests=REQUESTS, number=SEED)
    print(told)
    assert not told.faults, "\n".join(told.faults)
