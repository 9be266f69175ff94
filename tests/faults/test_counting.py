"""Every worker's requests are in the figures, whichever is asked and whichever ended."""

from __future__ import annotations

import os
import re
import signal

import pytest

from tests.bench.browser import Browser
from tests.faults.conftest import METRICS
from tests.faults.founders import until
from tests.faults.writers import ask
from tests.harness.site import Site

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = 'fmassess_requests_total{method="GET",route="healthz",status="2xx"}'


def told(site: Site) -> str:
    reply = ask(Browser(site.port), "GET", "/metrics", Authorization=f"Bearer {METRICS}")
    assert reply.status == 200
    return reply.text


def count(text: str) -> int:
    found = re.search(rf"^{re.escape(ASKED)} (\d+)\.0$", text, re.M)
    return int(found[1]) if found else 0


def test_what_all_workers_counted_is_told_and_stays_when_one_is_killed(site: Site) -> None:
    before = count(told(site))
    for _ in range(40):
        ask(Browser(site.port), "GET", "/healthz")
    assert count(told(site)) == before + 40
    first = site.workers()[0]
    os.kill(first, signal.SIGKILL)
    until(lambda: first not in site.workers() and len(site.workers()) == 2)
    text = told(site)
    assert count(text) == before + 40
    assert re.search(r"^fmassess_requests_in_hand 1\.0$", text, re.M)
    assert 'pid="' not in text
