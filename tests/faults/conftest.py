"""The product in processes of its own, as ./run starts it and as production is; a wire to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.bench.browser import Browser
from tests.harness.relay import Relay, relaying
from tests.harness.site import Site, serving

METRICS = "of-the-metrics-0123456789-abcdefghijkl"


@pytest.fixture(scope="package")
def processes(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """One set of server processes for this folder; their database is the tests'."""
    folder = tmp_path_factory.mktemp("site")
    with (
        django_db_blocker.unblock(),
        serving(folder, ready=True, FMASSESS_METRICS_TOKEN=METRICS) as site,
    ):
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


class Visitor(Browser):
    """A browser at production's own processes, seen through the proxy that ends its TLS."""

    def headers(self) -> dict[str, str]:
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {
            "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.1", "Cookie": cookie,
            "X-CSRFToken": self.cookies.get("__Host-fmassess-csrf", ""),
            "Referer": f"https://127.0.0.1:{self.port}/",
        }  # fmt: skip


@dataclass(frozen=True)
class Production:
    """The site with production's settings, and everything that its processes wrote."""

    site: Site
    log: Path


PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "tests.faults.breaking", "FMASSESS_ENV": "production",
    "FMASSESS_ALLOWED_HOSTS": "127.0.0.1", "FMASSESS_SITE_URL": "https://127.0.0.1",
    "FMASSESS_OPERATOR": "Nobody", "FMASSESS_CONTACT": "nobody@fmassess.test",
    "FMASSESS_BEHIND_PROXY": "on", "FMASSESS_SMTP_PORT": "1",
}  # fmt: skip


@pytest.fixture(scope="package")
def in_production(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Production]:
    folder = tmp_path_factory.mktemp("production")
    file = folder / "log"
    with (
        django_db_blocker.unblock(),
        file.open("ab") as log,
        serving(folder / "var", log=log, **PRODUCTION) as site,
    ):
        yield Production(site, file)


@pytest.fixture
def production(in_production: Production) -> Production:
    """Production, where nothing was asked for yet."""
    in_production.site.start()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM fmassess_cache")
    return in_production
