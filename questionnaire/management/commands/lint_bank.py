"""Check a folder or a zip of seeds as publishing would; exit status 1 when an error is found."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from questionnaire.bank.lint import lint
from questionnaire.bank.seed import SEEDS, SeedError, load_content


class Command(BaseCommand):
    """``manage.py lint_bank [DIR]``: no database; without DIR, the newest shipped edition."""

    help = __doc__ or ""
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", nargs="?", help="a folder of seeds, a zip of one, or an edition's key"
        )
        parser.add_argument("--no-proof", action="store_true", help="leave out the simulation")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] or max(path for path in SEEDS.iterdir() if path.is_dir())
        try:
            content = load_content(folder)
        except SeedError as error:
            self._say([str(fault) for fault in error.faults], len(error.faults))
        findings = lint(content, prove=not options["no_proof"])
        errors = sum(one.severity == "error" for one in findings)
        self._say([str(one) for one in findings], errors)

    def _say(self, lines: list[str], errors: int) -> None:
        for line in lines:
            self.stdout.write(line)
        self.stdout.write(f"{errors} errors, {len(lines) - errors} warnings.")
        if errors:
            raise SystemExit(1)
