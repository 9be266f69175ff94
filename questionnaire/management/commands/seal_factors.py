"""Seal the secrets of authenticator apps and emergency codes with the key of now.

Once after an upgrade from a version that left them open, and after FMASSESS_SECRET_KEY changed;
safe beside a running site.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from questionnaire.people.sealing import seal_anew


class Command(BaseCommand):
    """``manage.py seal_factors``."""

    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = seal_anew()
        if options["verbosity"]:
            self.stdout.write(f"{done} sealed.")
        if lost:
            raise CommandError(
                f"{lost} are sealed with another key; set FMASSESS_FORMER_SECRET_KEY to it."
            )
