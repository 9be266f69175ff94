"""Do what was asked for in the background, step by step; ./run starts it beside the site."""

import logging
import os
import signal
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone

from questionnaire.workshop.actions import work

log = logging.getLogger("fmassess.work")
PAUSE = 2.0
"""Seconds between two looks when there is nothing to do."""


class Command(BaseCommand):
    """``manage.py work``: until it is stopped; ``--once``: until nothing waits."""

    help = __doc__ or ""
    stopped = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            while work(at=timezone.now()):
                pass
            return
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, self._stop)
        starter = os.getppid()
        while not self.stopped and os.getppid() == starter:  # nobody's worker when ./run is gone
            if not self._step():
                time.sleep(PAUSE)

    def _stop(self, *_: object) -> None:
        self.stopped = True

    def _step(self) -> bool:
        """One step; a database that is away is waited for."""
        close_old_connections()
        try:
            return work(at=timezone.now())
        except Error:
            log.exception("a step of background work failed")
            return False
