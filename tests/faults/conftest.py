"""The product in processes of its own, and a wire to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness.relay import Relay, relaying
from tests.harness.site import Site, serving


@pytest.fixture(scope="package")
def processes(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """One set of server processes for this folder; their database is the tests'."""
    with django_db_blocker.unblock(), serving(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(processes: Site) -> Site:
    """The server, which serves."""
    processes.start()
    return processes


@pytest.fixture
def wire(site: Site) -> Iterator[Relay]:
    """The way to the server."""
    with relaying(site.port) as relay:
        yield relay
