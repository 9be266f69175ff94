"""The rehearsal of a deployment, beginning with the tests' own database, migrated already."""

from __future__ import annotations

import pytest
from django.db import connection, connections

from tests.deploy.__main__ import rehearse


@pytest.mark.processes
@pytest.mark.django_db(transaction=True)
def test_a_deployment_goes_as_the_handbook_says() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("production is on PostgreSQL")
    known = str(connection.settings_dict["NAME"])
    connections.close_all()  # or PostgreSQL copies nothing
    told: list[str] = []
    rehearse(told.append, template=known, reloads=1, whole=False)
    assert len([line for line in told if line.startswith("ok")]) == 11
