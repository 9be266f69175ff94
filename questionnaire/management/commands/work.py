"""Do what was asked for in the background, mail first; ./run starts it beside the site."""

import logging
import os
import signal
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from fmassess import __version__
from questionnaire.cohort.benchmark.actions import release_due
from questionnaire.cohort.inviting.reminding.actions import keep_states, write_due
from questionnaire.cohort.pack.actions import forget_packs, take_pack_step
from questionnaire.cohort.standing.tallied import tidy
from questionnaire.decision.actions import fire_due
from questionnaire.erasure.actions import carry_to_list
from questionnaire.post.actions import look_after
from questionnaire.report.actions import keep_due_words
from questionnaire.upkeep.actions import retain_daily
from questionnaire.upkeep.beats import beat
from questionnaire.upkeep.models import Beat
from questionnaire.workshop.actions import work

log = logging.getLogger("fmassess.work")
PAUSE, MOST_PAUSE = 1.0, 30.0
"""Seconds between two looks with nothing to do; and at most, while the database is away."""
ROUND = 30.0
"""Seconds between two looks after what was left lying."""


class Command(BaseCommand):
    """``manage.py work``: until it is stopped; ``--once``: until nothing waits."""

    help = __doc__ or ""
    stopped = False
    looked = -ROUND
    pause = PAUSE

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits")
        parser.add_argument(
            "--with-starter", action="store_true", help="end when whoever started this has ended"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            while self._once():
                pass
            return
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        log.info("FMAssess %s works", __version__)
        starter = os.getppid()
        while not self.stopped:
            if options["with_starter"] and os.getppid() != starter:  # ./run is gone
                log.warning("ended, as whoever started this has (--with-starter)")
                return
            if not self._step():
                time.sleep(self.pause)

    def _stop(self, *_: object) -> None:
        """End after the task in hand."""
        self.stopped = True

    def _step(self) -> bool:
        """One step; a database that is away, or a disk that is full, is waited for."""
        close_old_connections()
        try:
            found = self._once()
        except (Error, OSError):
            log.exception("a step of background work failed")
            self.pause = min(2 * self.pause, MOST_PAUSE)
            return False
        self.pause = PAUSE
        return found

    def _once(self) -> bool:
        """Whether there was anything to do."""
        if time.monotonic() - self.looked > ROUND:
            self.looked = time.monotonic()
            _look_round()
        # In their order: what is quick before what takes a while.
        now = timezone.now()
        return (
            _one_task() or keep_due_words() or write_due(at=now)
            or work(at=now) or take_pack_step(at=now)
        )  # fmt: skip


def _look_round() -> None:
    """What is due by the clock and not because somebody asked."""
    now = timezone.now()
    beat(name=Beat.WORKER, at=now)
    fire_due(at=now)
    keep_states(at=now)
    release_due(at=now)
    forget_packs(at=now)
    look_after(at=now)
    tidy()
    carry_to_list(file=settings.ERASURE_LIST)  # a full disk stops what follows, and nothing else
    retain_daily(at=now)


def _one_task() -> bool:
    """Do the task that is first in the queue, by the queue's own worker; whether there was one.

    Looked for by a plain read first: the worker takes SQLite's write lock to look.
    """
    if not DBTaskResult.objects.ready().exists():
        return False
    Worker(
        queue_names=["*"], excluded_queue_names=[], backend_name="default", interval=0,
        batch=True, startup_delay=False, max_tasks=1, worker_id=f"work-{os.getpid()}",
    ).run()  # fmt: skip
    return True
