"""Reports and cohorts are read from a replica, where there is one that has caught up.

Streaming replication shows everything a moment later, and a founder must never see an older answer
than the one just saved, nor an accelerator one that was just withdrawn. So a page is read from the
replica only when it has replayed everything that the primary had acknowledged when the request
came; else, and whenever the replica is away, from the primary. Pages that write go on there from
their first write.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import MiddlewareNotUsed
from django.db import InterfaceError, OperationalError, connections, models
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

PRIMARY, REPLICA = "default", "replica"
STAGES = ("questionnaire.report.", "questionnaire.cohort.", "questionnaire.review.", "ninja.")
"""Modules whose pages read much and write little; ninja's pages are the API's, which only reads."""

PATIENCE, STEP = 0.03, 0.003
"""Seconds: how long a page waits for the replica, whose lag is usually below a step of it."""

REST = 5.0
"""Seconds that a replica is left alone after it failed: a page tries it once, not every page."""

AWAY = (OperationalError, InterfaceError)
log = logging.getLogger("fmassess")
_reading: ContextVar[bool] = ContextVar("reading_replica", default=False)


@dataclass
class Rest:
    """How long this process leaves the replica alone, in seconds of the monotonic clock."""

    until: float = 0.0

    def is_over(self) -> bool:
        return time.monotonic() >= self.until

    def begin(self) -> None:
        self.until = time.monotonic() + REST
        log.warning("The replica is away; everything is read from the primary for %g s.", REST)


rest = Rest()


class Router:
    """Where a query goes: to the primary, unless ``reading`` is open and nothing was written."""

    def db_for_read(self, model: type[models.Model], **hints: Any) -> str:
        if not _reading.get() or model._meta.app_label != "questionnaire":
            return PRIMARY
        # A transaction reads what it wrote, and it is open on the primary.
        return PRIMARY if connections[PRIMARY].in_atomic_block else REPLICA

    def db_for_write(self, model: type[models.Model], **hints: Any) -> str:
        _reading.set(False)  # whoever wrote reads it back
        return PRIMARY

    def allow_relation(self, one: models.Model, other: models.Model, **hints: Any) -> bool:
        return True  # the same rows on both

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == REPLICA else None  # it gets them from the primary


@contextmanager
def reading() -> Iterator[None]:
    """Inside, reads go to the replica."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def _asked(alias: str, question: str, *given: Any) -> Any:
    with connections[alias].cursor() as cursor:
        cursor.execute(question, given)
        return cursor.fetchone()


ACKNOWLEDGED = """
SELECT pg_current_wal_flush_lsn()::text, pg_walfile_name(pg_current_wal_flush_lsn())
"""
"""What is flushed, because that is what a commit waits for before it is acknowledged; and a name
that begins with the timeline."""
REPLAYED = """
SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn
AND (SELECT timeline_id FROM pg_control_checkpoint()) = %s
"""


def has_caught_up() -> bool:
    """Whether the replica shows all that was acknowledged until now; waits a little for it.

    Raises OperationalError where it is away. One that was promoted is no replica any more, and one
    that follows the primary of before a failover is none of this one, however far it is: it lacks
    what was withdrawn since. (After it was led to the new one it counts from its next restart point
    on, five minutes later at most by PostgreSQL's own settings.)
    """
    lsn, name = _asked(PRIMARY, ACKNOWLEDGED)
    timeline = int(name[:8], 16)
    until = time.monotonic() + PATIENCE
    while True:
        (caught_up,) = _asked(REPLICA, REPLAYED, lsn, timeline)
        if caught_up or time.monotonic() >= until:
            return bool(caught_up)
        time.sleep(STEP)


class ReplicaMiddleware:
    """Opens the replica for the pages that may be read there. Has to stand last."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if REPLICA not in connections.databases:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _reading.set(False)
        try:
            response = self.get_response(request)
            return _streamed_from_there(response) if _reading.get() else response
        finally:
            _reading.reset(token)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> None:
        if request.method not in ("GET", "HEAD") or not view.__module__.startswith(STAGES):
            return
        if not rest.is_over():
            return
        try:
            _reading.set(has_caught_up())
        except AWAY:
            rest.begin()

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """The replica went away in the middle of a page: once more, from the primary."""
        if not (_reading.get() and isinstance(exception, AWAY) and request.resolver_match):
            return None
        rest.begin()
        _reading.set(False)
        view = request.resolver_match
        again: HttpResponseBase = view.func(request, *view.args, **view.kwargs)
        return again


def _streamed_from_there(response: HttpResponseBase) -> HttpResponseBase:
    """What is read while it is sent comes from the same place as its beginning."""
    if not isinstance(response, StreamingHttpResponse) or response.is_async:
        return response
    pieces = iter(response)

    def from_there() -> Iterator[bytes]:
        while True:
            with reading():
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    response.streaming_content = from_there()
    return response
