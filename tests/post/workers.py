"""``manage.py work`` in processes of its own, on the database of the tests."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tests.harness.site import database_url

ROOT = Path(settings.BASE_DIR)
PATIENCE = 120.0  # three runs on two cores; what happens is there sooner
READY = """
import os, sys
from fmassess.command_line import read_settings
read_settings()
import django
django.setup()
from django.core.management import call_command
from django.urls import reverse
from questionnaire.management.commands import work
reverse("landing")
for _ in sys.stdin:
    child = os.fork()
    if not child:
        call_command("work")
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""
"""Everything is loaded and no database was asked yet: whoever is made of it is at work at once."""


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


@dataclass
class Workers:
    """One after another, each a process of its own that needs no seconds to begin."""

    starter: subprocess.Popen[str]

    @contextlib.contextmanager
    def one(self) -> Iterator[int]:
        """The next one's process id; it is killed at the end, in the middle of whatever it does."""
        told, heard = self.starter.stdin, self.starter.stdout
        assert told and heard
        print(file=told, flush=True)
        number = int(heard.readline())
        try:
            yield number
        finally:
            os.kill(number, signal.SIGKILL)
            assert heard.readline() == "ended\n"


@contextlib.contextmanager
def workers(tmp_path: Path, port: int) -> Iterator[Workers]:
    """For a test that kills many."""
    starter = subprocess.Popen(
        [sys.executable, "-c", READY], cwd=ROOT, text=True,
        env={**os.environ, **environment(tmp_path, port)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield Workers(starter)
    finally:
        starter.communicate()


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
