"""Figures about the site for Prometheus; sums over everybody, and about nobody.

They come from the database, so that it does not matter which process is asked. Labels are our own
words. How many requests there were and how long they took is counted by fmassess.meters.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, Min
from django_tasks_db.models import DBTaskResult
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from questionnaire.assessment.models import Answer, Submission
from questionnaire.cohort.pack.models import Pack
from questionnaire.erasure.models import Erased
from questionnaire.people.models import Session, Venture
from questionnaire.post.models import Mail
from questionnaire.upkeep.beats import ages
from questionnaire.upkeep.models import Beat
from questionnaire.vocabulary import MailState, RunState

DAY = dt.timedelta(days=1)
EXACT = 100_000
"""Rows up to which a table is counted; above, PostgreSQL's own estimate will do."""


class Figures(Collector):
    """All of them, read when they are asked for."""

    def __init__(self, *, at: dt.datetime) -> None:
        self.at = at

    def collect(self) -> Iterable[Metric]:
        yield from _mail(self.at)
        yield from _jobs(self.at)
        found = ages(at=self.at)  # -1: never, so that no alert on a missing series is needed
        chores = {name: found.get(name, -1) for name in (Beat.WORKER, Beat.RETENTION, Beat.BACKUP)}
        yield _each("chore_age_seconds", "Seconds since it ran; -1: never.", "chore", chores)
        tables = {str(one._meta.model_name): _rows(one) for one in (Venture, Answer, Submission)}
        yield _each("rows", "Rows of a table, above 100000 an estimate.", "table", tables)
        live = Session.objects.filter(expire_date__gt=self.at, user__isnull=False).count()
        yield _one("sessions", "Browsers that are signed in.", live)
        unlisted = Erased.objects.filter(listed=False).count()
        yield _one("erasures_unlisted", "Erasures that the list outside lacks.", unlisted)
        usage = shutil.disk_usage(settings.VAR)
        yield _one("disk_free_ratio", "Free share of the disk.", usage.free / usage.total)
        if connection.vendor == "postgresql":
            what = "Connections to the database: all, at work, waiting for a lock."
            yield _each("database_connections", what, "state", _connections())


def _one(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(f"fmassess_{name}", what, value=value)


def _each(name: str, what: str, label: str, values: Mapping[str, float]) -> Metric:
    """A value for each word of the label."""
    family = GaugeMetricFamily(f"fmassess_{name}", what, labels=[label])
    for word, value in values.items():
        family.add_metric([str(word)], value)
    return family


def _mail(at: dt.datetime) -> Iterator[Metric]:
    rows = Mail.objects.order_by().values("state").annotate(number=Count("pk"))
    found = {row["state"]: row["number"] for row in rows}
    states = {str(state): found.get(state, 0) for state in MailState}
    yield _each("mails", "Mails on record by state.", "state", states)
    waiting = Mail.objects.filter(state=MailState.WAITING).aggregate(first=Min("queued_at"))
    age = _age(waiting["first"], at)
    yield _one("mail_oldest_waiting_seconds", "Age of the oldest mail that waits.", age)


def _jobs(at: dt.datetime) -> Iterator[Metric]:
    ready = DBTaskResult.objects.ready()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=at - DAY).count()
    yield _one("jobs_waiting", "Tasks that could run now.", ready.count())
    yield _one("jobs_failed_day", "Tasks that failed within a day.", failed)
    first = ready.aggregate(first=Min("enqueued_at"))["first"]
    yield _one("job_oldest_waiting_seconds", "Age of the oldest such task.", _age(first, at))
    packs = Pack.objects.filter(state=RunState.WAITING).count()
    yield _one("packs_waiting", "Packs of PDFs that are being made.", packs)


def _connections() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE state = 'active'),"
            " count(*) FILTER (WHERE wait_event_type = 'Lock')"
            " FROM pg_stat_activity WHERE datname = current_database()"
        )
        row = cursor.fetchone()
    return dict(zip(("all", "active", "waiting"), row, strict=True))


def _age(first: dt.datetime | None, at: dt.datetime) -> float:
    return max(0.0, (at - first).total_seconds()) if first else 0.0


def _rows(model: type[models.Model]) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [model._meta.db_table]
            )
            estimate = int(cursor.fetchone()[0])
        if estimate > EXACT:
            return estimate
    return int(model._base_manager.count())
