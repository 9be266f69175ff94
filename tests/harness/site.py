"""The product as ./run serves it, in processes that a test may kill; and the database beneath.

The processes use the database of the tests, so that a test finds there what they stored.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from tests.harness.ready import Child, Starter, starting

ROOT = Path(settings.BASE_DIR)
PATIENCE = 60.0
"""Seconds; a busy machine is no failure."""


def database_url() -> str:
    """The address of the database of these tests."""
    known = connection.settings_dict
    name = str(known["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_answering(port: int) -> bool:
    """Whether the product answers at this port of this machine."""
    with contextlib.suppress(OSError):
        link = HTTPConnection("127.0.0.1", port, timeout=5)
        link.request("GET", "/healthz")
        return link.getresponse().status == 200
    return False


@dataclass
class Site:
    """One master and two workers; always on the same port, however often they are started."""

    env: dict[str, str]
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | Child | None = None
    log: IO[bytes] | None = None
    """Where its lines go; nowhere unless a test reads them."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    serves: tuple[str, ...] = ("-c", "python:fmassess.serving")
    root: Path = ROOT
    """The folder of the code that serves."""
    starter: Starter | None = None
    """Who has loaded all and makes the processes, where a test starts them again and again."""

    def start(self) -> None:
        """Serve; returns when the first request was answered. Serving already is fine."""
        if self.process is None or self.process.poll() is not None:
            self.begin()
        end = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < end, "the server did not start"
            time.sleep(0.05)

    def begin(self) -> None:
        """Start the processes, and wait for nothing."""
        words = [*self.serves, "--bind", f"127.0.0.1:{self.port}", "--log-level", "critical"]
        if self.starter:
            log = Path(self.log.name if self.log else os.devnull)
            self.process = self.starter.serve(*words, log=log)
            return
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *words],
            cwd=self.root, env=self.env, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=self.log or subprocess.DEVNULL,
        )  # fmt: skip

    def answers(self) -> bool:
        """Whether somebody serves now."""
        return is_answering(self.port)

    def workers(self) -> list[int]:
        """The process ids of those who answer."""
        assert self.process is not None
        kept = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(one) for one in kept.read_text().split()]

    def signal(self, number: signal.Signals) -> None:
        """Tell the master something."""
        assert self.process is not None
        os.kill(self.process.pid, number)

    def kill(self) -> None:
        """SIGKILL to master and workers in the same moment: nobody finishes anything."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@cache
def static_files() -> str:
    """The folder of what collectstatic makes: once for all sites of a run, for it is the same."""
    folder = tempfile.mkdtemp(prefix="fmassess-static-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    given = {
        "DJANGO_SETTINGS_MODULE": "fmassess.settings", "FMASSESS_ENV": "local",
        "FMASSESS_VAR": f"{folder}/var", "FMASSESS_STATIC": f"{folder}/static",
    }  # fmt: skip
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        cwd=ROOT, env={**os.environ, **given}, check=True,
    )  # fmt: skip
    return f"{folder}/static"


@contextlib.contextmanager
def serving(
    folder: Path, *, log: IO[bytes] | None = None, ready: bool = False, **more: str
) -> Iterator[Site]:
    """The product on the tests' database; folder holds its own files. ready: its processes are of
    one that has loaded all, so that starting them again is quick. more: of its environment."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "fmassess.settings",  # not the tests' own
        "FMASSESS_ENV": "local",
        "FMASSESS_VAR": str(folder),
        "DATABASE_URL": database_url(),
        # The tests' own key, so that what a test client was given opens these doors too.
        "FMASSESS_SECRET_KEY": settings.SECRET_KEY,
        **more,
    }
    site = Site(env | {"FMASSESS_STATIC": static_files()}, log=log)
    with starting(folder, site.env) if ready else nullcontext() as site.starter:
        try:
            site.start()
            yield site
        finally:
            site.kill()
