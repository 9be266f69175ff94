"""A load generator on the same machine: kept-alive connections, bounded counts, CPU from /proc."""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Request:
    """One request as the generator sends it; made anew for each call, so that edits differ."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = ""


Make = Callable[[int], Request]


@dataclass
class Figures:
    """What a run gave: milliseconds, requests a second, CPU milliseconds a request."""

    p50: float
    p95: float
    rate: float
    cpu: float
    size: int


def cpu_seconds(pids: list[int]) -> float:
    """User and system time used so far by these processes."""
    total = 0
    for pid in pids:
        parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(parts[11]) + int(parts[12])
    return total / TICKS


def measure(port: int, pids: list[int], make: Make, *, count: int, clients: int) -> Figures:
    """Send count requests over this many connections at once; any answer but 2xx is an error."""
    times: list[float] = []
    sizes: list[int] = []
    faults: list[str] = []
    turn = iter(range(count))
    lock = threading.Lock()

    def client() -> None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while True:
            with lock:
                number = next(turn, None)
            if number is None:
                break
            request = make(number)
            start = time.perf_counter()
            link.request(request.method, request.path, request.body, request.headers)
            answer = link.getresponse()
            body = answer.read()
            spent = time.perf_counter() - start
            with lock:
                times.append(spent)
                sizes.append(len(body))
                if not 200 <= answer.status < 300:
                    faults.append(f"{request.path}: {answer.status} {body[:200]!r}")
        link.close()

    before, start = cpu_seconds(pids), time.perf_counter()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall = time.perf_counter() - start
    if faults:
        raise SystemExit(f"{len(faults)} of {count} answers were faults; the first: {faults[0]}")
    times.sort()
    return Figures(
        p50=1000 * times[len(times) // 2],
        p95=1000 * times[int(len(times) * 0.95)],
        rate=count / wall,
        cpu=1000 * (cpu_seconds(pids) - before) / count,
        size=sizes[0],
    )
