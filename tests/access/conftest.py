"""A world that is made once for a module's tests: each leaves it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.template import Template
from django.utils.safestring import SafeString

from tests.access.test_matrix import GET, POST, address
from tests.access.world import World, make_world


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The world with all that addresses name, made before anything is counted. What a test does
    to it is rolled back with the test, and the world itself with the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        for name in {*GET, *POST}:
            for method in ("GET", "POST"):
                address(made, name, method)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(db: None, made_once: World, settings: Any) -> World:
    """The same world, with browsers of this test's own. On a busy machine a module's tests take
    longer than whoever signed in just now may do what asks for that; here nobody waits."""
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 3600
    return made_once.with_new_browsers()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Django's templates render to nothing."""
    monkeypatch.setattr(Template, "render", lambda *_: SafeString(""))
