"""`./run bench`: what the product costs beside a bare Django floor, measured in turn."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.bench import scoring
from tests.bench.load import Figures, Make, measure
from tests.bench.targets import TARGETS, set_up

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = (1, 8, 32)


@dataclass
class Server:
    """A gunicorn of two workers and its processes."""

    port: int
    pids: list[int]


@contextmanager
def serving(application: str, env: dict[str, str]) -> Iterator[Server]:
    """Start the application on a free local port; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
            "--workers", "2", "--threads", "4", "--no-control-socket", "--log-level", "error",
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


def compare(
    name: str, ours: tuple[Server, Make], floor: tuple[Server, Make], rounds: int, count: int
) -> None:
    """Alternate between the two; print the median of the rounds' ratios."""
    for clients in CLIENTS:
        mine: list[Figures] = []
        bare: list[Figures] = []
        for _ in range(rounds):
            for kept, (server, make) in ((mine, ours), (bare, floor)):
                kept.append(measure(server.port, server.pids, make, count=count, clients=clients))
        pairs = list(zip(mine, bare, strict=True))
        ratio = {
            part: statistics.median(
                getattr(a, part) / max(getattr(b, part), 0.01) for a, b in pairs
            )
            for part in ("p50", "p95", "cpu", "rate")
        }
        print(
            f"{name:<24} c={clients:<3} p50 {ratio['p50']:5.2f} x  p95 {ratio['p95']:5.2f} x  "
            f"CPU {ratio['cpu']:5.2f} x  throughput {ratio['rate']:5.2f} x   "
            f"({mine[-1].p50:.1f} over {bare[-1].p50:.1f} ms, {mine[-1].cpu:.2f} over "
            f"{bare[-1].cpu:.2f} CPU ms, {mine[-1].size} over {bare[-1].size} bytes)",
            flush=True,
        )


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


def serve_and_compare(env: dict[str, str], rounds: int, count: int, named: list[str]) -> None:
    """Every target beside its floor, or only those named."""
    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="fmassess-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        env = {**env, "FMASSESS_VAR": folder, "FMASSESS_ENV": "local"}
        demo = prepare(env)
        product = stack.enter_context(serving("fmassess.wsgi:application", env))
        floor = stack.enter_context(serving("tests.bench.floor:application", env))
        scene = set_up(product.port, floor.port, demo)
        for target in TARGETS:
            if named and target.name not in named:
                continue
            goal = f" (p95 {target.goal} x)" if target.goal else ""
            ours, bare = (product, target.ours(scene)), (floor, target.floor(scene))
            compare(target.name + goal, ours, bare, rounds, count)


def cohorts(env: dict[str, str], sizes: list[int]) -> None:
    """The cohort's page by the number of ventures; its lines come as they are measured."""
    with ExitStack() as stack:
        folder = tempfile.mkdtemp(prefix="fmassess-bench-")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        env = {**env, "FMASSESS_VAR": folder, "FMASSESS_ENV": "local"}
        prepare(env)
        code = f"from tests.bench import cohort; cohort.main({sizes!r})"
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        subprocess.run(command, cwd=ROOT, env=env, check=True)


def environment(on_postgresql: bool) -> dict[str, str]:
    """Never the database of DATABASE_URL itself: the bench fills what it is given."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "DATABASE_URL": os.environ["DATABASE_URL"]} if on_postgresql else kept


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=192, help="requests in one round")
    parser.add_argument("--only", choices=["scoring", "pages", "cohort"])
    names = [target.name for target in TARGETS]
    parser.add_argument(
        "--row", action="append", default=[], choices=names, help="of the pages only this one"
    )
    parser.add_argument("--postgres", action="store_true", help="on the wheel's PostgreSQL")
    parser.add_argument(
        "--ventures", type=int, default=0,
        help="the largest cohort (100,000 on PostgreSQL, 10,000 on SQLite)",
    )  # fmt: skip
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.postgres and not options.inside:
        again = [sys.executable, "-m", "tests.bench", *sys.argv[1:], "--inside"]
        return subprocess.run([sys.executable, "-m", "tests.harness.postgres", *again]).returncode
    env = environment(options.postgres)
    if options.only in (None, "scoring"):
        scoring.main()
    if options.only in (None, "pages"):
        print("Pages and saves, as ratios to the floor of the same run; in brackets the goal")
        serve_and_compare(env, options.rounds, options.count, options.row)
    if options.only in (None, "cohort"):
        most = options.ventures or (100_000 if options.postgres else 10_000)
        sizes = [size for size in (100, 1_000, 10_000, 100_000) if size <= most]
        print("A cohort's page by its number of ventures")
        cohorts(env, sizes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
