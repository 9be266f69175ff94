"""How many requests there were and how long they took, by the address's name, for Prometheus.

No path, no id and nobody stands in a label. A master and its workers share memory, in which each
worker has a lane of its own; whichever is asked sums over all lanes. A lane whose worker ended,
however it ended, is the next one's, which counts on in it. So nobody waits for anybody, nothing
that was counted is lost, and the memory never grows: every series that can be has its place in it
from the beginning, which is why a client cannot make more of them.
"""

from __future__ import annotations

import logging
import mmap
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import accumulate, product
from threading import Lock

from django.urls import URLResolver, get_resolver
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

log = logging.getLogger("fmassess.meters")

NONE, OTHER = "none", "other"
METHODS = ("GET", "HEAD", "POST", OTHER)
"""No address takes another."""
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; what took longer than the last is counted beyond it."""
ENDS = (*map(str, BOUNDS), "+Inf")
SPENT = len(STATUSES) + len(ENDS)
"""Of one series, after its numbers by status and by time: all its seconds together."""
EACH = SPENT + 1
IN_HAND = 0
"""A lane's first number; its series follow."""
NUMBER = 8
"""Bytes."""
LANES = 192
"""Thrice the most workers: on a reload those of before go on until they answered."""


class Meters(Collector):
    """What is counted by this process, and by those that share its memory as they were forked."""

    def __init__(self) -> None:
        routes = sorted({*_names(get_resolver()), "static", NONE})
        self._places = {
            one: IN_HAND + 1 + EACH * place for place, one in enumerate(product(routes, METHODS))
        }
        width = IN_HAND + 1 + EACH * len(self._places)
        self._used = memoryview(mmap.mmap(-1, NUMBER)).cast("d")  # lanes; the rest stays untouched
        numbers = memoryview(mmap.mmap(-1, NUMBER * width * LANES)).cast("d")
        self._lanes = [numbers[at : at + width] for at in range(0, len(numbers), width)]
        self._free = set(range(LANES))
        self._adding = Lock()
        self.join(self.lane())

    # ------------------------------------------------------------ a master and its workers

    def lane(self) -> int | None:
        """In the master: a lane for a worker that begins, if there is one."""
        found = min(self._free, default=None)
        if found is None:
            log.warning("over %s workers at once: one serves and counts nothing", LANES)
        else:
            self._free.remove(found)
            self._used[0] = max(self._used[0], found + 1)
        return found

    def join(self, lane: int | None) -> None:
        """In the worker: count in this lane; without one, where nobody reads."""
        for_nobody = memoryview(bytearray(self._lanes[0].nbytes)).cast("d")
        self._mine = for_nobody if lane is None else self._lanes[lane]

    def leave(self, lane: int | None) -> None:
        """In the master: its worker ended, and what it had in hand with it."""
        if lane is not None:
            self._lanes[lane][IN_HAND] = 0
            self._free.add(lane)

    # ------------------------------------------------------------ requests

    def begun(self) -> None:
        """A request came."""
        with self._adding:
            self._mine[IN_HAND] += 1

    def ended(self, route: str, method: str, status: int, seconds: float) -> None:
        """A request was answered; route: the address's name, or none."""
        way = method if method in METHODS else OTHER
        at = self._places.get((route, way), self._places[NONE, way])
        with self._adding:
            self._mine[IN_HAND] -= 1
            self._mine[at + status // 100 - 1] += 1
            self._mine[at + len(STATUSES) + bisect_left(BOUNDS, seconds)] += 1
            self._mine[at + SPENT] += seconds

    # ------------------------------------------------------------ figures

    def collect(self) -> list[Metric]:
        """The sums over all lanes that anybody ever had."""
        lanes = self._lanes[: int(self._used[0])]
        total = [sum(numbers) for numbers in zip(*lanes, strict=True)]
        requests = CounterMetricFamily(
            "fmassess_requests", "Requests that were answered.",
            labels=("route", "method", "status"),
        )  # fmt: skip
        seconds = HistogramMetricFamily(
            "fmassess_request_seconds", "How long an answer took.", labels=("route", "method")
        )
        for series, at in self._places.items():
            answered, took = total[at : at + len(STATUSES)], total[at + len(STATUSES) : at + SPENT]
            for status, number in zip(STATUSES, answered, strict=True):
                if number:
                    requests.add_metric((*series, status), number)
            if any(took):
                buckets = list(zip(ENDS, accumulate(took), strict=True))
                seconds.add_metric(series, buckets, total[at + SPENT])
        in_hand = GaugeMetricFamily(
            "fmassess_requests_in_hand", "Requests that are being answered.", total[IN_HAND]
        )
        return [requests, seconds, in_hand]


def _names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Of every address, as a resolved request is told it."""
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _names(one, (*spaces, one.namespace) if one.namespace else spaces)
        else:
            yield ":".join((*spaces, one.name or one.lookup_str))


@cache
def meters() -> Meters:
    """Those of this process."""
    return Meters()
