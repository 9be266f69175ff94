"""An editor who publishes a small change of the questions again and again, for manage.py shell.

Through the product's own action, lint and freezing with it; in a process of its own, beside the
site that serves.
"""

from __future__ import annotations

import time
from dataclasses import replace

from django.utils import timezone

from questionnaire.bank.actions import load_edition
from questionnaire.bank.seed import load_content

EVERY = 5.0


def main() -> None:
    """Until it is stopped; a line for each."""
    content = load_content("2026-11")
    for number in range(1, 10_000):
        time.sleep(EVERY)
        start = time.perf_counter()
        made = replace(content, key=f"bench-{number}", title={
            language: f"{title} {number}" for language, title in content.title.items()
        })  # fmt: skip
        load_edition(content=made, at=timezone.now())
        print(f"{1000 * (time.perf_counter() - start):.0f}", flush=True)
