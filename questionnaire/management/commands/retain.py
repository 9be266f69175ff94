"""Delete what has been kept long enough; the worker does it every day by itself.

--list prints how long each table's rows are kept, and changes nothing.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from questionnaire.keeping import BESIDES, TABLES
from questionnaire.upkeep.actions import retain


class Command(BaseCommand):
    """``manage.py retain``."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="print the periods only")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            for name, kept in sorted({**TABLES, **BESIDES}.items()):
                self.stdout.write(f"{name}: {kept.holding}; {kept.how_long}")
            return
        for name, number in retain(at=timezone.now()).items():
            self.stdout.write(f"{name}: {number}")
