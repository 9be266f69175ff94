"""``python manage.py score ANSWERS.json``: scores a sheet of answers from the seeds, no database.

Prints the scorecard as text or JSON. Every fault of the input is one line on standard error, and
then the exit status is 2 and nothing is printed on standard output.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand

from questionnaire.bank.seed import SeedError, load_content
from questionnaire.scoring.answers import MOST_BYTES, parse, read_sheet
from questionnaire.scoring.compiling import compile_rubric
from questionnaire.scoring.explain import explain, keys
from questionnaire.scoring.faults import Fault
from questionnaire.scoring.score import score
from questionnaire.scoring.scorecard import Depth, Scorecard
from questionnaire.scoring.text import render

BAD_INPUT = 2
OUTPUT_SCHEMA = 1


class Command(BaseCommand):
    """Reads answers, prints what they mean."""

    help = "Score a JSON file of answers ('-' for standard input) without a database."
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("answers", metavar="ANSWERS.json")
        parser.add_argument("--edition", help="edition key; the newest in seeds/ by default")
        parser.add_argument("--lang", default="en", help="language of the text (en, es, de)")
        parser.add_argument("--format", choices=("text", "json"), default="text")
        parser.add_argument("--explain", metavar="KEY", help="the sum behind one number")
        parser.add_argument("--depth", choices=[str(one) for one in Depth], default="full")

    def handle(self, *args: Any, **options: Any) -> None:
        edition = _edition(options["edition"])
        raw, faults = parse(_read(options["answers"]))
        if faults:
            _refuse(faults)
        document = _document(edition)  # takes seconds, so what cannot be read is said before
        rubric = compile_rubric(document)
        sheet, faults = read_sheet(rubric, raw)
        if faults:
            _refuse(faults)
        card = score(rubric, sheet, Depth(options["depth"]))
        self.stdout.write(_output(card, document, options), ending="")


def _output(card: Scorecard, document: dict[str, Any], options: dict[str, Any]) -> str:
    if options["explain"]:
        text = explain(card, options["explain"], document, options["lang"])
        if text is None:
            key = options["explain"]
            mend = f"use one of {', '.join(keys(card))}"
            _refuse([Fault("--explain", f"there is no number {key!a}", mend)])
        return text
    if options["format"] == "json":
        whole = {"schema": OUTPUT_SCHEMA, **card.as_json()}
        return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return render(card, document, options["lang"])


def _edition(edition: str | None) -> Path:
    """The folder of the edition that is asked for, or of the newest."""
    seeds = Path(settings.BASE_DIR) / "seeds"
    known = sorted(one.name for one in seeds.iterdir() if (one / "edition.yaml").is_file())
    chosen = edition if edition is not None else (known[-1] if known else "")
    if chosen not in known:
        mend = f"use one of {', '.join(known)}"
        _refuse([Fault("--edition", f"there is no edition {chosen!a} in seeds", mend)])
    return seeds / chosen


def _document(edition: Path) -> dict[str, Any]:
    try:
        return load_content(edition).document()
    except SeedError as error:
        _refuse([Fault(edition.name, str(error), "mend the seeds")])


def _read(name: str) -> str:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        _refuse([Fault(ascii(name), f"cannot be read ({reason})", "name a JSON file")])


def _refuse(faults: list[Fault]) -> NoReturn:
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    raise SystemExit(BAD_INPUT)
