"""What a category's page weighs for a phone that never saw the site (PERFORMANCE, targets)."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from tests.assessment.guests import make_guest

pytestmark = pytest.mark.django_db
MOST_BYTES, MOST_REQUESTS = 60_000, 5
LEVEL = 6
"""As GZipMiddleware compresses; whitenoise does better for files."""


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, LEVEL))


@pytest.mark.parametrize("category", ["funding", "team", "experimentation", "community", "ethics"])
def test_a_cold_page_is_light_and_takes_few_requests(category: str) -> None:
    page = make_guest().get(f"c/{category}/").content.decode()
    sheets = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page)
    scripts = re.findall(r'<script src="/static/([^"]+)"', page)
    assert 1 + len(sheets) + len(scripts) <= MOST_REQUESTS
    assert "@import" not in page and "@font-face" not in page
    found = [finders.find(one) for one in (*sheets, *scripts)]
    files = [Path(str(one)).read_bytes() for one in found]
    assert compressed(page.encode()) + sum(map(compressed, files)) < MOST_BYTES
