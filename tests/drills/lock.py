"""MG-02: a table of half a million answers is widened while founders save into it."""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection
from django.utils import timezone

from questionnaire.assessment.actions import answer_id
from questionnaire.assessment.models import Answer, Assessment
from questionnaire.bank.queries import current_edition
from questionnaire.people.models import Venture
from tests.drills.at_work import Timed, all_there, site, working
from tests.drills.sheet import Sheet, percentile
from tests.harness.site import ROOT

EACH, BATCH = 100, 50
"""Answers of a venture; ventures that are stored at once."""
WITHIN = 2.0
WRITERS = 4
STEPS = {
    "0001": "a column that may be empty",
    "0002": "a column with a default of the database",
    "0003": "a wider column (SQLite keeps no lengths)",
    "0004": "an index",
}


def lock(folder: Path, *, answers: int) -> int:
    """Every kind of widening in turn; the longest that a save took meanwhile."""
    sheet = Sheet()
    began = time.monotonic()
    fill(answers)
    sheet.begin(f"{Answer.objects.count()} answers ({time.monotonic() - began:.0f} s to fill)")
    with site(folder) as one, working(one.port, WRITERS) as writers:
        time.sleep(3)
        usual = [reply.seconds for w in writers for _, reply in w.replies]
        sheet.tell("a save before, median and slowest",
                   f"{percentile(usual, 0.5):.3f}, {max(usual):.3f} s")  # fmt: skip
        for name, what in STEPS.items():
            _step(sheet, one.env, writers, name, what)
            time.sleep(1)
    all_there(sheet, writers)
    return sheet.close()


def _step(sheet: Sheet, env: dict[str, str], writers: list[Timed], name: str, what: str) -> None:
    given = {**env, "DJANGO_SETTINGS_MODULE": "tests.drills.widening.settings"}
    start, retries = time.monotonic(), sum(one.retries for one in writers)
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "widening", name, "-v0"],
        cwd=ROOT, env=given, capture_output=True, text=True,
    )  # fmt: skip
    end = time.monotonic()
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    time.sleep(0.5)  # what waited for it has been answered
    meanwhile = [
        reply.seconds for w in writers for at, reply in list(w.replies)
        if at > start and at - reply.seconds < end
    ]  # fmt: skip
    told = f"{end - start:.1f} s with its process, {len(meanwhile)} saves meanwhile"
    sheet.tell(f"{what}", told)
    sheet.most("  the longest that a save took then", max(meanwhile, default=0.0), WITHIN)
    sheet.none("  saves that failed then", sum(one.retries for one in writers) - retries)


def fill(number: int) -> None:
    """So many answers, a hundred of each venture."""
    edition, at = current_edition(), timezone.now() - timedelta(days=1)
    assert edition is not None
    for first in range(0, number // EACH, BATCH):
        ventures = Venture.objects.bulk_create(
            Venture(name=f"Filled {first + one}", created_at=at) for one in range(BATCH)
        )
        sheets = Assessment.objects.bulk_create(
            Assessment(venture=one, edition_id=edition.id, created_at=at) for one in ventures
        )
        Answer.objects.bulk_create(
            [
                Answer(
                    id=answer_id(sheet.pk, f"filled-{place}"), assessment=sheet,
                    question=f"filled-{place}", value={"value": "yes"}, note="What was said. " * 4,
                    version=1, updated_at=at,
                )
                for sheet, place in itertools.product(sheets, range(EACH))
            ],
            batch_size=1000,
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
