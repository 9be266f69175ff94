"""What a cohort's page costs from a hundred to a hundred thousand ventures, for manage.py shell.

In one process, so that only the page and its database are measured. The aggregate SQL beside it is
what counting everything on the page takes, sent bare and in turn with the page, which reads it from
counts that are kept; a filtered page counts it. The histogram is the least that any such page would
need (PERFORMANCE.md).
"""

from __future__ import annotations

import gc
import math
import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone

from questionnaire.bank.queries import current_edition, edition_by_id
from questionnaire.cohort.models import Cohort
from questionnaire.cohort.narrowing import Filters
from questionnaire.cohort.standing.counting import by_round, counted, counted_bits
from questionnaire.cohort.standing.files import Export, as_csv, as_json, as_xlsx, export_of
from questionnaire.cohort.standing.keyset import in_order, order_of, page_of, token_of
from questionnaire.cohort.standing.queries import places
from questionnaire.cohort.standing.reading import READ, Asked, standings
from questionnaire.cohort.standing.tallied import tidy
from questionnaire.management.commands.simulate import simulate
from questionnaire.people.models import User
from questionnaire.report.page import tongue_of
from tests.bench.floor import WORDS

MEMBER = "reviewer@tramontana.example"
ROUNDS = 5
PAGE, MIB = resource.getpagesize(), 1024 * 1024
FLOOR_ROW = len(WORDS) + 35
"""Bytes of a row of the floor's page."""
HISTOGRAM = (
    "SELECT safety, COUNT(*) FROM questionnaire_standing "
    "WHERE cohort_id = %s AND round_id IS NULL GROUP BY safety"
)


def main(sizes: Sequence[int]) -> None:
    """Print a line for each size, then the exponents from size to size."""
    pages, aggregates = [], []
    for size in sizes:
        cohort = filled(size)
        told(cohort, size, pages, aggregates)
        print("   " + ", ".join(deep(cohort, size)), flush=True)
        print("   " + ", ".join(exports(cohort)), flush=True)
    for name, found in (("page", pages), ("aggregate SQL", aggregates)):
        exponents = ", ".join(
            f"{low} to {high}: {math.log(after / before) / math.log(high / low):.2f}"
            for low, high, before, after in zip(sizes, sizes[1:], found, found[1:], strict=False)
        )
        print(f"exponent of the {name}: {exponents}")


def told(cohort: Cohort, size: int, pages: list[float], aggregates: list[float]) -> None:
    """The lines of one size."""
    found = measured(cohort)
    bare = found.aggregate
    pages.append(found.page)
    aggregates.append(bare)
    print(
        f"cohort page {size:>7}  p50 {found.page:8.1f} ms, {found.queries} queries, "
        f"{found.page / bare:5.2f} x its aggregate SQL ({bare:.1f} ms; goal 4 x), one histogram "
        f"{found.histogram:.1f} ms; filtered {found.filtered:.1f} ms, {found.filtered_queries} "
        f"queries, {found.filtered / bare:.2f} x; {found.page - found.floor:.0f} ms beyond a floor "
        f"page of its size ({found.floor:.1f} ms; goal 60)", flush=True,
    )  # fmt: skip


def filled(size: int) -> Cohort:
    """A cohort of this size; the planner knows what it holds."""
    edition = current_edition()
    assert edition is not None
    begun = time.perf_counter()
    cohort, _ = simulate(edition, f"Bench {size}", size, 1, MEMBER, timezone.now())
    print(f"simulate {size}: {time.perf_counter() - begun:.1f} s", flush=True)
    tidy()  # as the worker does every half minute
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE questionnaire_standing")
        cursor.execute("ANALYZE questionnaire_tally")
    return cohort


@dataclass
class Measured:
    """Medians in milliseconds, in turn; queries of the page and of a filtered one."""

    page: float
    aggregate: float
    histogram: float
    filtered: float
    floor: float
    queries: int
    filtered_queries: int


def measured(cohort: Cohort) -> Measured:
    """The page, what counts everything on it, one histogram, and the page with a filter."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=MEMBER),
                       backend="django.contrib.auth.backends.ModelBackend")  # fmt: skip
    address = f"/cohorts/{cohort.pk}/"

    def page() -> None:
        assert client.get(address).status_code == 200

    def filtered() -> None:
        assert client.get(f"{address}?safety=1&sort=-lean").status_code == 200

    page()
    filtered()
    queries = []
    for work in (page, filtered):
        with CaptureQueriesContext(connection) as caught:
            work()
        asked = list(caught.captured_queries)  # the next request forgets them
        queries.append(
            [one["sql"] for one in asked if not one["sql"].startswith(("BEGIN", "COMMIT"))]
        )
    order, rows = places(cohort.edition_id), standings(cohort, None)

    def aggregate() -> None:
        counted(rows, order, "safety")
        counted_bits(rows, order)
        by_round(cohort.standings.all())

    def histogram() -> None:
        with connection.cursor() as cursor:
            key = Cohort._meta.pk.get_db_prep_value(cohort.pk, connection)
            cursor.execute(HISTOGRAM, [key])
            cursor.fetchall()

    rows_as_large = len(client.get(address).content) // FLOOR_ROW

    def floor() -> None:
        assert client.get(f"/page/?rows={rows_as_large}").status_code == 200

    page()
    gc.collect()
    gc.freeze()  # as the product's workers do once all is loaded
    found = in_turn(page, aggregate, histogram, filtered)
    # Not in turn with the page: other addresses empty Django's caches of them, and the page after
    # that took a third longer.
    with override_settings(ROOT_URLCONF="tests.bench.floor"):
        floor()
        found += in_turn(floor)
    return Measured(*found, *map(len, queries))


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
    """Each kind of file: how long, and how much the process grew while it was made."""
    tongue = tongue_of(edition_by_id(cohort.edition_id))
    order = places(cohort.edition_id)
    asked = Asked(Filters(), order_of("-lean", order))

    def made() -> Export:
        return export_of(tongue, cohort, order, asked)

    kinds: tuple[tuple[str, Callable[[], int]], ...] = (
        ("CSV", lambda: sum(map(len, as_csv(made())))),
        ("JSON", lambda: sum(map(len, as_json(made())))),
        ("XLSX", lambda: as_xlsx(made()).seek(0, 2)),
    )
    for name, work in kinds:
        gc.collect()
        before, start = rss(), time.perf_counter()
        with Watched() as most:
            size = work()
        spent = time.perf_counter() - start
        yield f"{name} {spent:.1f} s, {size / 1e6:.1f} MB, grew by {most.mib - before:.1f} MiB"


def rss() -> float:
    """MiB that this process has in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / MIB


class Watched:
    """The most memory that this process had meanwhile."""

    def __init__(self) -> None:
        self.mib, self.ends = 0.0, threading.Event()
        self.thread = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        while not self.ends.wait(0.02):
            self.mib = max(self.mib, rss())

    def __enter__(self) -> Watched:
        self.mib = rss()
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ends.set()
        self.thread.join()
