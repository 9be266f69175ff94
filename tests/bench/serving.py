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


@dataclass
class Server:
    """A gunicorn of two workers and its processes."""

    port: int
    pids: list[int]


@contextmanager
def serving(application: str, env: dict[str, str], *, preload: bool = False) -> Iterator[Server]:
    """Start the application on a free local port; stop it at the end. preload: as ./run does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
            "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "error",
            *(["--preload"] if preload else []),
        ],
        cwd=ROOT, env=env, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_for(port)
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True
        )
        yield Server(port, [int(pid) for pid in children.stdout.split()])
    finally:
        process.terminate()
        process.wait()


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
    """Never the database of DATABASE_URL itself: the bench fills what it is given."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "DATABASE_URL": os.environ["DATABASE_URL"]} if on_postgresql else kept
