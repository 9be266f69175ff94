"""``manage.py work`` in processes of its own, on the database of the tests."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from tests.harness.ready import Child, starting
from tests.harness.site import database_url

ROOT = Path(settings.BASE_DIR)
Begin = Callable[[], contextlib.AbstractContextManager[Child]]
PATIENCE = 120.0  # three runs on two cores; what happens is there sooner


def environment(tmp_path: Path, port: int) -> dict[str, str]:
    return {
        "FMASSESS_ENV": "local", "FMASSESS_VAR": str(tmp_path), "DATABASE_URL": database_url(),
        "FMASSESS_SMTP_HOST": "127.0.0.1", "FMASSESS_SMTP_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "fmassess.settings",
    }  # fmt: skip


@contextlib.contextmanager
def worker(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """One, as the command line starts it."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=ROOT,
        env={**os.environ, **environment(tmp_path, port)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def workers(
    tmp_path: Path, port: int
) -> Iterator[Callable[[], contextlib.AbstractContextManager[Child]]]:
    """For a test that kills many: each is begun by a call, and killed at the end of its block, in
    the middle of whatever it does."""
    env = {**os.environ, **environment(tmp_path, port)}
    with starting(tmp_path / "workers", env) as starter:
        yield lambda: starter.running("work")


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
