"""Make anew what accelerators may see of every enrolment, and say how much was not as it had to be.

Changes nothing where all is right; safe beside a running site.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from questionnaire.cohort.standing.actions import stand_everything


class Command(BaseCommand):
    """``manage.py rebuild_standings``."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        standings, differed = stand_everything()
        if options["verbosity"]:
            self.stdout.write(f"{standings} standings, {differed} differed and were made anew.")
