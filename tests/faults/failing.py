"""One query after another fails as if the database went away just then; and what is left of it."""

from __future__ import annotations

import contextlib
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import OperationalError, connection, transaction

WRITES = re.compile(r'^\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.I)
CONTROL = re.compile(r"^\s*(SAVEPOINT|ROLLBACK)", re.I)
"""A savepoint's release is counted: outside of tests it is the commit, which can fail too."""
BESIDE = {"django_session", "fmassess_cache", "questionnaire_opening"}
"""What is no part of an action: that somebody has read is so, whatever they then do."""
THIRD, MOST = 3, 12
EVERY = "FMASSESS_EVERY_QUERY" in os.environ
"""Set by a person who wants each query tried; the suite takes a dozen of them, evenly spread."""
State = dict[str, Counter[str]]
Press = Callable[[], Any]


@dataclass
class Queries:
    """Counts the queries of a press, and lets one of them fail."""

    fails: int = -1
    number: int = 0
    worth: set[int] = field(default_factory=set)
    tables: set[str] = field(default_factory=set)
    failed: str = ""

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        if CONTROL.match(sql):
            return execute(sql, *rest)
        number, self.number = self.number, self.number + 1
        found = WRITES.match(sql)
        if found and found[1] not in BESIDE:
            self.tables.add(found[1])
        if self.tables and (found or sql.startswith("RELEASE")):
            self.worth |= {number, number + 1}  # the read after is what a commit waits for
        if number == self.fails:
            self.failed = sql
            raise OperationalError("the connection was lost")
        return execute(sql, *rest)


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """What happens inside has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()  # nor was it counted


def state(tables: set[str]) -> State:
    """Every row of these tables."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  (names from our own queries)
            found[table] = Counter(repr(row) for row in cursor.fetchall())
    return found


def sizes(found: State) -> dict[str, int]:
    return {table: sum(rows.values()) for table, rows in found.items()}


def press(does: Press, counted: Queries) -> Any:
    with connection.execute_wrapper(counted):
        return does()


def all_or_nothing(does: Press, *, code: int = 302) -> None:
    """Each write, each commit and what follows it fails once: nothing is stored, or all of it; and
    pressing again leaves what one press leaves (tried wherever all is stored, else each third)."""
    with undone():
        does()  # what is read once and kept in memory is read by now
    whole = Queries()
    with undone():
        assert press(does, whole).status_code == code
        after = sizes(state(whole.tables))
    assert whole.tables, "nothing was written"
    before = state(whole.tables)
    worth = sorted(whole.worth - {whole.number})
    for number in worth if EVERY else worth[:: -(-len(worth) // MOST)]:
        with undone():
            fails = Queries(fails=number)
            answer = press(does, fails)
            transaction.set_rollback(False)  # a single statement has no savepoint of its own
            assert answer.status_code == 503, (answer.status_code, fails.failed)
            assert answer["Retry-After"]
            left = state(whole.tables)
            assert left == before or sizes(left) == after, f"half was stored at {fails.failed}"
            if left == before and number % THIRD:
                continue
            again = does()
            assert again.status_code == code, (again.status_code, fails.failed)
            assert sizes(state(whole.tables)) == after, f"the retry differs after {fails.failed}"
