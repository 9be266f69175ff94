"""Figures about the site in Prometheus' text format; sums over everybody, and about nobody.

They come from the database, so that it does not matter which process is asked. How many requests
there were and how long they took stands in the log (fmassess.requests), one line each.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, models
from django.db.models import Count, Min
from django_tasks_db.models import DBTaskResult

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


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name without prefix, what it is, its value, and what tells it apart."""

    name: str
    what: str
    value: float
    labels: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        told = ",".join(f'{name}="{value}"' for name, value in self.labels)
        return f"fmassess_{self.name}{{{told}}} {self.value:.10g}".replace("{}", "")


def exposition(*, at: dt.datetime) -> str:
    """All figures as text. Labels are our own words, so that nothing in them needs escaping."""
    lines: list[str] = []
    named = ""
    for figure in figures(at):
        if figure.name != named:
            named = figure.name
            lines += [f"# HELP fmassess_{named} {figure.what}", f"# TYPE fmassess_{named} gauge"]
        lines.append(str(figure))
    return "\n".join(lines) + "\n"


def figures(at: dt.datetime) -> Iterator[Figure]:
    """Every figure; those of one name stand together."""
    yield from _mail(at)
    yield from _jobs(at)
    yield from _chores(at)
    for model in (Venture, Answer, Submission):
        label = (("table", model._meta.model_name or ""),)
        yield Figure("rows", "Rows of a table, above 100000 an estimate.", _rows(model), label)
    live = Session.objects.filter(expire_date__gt=at, user__isnull=False).count()
    yield Figure("sessions", "Browsers that are signed in.", live)
    unlisted = Erased.objects.filter(listed=False).count()
    yield Figure("erasures_unlisted", "Erasures that the list outside lacks.", unlisted)
    usage = shutil.disk_usage(settings.VAR)
    yield Figure("disk_free_ratio", "Free share of the disk.", usage.free / usage.total)


def _mail(at: dt.datetime) -> Iterator[Figure]:
    rows = Mail.objects.order_by().values("state").annotate(number=Count("pk"))
    found = {row["state"]: row["number"] for row in rows}
    for state in MailState:
        label = (("state", str(state)),)
        yield Figure("mails", "Mails on record by state.", found.get(state, 0), label)
    waiting = Mail.objects.filter(state=MailState.WAITING).aggregate(first=Min("queued_at"))
    yield Figure(
        "mail_oldest_waiting_seconds", "Age of the oldest mail that waits.",
        _age(waiting["first"], at),
    )  # fmt: skip


def _jobs(at: dt.datetime) -> Iterator[Figure]:
    ready = DBTaskResult.objects.ready()
    failed = DBTaskResult.objects.failed().filter(finished_at__gt=at - DAY).count()
    yield Figure("jobs_waiting", "Tasks that could run now.", ready.count())
    yield Figure("jobs_failed_day", "Tasks that failed within a day.", failed)
    first = ready.aggregate(first=Min("enqueued_at"))["first"]
    yield Figure("job_oldest_waiting_seconds", "Age of the oldest such task.", _age(first, at))
    packs = Pack.objects.filter(state=RunState.WAITING).count()
    yield Figure("packs_waiting", "Packs of PDFs that are being made.", packs)


def _chores(at: dt.datetime) -> Iterator[Figure]:
    """-1 where it never ran, so that an alert on a missing series is not needed."""
    found = ages(at=at)
    for name in (Beat.WORKER, Beat.RETENTION, Beat.BACKUP):
        label = (("chore", name),)
        yield Figure(
            "chore_age_seconds", "Seconds since it ran; -1: never.", found.get(name, -1), label
        )


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
