"""What a cohort's page costs from a hundred to a hundred thousand ventures, for manage.py shell.

In one process, so that only the page and its database are measured. The aggregate SQL beside it is
the page's own statements that count, sent bare and in turn with the page; the histogram is the
least that any such page would need (PERFORMANCE.md).
"""

from __future__ import annotations

import math
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from questionnaire.bank.queries import current_edition, edition_by_id
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.narrowing import Filters
from questionnaire.cohort.standing.files import as_csv, as_xlsx, export_of
from questionnaire.cohort.standing.keyset import in_order, order_of, page_of, token_of
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.reading import READ, Asked, standings
from questionnaire.management.commands.simulate import simulate
from questionnaire.people.models import User
from questionnaire.report.page import tongue_of

MEMBER = "reviewer@tramontana.example"
ROUNDS = 5
COUNTS = ("COUNT(", "SUM(")
HISTOGRAM = (
    "SELECT safety, COUNT(*) FROM questionnaire_standing "
    "WHERE cohort_id = %s AND round_id IS NULL GROUP BY safety"
)


def main(sizes: Sequence[int]) -> None:
    """Print a line for each size, then the exponents from size to size."""
    pages, aggregates = [], []
    for size in sizes:
        cohort = filled(size)
        page, bare, histogram, queries = measured(cohort)
        pages.append(page)
        aggregates.append(bare)
        print(
            f"cohort page {size:>7}  p50 {page:8.1f} ms, {queries} queries, {page / bare:5.2f} x "
            f"its aggregate SQL ({bare:.1f} ms; goal 4 x), one histogram {histogram:.1f} ms",
            flush=True,
        )
        print("   " + ", ".join(deep(cohort, size)), flush=True)
        print("   " + ", ".join(exports(cohort)), flush=True)
    for name, found in (("page", pages), ("aggregate SQL", aggregates)):
        told = ", ".join(
            f"{low} to {high}: {math.log(after / before) / math.log(high / low):.2f}"
            for low, high, before, after in zip(sizes, sizes[1:], found, found[1:], strict=False)
        )
        print(f"exponent of the {name}: {told}")


def filled(size: int) -> Cohort:
    """A cohort of this size; the planner knows what it holds."""
    edition = current_edition()
    assert edition is not None
    begun = time.perf_counter()
    cohort, _ = simulate(edition, f"Bench {size}", size, 1, MEMBER, timezone.now())
    print(f"simulate {size}: {time.perf_counter() - begun:.1f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE questionnaire_standing")
    return cohort


def measured(cohort: Cohort) -> tuple[float, float, float, int]:
    """Medians of the page, of its aggregate SQL and of one histogram, in turn; and its queries."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=MEMBER),
                       backend="django.contrib.auth.backends.ModelBackend")  # fmt: skip
    address = f"/cohorts/{cohort.pk}/"

    def page() -> None:
        assert client.get(address).status_code == 200

    page()
    with CaptureQueriesContext(connection) as caught:
        page()
    asked = list(caught.captured_queries)  # the next request forgets them
    made = [one for one in asked if one["sql"] not in ("BEGIN", "COMMIT")]
    counting = [one["sql"] for one in asked
                if "questionnaire_standing" in one["sql"]
                and any(word in one["sql"].upper() for word in COUNTS)]  # fmt: skip

    def aggregate() -> None:
        with connection.cursor() as cursor:
            for statement in counting:
                cursor.execute(statement)
                cursor.fetchall()

    def histogram() -> None:
        with connection.cursor() as cursor:
            key = Cohort._meta.pk.get_db_prep_value(cohort.pk, connection)
            cursor.execute(HISTOGRAM, [key])
            cursor.fetchall()

    found = in_turn(page, aggregate, histogram)
    return found[0], found[1], found[2], len(made)


def in_turn(*works: Callable[[], Any]) -> list[float]:
    """The median milliseconds of each, one after another, round by round."""
    spent: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for kept, work in zip(spent, works, strict=True):
            start = time.perf_counter()
            work()
            kept.append(1000 * (time.perf_counter() - start))
    return [statistics.median(one) for one in spent]


def deep(cohort: Cohort, size: int) -> Iterator[str]:
    """A page of the table at its beginning, in the middle and near the end."""
    order = places(cohort.edition_id)
    for sort in ("venture", "-lean"):
        wanted, rows = order_of(sort, order), standings(cohort, None)
        tokens = [""]
        for share in (0.5, 0.95):
            at = int(size * share) - 2
            extra = ("sorted",) if wanted.value is not None else ()
            row = in_order(rows, wanted).values("name_key", "enrolment_id", *extra)[at]
            tokens.append(token_of(row, before=False))
        found = in_turn(*(partial(page_of, rows, wanted, token, READ) for token in tokens))
        yield f"by {sort} at 0, 50, 95 %: " + ", ".join(f"{one:.1f}" for one in found) + " ms"


def exports(cohort: Cohort) -> Iterator[str]:
    """Each kind of file: how long, and the most memory that its rows took."""
    tongue = tongue_of(edition_by_id(cohort.edition_id))
    order = places(cohort.edition_id)
    asked = Asked(Filters(), order_of("-lean", order))
    kinds: tuple[tuple[str, Callable[[], int]], ...] = (
        ("CSV", lambda: sum(map(len, as_csv(export_of(tongue, cohort, order, asked))))),
        ("XLSX", lambda: as_xlsx(export_of(tongue, cohort, order, asked)).seek(0, 2)),
    )
    for name, work in kinds:
        start = time.perf_counter()
        size = work()
        spent = time.perf_counter() - start
        tracemalloc.start()
        work()
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        yield f"{name} {spent:.1f} s, {size / 1e6:.1f} MB, memory at most {most / 1e6:.1f} MB"
