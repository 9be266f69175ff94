"""How many requests there were and how long they took, by the address's name, for Prometheus.

No path, no id and nobody stands in a label. Each worker counts for itself, and whichever is asked
sums over all of its master's (fmassess.gathering).
"""

from __future__ import annotations

import contextlib
import os
from functools import lru_cache

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from fmassess.gathering import VARIABLE, has_room, room_for_one_more, undisturbed

OWN = CollectorRegistry()
"""Not the library's own, which tells of the Python process too."""
REQUESTS = Counter(
    "fmassess_requests", "Requests that were answered.", ["route", "method", "status"], registry=OWN
)
SECONDS = Histogram(
    "fmassess_request_seconds", "How long an answer took.", ["route", "method"], registry=OWN,
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
IN_HAND = Gauge(
    "fmassess_requests_in_hand", "Requests that are being answered.", registry=OWN,
    multiprocess_mode="livesum",
)  # fmt: skip


METHODS = ("GET", "HEAD", "POST")
"""No address takes another; a client that tries them all makes no more to count."""


@lru_cache(maxsize=8192)  # more than names of addresses times methods times classes of status
def _of(route: str, method: str, status: str) -> tuple[Counter, Histogram]:
    with room_for_one_more():
        return REQUESTS.labels(route, method, status), SECONDS.labels(route, method)


UNCOUNTED = (OSError, ValueError, TypeError)
"""No room to count in is no reason to refuse a request, and no more is a folder that was taken
away: the library fails once over that, and from then on over files that it closed (TypeError)."""


def begun() -> None:
    """A request came."""
    with contextlib.suppress(*UNCOUNTED):
        if has_room():
            IN_HAND.inc()


def ended(route: str, method: str, status: int, seconds: float) -> None:
    """A request was answered; route: the address's name, or none."""
    with contextlib.suppress(*UNCOUNTED):
        if not has_room():
            return
        IN_HAND.dec()
        way = method if method in METHODS else "other"
        number, took = _of(route or "none", way, f"{status // 100}xx")
        number.inc()
        took.observe(seconds)


def counted() -> Collector:
    """What was counted, by all workers where there are several."""
    if VARIABLE in os.environ:
        return Gathered()
    return OWN


class Gathered(Collector):
    """Of all workers, and of those that ended."""

    def collect(self) -> list[Metric]:
        """Read at one moment: see fmassess.gathering."""
        with undisturbed():
            return list(MultiProcessCollector(CollectorRegistry()).collect())
