"""Many people at once over kept-alive connections: who is due asks next, and every time is kept."""

from __future__ import annotations

import heapq
import http.client
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.load import Request
from tests.bench.people import Person, Reply, Unsaved

PATIENCE = 30.0


@dataclass
class Heard:
    """What came of it. times: kind -> milliseconds, sorted."""

    times: dict[str, list[float]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def count(self) -> int:
        return sum(map(len, self.times.values()))

    def at(self, share: float, kind: str) -> float:
        """A quantile of a kind."""
        every = self.times.get(kind, [])
        return every[min(int(len(every) * share), len(every) - 1)] if every else 0.0


def answered(link: http.client.HTTPConnection, request: Request) -> tuple[int, bytes]:
    """Status and body. Where a kept connection was closed meanwhile, as a worker's are that has
    answered as many requests as it may, it is asked once more over a new one: browsers and proxies
    do so too."""
    was_kept = link.sock is not None
    try:
        link.request(request.method, request.path, request.body, request.headers)
        answer = link.getresponse()
    except ConnectionError:
        link.close()
        if not was_kept:
            raise
        return answered(link, request)
    return answer.status, answer.read()


class Crowd:
    """People, each at one request at a time. pace: kind -> seconds until its person asks again."""

    def __init__(
        self, port: int, people: Sequence[Person], pace: dict[str, float] | None = None
    ) -> None:
        self.port, self.pace = port, pace or {}
        spread = max(self.pace.values(), default=0.0) / max(len(people), 1)
        # (from when on, whose turn it is among those, who, how they were answered)
        self.waiting: list[tuple[float, int, Person, Reply | None]] = [
            (place * spread, place, person, None) for place, person in enumerate(people)
        ]
        self.turn = len(people)
        self.lock = threading.Lock()

    def ask(self, clients: int, *, count: int = 10**9, seconds: float = 10.0**9) -> Heard:
        """Let them ask, at most so often or so long, over so many connections."""
        heard = Heard()
        self.left, begun = count, time.perf_counter()
        self.begun, self.ends = begun, begun + seconds
        heapq.heapify(self.waiting)
        threads = [threading.Thread(target=self._client, args=(heard,)) for _ in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        heard.seconds = time.perf_counter() - begun
        # Whoever is due later than now is due as much later when they go on.
        gone = heard.seconds
        self.waiting = [(max(due - gone, 0), *rest) for due, *rest in self.waiting]  # type: ignore[misc]
        for times in heard.times.values():
            times.sort()
        return heard

    def _client(self, heard: Heard) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        while time.perf_counter() < self.ends:
            with self.lock:
                if self.left <= 0:
                    break
                due = self.waiting[0][0] + self.begun if self.waiting else self.ends
                now = time.perf_counter()
                taken = heapq.heappop(self.waiting) if due <= now else None
                self.left -= taken is not None
            if taken is None:
                time.sleep(min(0.002 if not self.waiting else max(due - now, 0.0005), 0.02))
                continue
            self._one(link, heard, taken[2], taken[3])
        link.close()

    def _one(
        self, link: http.client.HTTPConnection, heard: Heard, person: Person, reply: Reply | None
    ) -> None:
        try:
            request = next(person) if reply is None else person.send(reply)
            start = time.perf_counter()
            status, body = answered(link, request)
            spent = 1000 * (time.perf_counter() - start)
        except (Unsaved, OSError, http.client.HTTPException) as fault:
            link.close()
            with self.lock:
                heard.faults.append(repr(fault))
            return  # this person has gone
        later = time.perf_counter() - self.begun + self.pace.get(request.kind, 0.0)
        with self.lock:
            heard.times.setdefault(request.kind, []).append(spent)
            if status >= 400:
                heard.faults.append(f"{request.method} {request.path}: {status}")
            self.turn += 1
            told = Reply(status, body.decode(errors="replace"))
            heapq.heappush(self.waiting, (later, self.turn, person, told))
