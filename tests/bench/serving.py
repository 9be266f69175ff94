"""The product and the floor as servers of their own, on a database that is filled for them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2


@dataclass
class Server:
    """A gunicorn of two workers."""

    port: int
    master: int

    @property
    def pids(self) -> list[int]:
        """Its workers of now: one that answered as many requests as it may is followed by another
        one."""
        return workers_of(self.master)


@contextmanager
def serving(application: str, env: dict[str, str]) -> Iterator[Server]:
    """Start the application on a free local port as ./run and the units do; stop it at the end.

    The floor has settings of its own, which gunicorn's settings read before it is loaded.
    """
    if application.startswith("tests.bench.floor:"):
        env = {**env, "DJANGO_SETTINGS_MODULE": "tests.bench.floor_settings"}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "-c", "python:fmassess.serving", application,
            "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS), "--threads", "4",
        ],
        cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        workers_of(process.pid)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def workers_of(master: int) -> list[int]:
    """Their process ids, once all are there."""
    for _ in range(200):
        told = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(master)], capture_output=True, text=True
        )
        if len(found := told.stdout.split()) == WORKERS:
            return [int(one) for one in found]
        time.sleep(0.05)
    raise SystemExit("the server's workers did not start")


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            link = HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/healthz")
            link.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the server did not start")


def prepare(env: dict[str, str]) -> dict[str, str]:
    """A database with the bank and the demonstration in it, and the floor's own table."""
    for command in (
        ["migrate", "-v0"],
        ["load_bank", "seeds/2026-11"],
        ["load_demo"],
        ["collectstatic", "--noinput", "-v0"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT, env=env, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    make = "CREATE TABLE IF NOT EXISTS bench_floor (k integer PRIMARY KEY, v integer)"
    shell(f"from django.db import connection as c; c.cursor().execute({make!r})", env)
    return dict(json.loads(shell("from tests.bench import demo; demo.tell()", env)))


def shell(code: str, env: dict[str, str]) -> str:
    """What a line of Python says inside the project."""
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT, env=env, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip


def environment(on_postgresql: bool) -> dict[str, str]:
    """Never the database of DATABASE_URL itself: the bench fills what it is given. And it is faster
    than anybody may be."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    kept["DJANGO_SETTINGS_MODULE"] = "tests.drills.settings"
    return {**kept, "DATABASE_URL": os.environ["DATABASE_URL"]} if on_postgresql else kept
