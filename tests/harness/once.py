"""What all tests of a file stand on, made once: its rows in a transaction around the whole file,
its objects copied for each test. Each test's own transaction is inside of that one and undone
before the next, which so finds everything as it was made.
"""

from __future__ import annotations

import copy
import copyreg
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client


def made_once(make: Callable[[], Any]) -> tuple[Any, Any]:
    """Two fixtures, to be named in the file: after ``ground, one = made_once(Shown)`` a Shown is
    made once, and each test that asks for ``one`` gets a copy of it.

    Not where a test of the file commits (``transaction=True``): it would commit all of this."""

    @pytest.fixture(scope="module")
    def ground(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        for item in request.session.items:
            marker = item.get_closest_marker("django_db") if item.path == request.path else None
            assert not (marker and marker.kwargs.get("transaction")), f"{item.nodeid} commits"
        with django_db_blocker.unblock(), transaction.atomic():
            yield make()
            transaction.set_rollback(True)

    @pytest.fixture
    def one(ground: Any, db: None) -> Any:
        return copy.deepcopy(ground)

    return ground, one


def _browser(client: Client) -> tuple[Any, ...]:
    """A test client's copy has the same cookies, and machinery of its own."""
    kept = {name: vars(client)[name] for name in ("defaults", "cookies", "headers", "extra")}
    return Client, (client.handler.enforce_csrf_checks,), kept


copyreg.pickle(Client, _browser)  # type: ignore[arg-type]
