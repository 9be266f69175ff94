"""Read a backup into the database that DATABASE_URL names, with the site stopped.

What was erased or withdrawn since the backup (FMASSESS_ERASURE_LIST) is so again before anybody
looks.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from questionnaire.upkeep.backups import Unusable
from questionnaire.upkeep.dumping import DumpFailed, tables, whereabouts
from questionnaire.upkeep.restoring import NotEmpty, restore


class Command(BaseCommand):
    """``manage.py restore FOLDER/fmassess-...``."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path)
        parser.add_argument("--replace", action="store_true", help="what is there goes; asks first")
        parser.add_argument(
            "--noinput", "--no-input", action="store_true", help="replace without asking"
        )
        parser.add_argument("--erasures", type=Path, default=settings.ERASURE_LIST)
        parser.add_argument(
            "--without-erasures", action="store_true",
            help="there is no list: nothing was erased since, or it is lost",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        erasures: Path = options["erasures"]
        if not erasures.exists() and not options["without_erasures"]:
            raise CommandError(
                f"There is no list of erasures at {erasures}. Name it with --erasures, or say "
                "--without-erasures: whatever was erased since the backup then comes back."
            )
        if options["replace"] and not options["noinput"]:
            _ask()
        try:
            done = restore(
                backup=options["backup"].resolve(), erasures=erasures,
                replace=options["replace"], at=timezone.now(),
            )  # fmt: skip
        except NotEmpty:
            raise CommandError(
                f"This database is not empty: {whereabouts()}. Name an empty one, or say --replace."
            ) from None
        except (Unusable, DumpFailed) as error:
            raise CommandError(f"Nothing usable was restored: {error}.") from None
        self.stdout.write(
            f"Restored {done.rows} rows as of {done.manifest.made_at} into {whereabouts()}; "
            f"{done.erased} of {done.listed} listed erasures and withdrawals were repeated, "
            f"{done.listed - done.erased} were so already."
        )
        if done.held:
            self.stdout.write(
                f"{done.held} mails waited in the backup and most have left since, so none leaves: "
                "manage.py resend_mail --list shows them, and sends them where it is told to."
            )


def _ask() -> None:
    """Whether everything that stands in the database may go. Raises CommandError."""
    if not tables():
        return
    if not sys.stdin.isatty():
        raise CommandError(
            f"--replace empties {whereabouts()}; where nobody can be asked: --noinput."
        )
    if (
        input(f"Everything in {whereabouts()} goes, also what the backup lacks. Type yes: ")
        != "yes"
    ):
        raise CommandError("Nothing was changed.")
