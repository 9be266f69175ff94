"""Write an edition of the database as a folder of seeds, or as a zip of one."""

from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from django.core.management.base import BaseCommand, CommandError, CommandParser

from questionnaire.bank.actions import EditionRefused, export_edition
from questionnaire.bank.models import Edition
from questionnaire.bank.seed import ZIP
from questionnaire.bank.seed_writing import write_seeds


class Command(BaseCommand):
    """``manage.py export_bank EDITION DIR``: DIR must be new, empty, or hold seeds.

    A name that ends in .zip gets a zip; the zip of an earlier export may be overwritten.
    """

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("edition", help="the edition's key")
        parser.add_argument(
            "folder", help="where to write: a folder, or a file name that ends in .zip"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(options["folder"])
        if folder.suffix == ZIP and folder.is_file():
            if not is_zipfile(folder):
                raise CommandError(f"{folder} is there and is no zip; name a new file.")
        elif folder.exists() and not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        if folder.is_dir() and any(folder.iterdir()) and not (folder / "edition.yaml").exists():
            raise CommandError(f"{folder} holds other files; name a new folder.")
        try:
            content = export_edition(Edition.objects.get(key=options["edition"]))
        except Edition.DoesNotExist:
            raise CommandError(f"There is no edition {options['edition']}.") from None
        except EditionRefused as refused:
            raise CommandError(str(refused)) from None
        write_seeds(content, folder)
        self.stdout.write(f"Edition {content.key} is in {folder}.")
