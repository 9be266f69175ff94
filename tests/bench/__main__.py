"""`./run bench`: what the product costs beside a bare Django floor, measured in turn."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.bench import scoring
from tests.bench.load import Figures, Make, Request, measure

ROOT = Path(__file__).resolve().parents[2]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
GOAL = 2.5
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


class Browser:
    """Just enough of a browser: cookies, a CSRF token, redirects left alone."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[str, str]:
        """The body and where it redirects to."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=30)
        body = urllib.parse.urlencode(form) if form is not None else None
        link.request(method, path, body, {**self.headers(), **(FORM if body else {})})
        answer = link.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status}\n{text[:500]}")
        return text, answer.headers.get("Location", "")

    def headers(self) -> dict[str, str]:
        """Cookies and the token that unsafe requests need."""
        token = self.cookies.get("fmassess-csrf", "")
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookie, "X-CSRFToken": token} if cookie else {}


def begin(port: int) -> tuple[Browser, str]:
    """A guest who started: their browser and the assessment's address."""
    guest = Browser(port)
    text, _ = guest.ask("GET", "/start/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert token
    form = {"csrfmiddlewaretoken": token.group(1), "name": "Bench", "stage": "idea"}
    _, where = guest.ask("POST", "/start/", form)
    found = re.match(r"/a/[0-9a-f-]{36}/", where)
    if not found:
        raise SystemExit(f"the start page redirected to {where!r}")
    return guest, found.group()


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
            part: statistics.median(getattr(a, part) / getattr(b, part) for a, b in pairs)
            for part in ("p50", "p95", "cpu", "rate")
        }
        print(
            f"{name:<14} c={clients:<3} p50 {ratio['p50']:5.2f} x  p95 {ratio['p95']:5.2f} x  "
            f"CPU {ratio['cpu']:5.2f} x  throughput {ratio['rate']:5.2f} x   "
            f"({mine[-1].p50:.1f} over {bare[-1].p50:.1f} ms, {mine[-1].cpu:.2f} over "
            f"{bare[-1].cpu:.2f} CPU ms, {mine[-1].size} over {bare[-1].size} bytes)",
            flush=True,
        )


def saving(guest: Browser, base: str) -> Make:
    """Edits of one answer after another: each its own question and edit, on the right version."""
    questions = {
        "team-retention": ("vesting-written", "not-considered"),
        "loyalty-credit": ("names-listed", "bounties"),
        "ethics-red-team": ("own-team", "nobody"),
    }
    keys, versions = list(questions), dict.fromkeys(questions, 0)
    turn = threading.Lock()

    def make(number: int) -> Request:
        # A version per call would need the reply; a new guest's unanswered question does not.
        with turn:
            key = keys[number % len(keys)]
            versions[key] += 1
            form = {
                "mutation": str(uuid.uuid4()),
                "base": str(versions[key] - 1),
                "value": questions[key][versions[key] % 2],
            }
        return Request(
            "POST", f"{base}answers/{key}/", urllib.parse.urlencode(form).encode(),
            {**guest.headers(), **FORM, "Accept": "application/json"},
        )  # fmt: skip

    return make


def saving_of_many(port: int, guests: int) -> Make:
    """First and later answers of many founders at once, each in order on their own assessment."""
    makers = [saving(*begin(port)) for _ in range(guests)]
    return lambda number: makers[number % guests](number // guests)


def page(guest: Browser, path: str) -> Make:
    """The same page again and again."""
    return lambda number: Request("GET", path, None, guest.headers())


def floor_page(port: int, size: int) -> Make:
    """The floor's page with as many rows as make it about as large."""
    rows = max(1, (size - 60) // 197)
    return lambda number: Request("GET", f"/page/?rows={rows}")


def floor_upsert(floor: Server) -> Make:
    """The floor's upsert, with a token like the product's."""
    browser = Browser(floor.port)
    browser.cookies["fmassess-csrf"] = "a" * 32
    body = urllib.parse.urlencode({"k": "1"}).encode()
    return lambda number: Request("POST", "/upsert/", body, {**browser.headers(), **FORM})


def size_of(port: int, make: Make) -> int:
    request = make(0)
    link = HTTPConnection("127.0.0.1", port, timeout=30)
    link.request(request.method, request.path, request.body, request.headers)
    return len(link.getresponse().read())


def prepare(env: dict[str, str]) -> None:
    """A database with the bank in it, and the floor's own table."""
    for command in (["migrate", "-v0"], ["load_bank", "seeds/2026-11"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)
    make = "CREATE TABLE IF NOT EXISTS bench_floor (k integer PRIMARY KEY, v integer)"
    code = f"from django.db import connection as c; c.cursor().execute({make!r})"
    subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", code], cwd=ROOT, env=env)


def serve_and_compare(rounds: int, count: int) -> None:
    """The pages and the save, each beside the floor."""
    folder = tempfile.mkdtemp(prefix="fmassess-bench-")
    env = {**os.environ, "FMASSESS_VAR": folder, "FMASSESS_ENV": "local"}
    prepare(env)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"], cwd=ROOT, env=env
    )
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        product = stack.enter_context(serving("fmassess.wsgi:application", env))
        floor = stack.enter_context(serving("tests.bench.floor:application", env))
        guest, base = begin(product.port)
        for name, path in (
            ("category page", f"{base}c/funding/"),
            ("partial result", f"{base}result/"),
        ):
            make = page(guest, path)
            bare = floor_page(floor.port, size_of(product.port, make))
            compare(name, (product, make), (floor, bare), rounds, count)
        many = saving_of_many(product.port, max(CLIENTS) * 2)
        compare("autosave", (product, many), (floor, floor_upsert(floor)), rounds, count)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--count", type=int, default=192, help="requests in one round")
    parser.add_argument("--only", choices=["scoring", "pages"])
    options = parser.parse_args()
    if options.only != "pages":
        scoring.main()
    if options.only != "scoring":
        print(f"Pages and saves, as ratios to the floor of the same run; goal {GOAL} x")
        serve_and_compare(options.rounds, options.count)


if __name__ == "__main__":
    main()
