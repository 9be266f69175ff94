"""Write the database into FOLDER, as it is at one moment, while the site runs.

PostgreSQL by pg_dump, SQLite by VACUUM INTO; with a manifest of hashes, rows and migrations.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from questionnaire.upkeep.backups import back_up
from questionnaire.upkeep.dumping import DumpFailed


class Command(BaseCommand):
    """``manage.py backup FOLDER``."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--keep", type=int, default=14, help="how many stay; default 14")

    def handle(self, *args: Any, **options: Any) -> None:
        keep = max(1, options["keep"])
        try:
            made = back_up(folder=options["folder"].resolve(), at=timezone.now(), keep=keep)
        except (DumpFailed, OSError) as error:
            raise CommandError(f"No backup was made: {error}") from None
        self.stdout.write(str(made))
