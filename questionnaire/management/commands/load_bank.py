"""Load a folder or a zip of seeds as an edition and publish it; the same again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from questionnaire.bank.actions import EditionRefused, load_edition
from questionnaire.bank.seed import SeedError, load_content


class Command(BaseCommand):
    """``manage.py load_bank DIR``: all or nothing; every fault is named with its mend."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", help="a folder of seeds, a zip of one, or the key of a shipped edition"
        )
        parser.add_argument("--draft", action="store_true", help="load as a draft, not published")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            content = load_content(options["folder"])
            edition = load_edition(content=content, at=timezone.now(), publish=not options["draft"])
        except SeedError as error:
            raise CommandError(f"Nothing was loaded.\n{error}") from None
        except EditionRefused as refused:
            raise CommandError(str(refused)) from None
        if options["verbosity"]:
            self.stdout.write(f"Edition {edition.key} is {edition.status}.")
