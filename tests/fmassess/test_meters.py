"""Workers count side by side in memory that they share, whoever of them ends and however many they
are. With a whole site, and one that is killed: tests/faults/test_counting.py."""

from __future__ import annotations

import copy
from threading import Thread

import pytest

from fmassess import meters
from fmassess.meters import Meters


def worker_of(master: Meters) -> tuple[Meters, int | None]:
    """As a fork leaves it: with everything of its own, but for the memory that it shares."""
    lane = master.lane()
    made = copy.copy(master)
    made.join(lane)
    return made, lane


def figures(one: Meters) -> dict[tuple[str, ...], float]:
    """What is told by one of them."""
    samples = (sample for metric in one.collect() for sample in metric.samples)
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


ASKED = ("fmassess_requests_total", "healthz", "GET", "2xx")
SECONDS = "fmassess_request_seconds"
IN_HAND = ("fmassess_requests_in_hand",)


def test_whoever_is_asked_tells_of_all_and_who_ended_leaves_counts_and_nothing_in_hand() -> None:
    master = Meters()
    (first, lane), (second, _) = worker_of(master), worker_of(master)
    for one, seconds in ((first, 0.01), (second, 0.02), (second, 99.0)):
        one.begun()
        one.ended("healthz", "GET", 200, seconds)
    first.begun()
    told = figures(second)
    assert told == figures(first)
    assert (told[ASKED], told[IN_HAND], told[f"{SECONDS}_sum", "healthz", "GET"]) == (3, 1, 99.03)
    buckets = [told[f"{SECONDS}_bucket", "healthz", "GET", end]
               for end in ("0.01", "0.025", "10.0", "+Inf")]  # fmt: skip
    assert buckets == [1, 2, 2, 3]
    master.leave(lane)
    assert figures(second) == told | {IN_HAND: 0}
    again, taken = worker_of(master)
    again.begun()
    again.ended("healthz", "GET", 200, 0.01)
    assert (taken, figures(second)[ASKED]) == (lane, 4)


def test_a_worker_too_many_serves_and_counts_for_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(meters, "LANES", 2)
    master = Meters()
    (first, _), (second, none) = worker_of(master), worker_of(master)
    assert none is None
    assert "over 2 workers at once" in caplog.text
    second.begun()
    second.ended("healthz", "GET", 200, 0.01)
    first.begun()
    assert figures(second) == {IN_HAND: 1}
    master.leave(none)
    assert master.lane() is None


def test_threads_of_a_worker_lose_no_count() -> None:
    one = Meters()

    def count() -> None:
        for _ in range(2000):
            one.begun()
            one.ended("no-such-address", "PURGE", 404, 0.3)

    threads = [Thread(target=count) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    told = figures(one)
    assert (told["fmassess_requests_total", "none", "other", "4xx"], told[IN_HAND]) == (8000, 0)
