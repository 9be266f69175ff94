"""Whether the process lives, and whether all is ready; no details for the public, they are logged.

A proxy that asks whether to send people here asks /healthz: a late backup is no reason to turn them
away. Who watches the site, and who upgrades it, asks /readyz.
"""

from __future__ import annotations

import hmac
import logging
import shutil
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from fmassess.faults import reason_of
from fmassess.meters import meters
from questionnaire.upkeep.beats import ages
from questionnaire.upkeep.figures import Figures
from questionnaire.upkeep.models import Beat

log = logging.getLogger("fmassess.health")
MINUTE, HOUR = 60, 3600
RETENTION_HOURS = 48


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; touches nothing."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when everything that the site needs is there, else 503; the log says what is missing."""
    if _is_ready():
        return HttpResponse("ok\n", content_type="text/plain")
    return HttpResponse("not ready\n", status=503, content_type="text/plain")


def _is_ready() -> bool:
    missing = list(_missing())
    if missing:
        log.error("not ready: %s", ", ".join(missing))
    return not missing


def _missing() -> Iterator[str]:
    usage = shutil.disk_usage(settings.VAR)
    if usage.free * 100 < usage.total * settings.LEAST_DISK:
        yield "disk"
    try:
        if is_behind():
            yield "migrations"
            return  # the table of what runs when may be among them
        yield from _late()
    except Error as error:
        yield " ".join(filter(None, ("database", reason_of(error))))


def is_behind() -> bool:
    """Whether the database waits for a migration of this version."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _late() -> Iterator[str]:
    """What has to run again and again, and did not."""
    waited_for = {
        Beat.WORKER: settings.WORKER_MINUTES * MINUTE,
        Beat.RETENTION: RETENTION_HOURS * HOUR if settings.WORKER_MINUTES else 0,
        Beat.BACKUP: settings.BACKUP_HOURS * HOUR,
    }
    if any(waited_for.values()):
        found = ages(at=timezone.now())
        for name, most in waited_for.items():
            if most and found.get(name, most + 1) > most:
                yield name


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to whoever shows the token; for everybody else there is nothing."""
    shown = request.headers.get("Authorization", "").encode()
    known = f"Bearer {settings.METRICS_TOKEN}".encode()
    if not settings.METRICS_TOKEN or not hmac.compare_digest(shown, known):
        raise Http404
    figures = CollectorRegistry()
    for one in (Figures(at=timezone.now()), meters(), _Readiness()):
        figures.register(one)
    return HttpResponse(generate_latest(figures), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Readiness(Collector):
    """What /readyz would say, so that whoever reads figures needs no second probe."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily(
            "fmassess_ready", "1 where /readyz says ok; else 0, and the log says why.",
            value=_is_ready(),
        )  # fmt: skip
