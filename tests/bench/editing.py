"""An editor who publishes a small change of the questions again and again, for manage.py shell.

Through the product's own action, lint and freezing with it; in a process of its own, beside the
site that serves.
"""

from __future__ import annotations

import time

from django.utils import timezone

from questionnaire.bank.actions import load_edition
from questionnaire.bank.seed import load_content

EVERY = 5.0


def main() -> None:
    """Until it is stopped; a line with the milliseconds of each."""
    content = load_content("2026-11")
    for number in range(1, 10_000):
        time.sleep(EVERY)
        start = time.perf_counter()
        titles = {language: f"{title} {number}" for language, title in content.title.items()}
        made = content.model_copy(update={"key": f"bench-{number}", "title": titles})
        load_edition(content=made, at=timezone.now())
        print(f"{1000 * (time.perf_counter() - start):.0f}", flush=True)
