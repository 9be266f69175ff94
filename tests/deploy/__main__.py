"""``./run rehearse [RELOADS]``: a deployment from an empty folder to a restored backup."""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from tests.deploy.files import image_asks, words
from tests.deploy.rehearsal import HOST, Deployed, database, deployed, until
from tests.deploy.visitor import Visitor
from tests.post.servers import Told, free_port, mail_server

CANARY = "canaryfounder@example.org"
VENTURE = "Canary Venture Q07"
Say = Callable[[str], None]
Process = subprocess.Popen[bytes]


STEPS = ("catalogues", "static", "check", "migrate", "standings", "bank")


def rehearse(
    say: Say, *, template: str = "template0", reloads: int = 3, whole: bool = True
) -> None:
    """All of it; AssertionError names the step that did not hold. template: the database to begin
    with; one that is migrated already saves half a minute. whole: also the steps
    that other tests have."""
    port = free_port()
    with (
        database("rehearsal", template) as url,
        mail_server(port) as mails,
        deployed(url, port) as one,
    ):
        for name in STEPS if whole else ("catalogues", "static", "bank"):
            _timed(say, f"step: {name}", partial(one.step, name))
        web, worker = one.start(words("web"), socketed=True), one.start(words("worker"))
        _timed(say, "ready: database, migrations, disk, worker, retention", lambda: _ready(one))
        _timed(say, "headers, cookies, redirect, static files", lambda: _strict(one))
        _timed(say, "a founder begins, and the mail arrives", lambda: _begin(one, mails))
        _timed(say, "metrics to who has the token, and to nobody else", lambda: _metrics(one))
        _timed(
            say, "reloaded and replaced under requests", lambda: _replaced(one, web, reloads, say)
        )
        _timed(say, "backup, erasure, restore into another database", lambda: _drill(one))
        _timed(say, "everything ends when it is asked to", lambda: _end(one))
        assert worker.returncode == 0
        _timed(say, "the log: one JSON object a line, and nobody in it", lambda: _log(one))


def _timed(say: Say, what: str, step: Callable[[], object]) -> None:
    start = time.monotonic()
    step()
    say(f"ok  {time.monotonic() - start:5.1f} s  {what}")


def _ready(one: Deployed) -> None:
    visitor = one.visitor(https=False)
    until(lambda: visitor.ask("/healthz").status == 200, "the site does not live")
    asked = subprocess.run(image_asks(one.port), cwd=one.folder, capture_output=True, text=True)
    assert asked.returncode == 0, f"the image's own check: {asked.stderr}"
    first = visitor.ask("/readyz")
    assert (first.status, first.body) == (503, "not ready\n")  # no backup was ever made
    _back_up(one)
    until(lambda: visitor.ask("/readyz").status == 200, "the site is never ready")


def _back_up(one: Deployed) -> str:
    """The backup's step, into a folder of the rehearsal's."""
    return _manage(one, "backup", str(one.folder / "backups")).strip()


def _manage(one: Deployed, *arguments: str, **env: str) -> str:
    done = subprocess.run(
        [".venv/bin/python", "manage.py", *arguments], cwd=one.folder, env={**one.env, **env},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    return done.stdout


def _strict(one: Deployed) -> None:
    plain = one.visitor(https=False).ask("/")
    assert (plain.status, plain.headers["location"]) == (301, f"https://{HOST}/")
    assert one.visitor().ask("/", Host="evil.example").status == 400
    page = one.visitor().ask("/")
    assert page.status == 200
    assert page.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    style = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page.body)
    assert style, "the page's styles have no hashed name"
    file = one.visitor().ask(style[1], Accept_Encoding="gzip")
    assert (file.status, file.headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in file.headers["cache-control"]
    assert one.visitor().ask("/static/staticfiles.json").status == 404  # it stands beside
    assert (one.folder / "var" / "staticfiles.json").exists()
    assert one.visitor().ask("/outbox/").status == 404


def _begin(one: Deployed, mails: Told) -> None:
    visitor = one.visitor()
    form = visitor.ask("/start/")
    data = {"csrfmiddlewaretoken": visitor.token(form), "name": VENTURE, "email": CANARY}
    begun = visitor.ask("/start/", data)
    assert begun.status == 302, begun.body[:500]
    for text in (*form.cookies, *begun.cookies):
        assert {"Secure", "Path=/"} <= {part.strip() for part in text.split(";")}, text
    assert any(text.startswith("__Host-fmassess-guest=") for text in begun.cookies)
    assert visitor.ask(begun.headers["location"]).status == 200
    until(lambda: len(mails.got) == 1, "the mail did not arrive")
    assert mails.got[0][1] == (CANARY,)


def _metrics(one: Deployed) -> None:
    token = one.env["FMASSESS_METRICS_TOKEN"]
    assert one.visitor().ask("/metrics").status == 404
    assert one.visitor().ask("/metrics", Authorization=f"Bearer {token[:-1]}").status == 404
    told = one.visitor().ask("/metrics", Authorization=f"Bearer {token}")
    assert told.status == 200
    assert re.search(r"^fmassess_chore_age_seconds\{chore=\"worker\"\} [\d.]+$", told.body, re.M)
    assert 'fmassess_mails{state="sent"} 1' in told.body
    assert VENTURE not in told.body


@dataclass
class Crowd:
    """Visitors who ask without a pause; whatever fails is kept."""

    visitors: list[Visitor]
    asked: int = 0
    failed: list[str] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    def __enter__(self) -> Crowd:
        for visitor in self.visitors:
            self.threads.append(threading.Thread(target=self._go, args=[visitor], daemon=True))
            self.threads[-1].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def _go(self, visitor: Visitor) -> None:
        while not self.ended.is_set():
            try:
                status = visitor.ask("/start/").status
            except OSError as error:
                self.failed.append(repr(error))
            else:
                if status != 200:
                    self.failed.append(str(status))
            self.asked += 1


def _replaced(one: Deployed, web: Process, reloads: int, say: Say) -> None:
    """HUP puts new workers in the place of the old; a new version comes behind the same socket."""
    crowd = Crowd([one.visitor() for _ in range(4)])
    with crowd:
        time.sleep(0.5)
        for _ in range(reloads):
            web.send_signal(signal.SIGHUP)
            time.sleep(1.5)
        seconds = one.stop(web)
        one.start(words("web"), socketed=True)
        until(lambda: one.visitor().ask("/healthz").status == 200, "nobody came after")
        time.sleep(1)
    say(f"      {crowd.asked} requests, {len(crowd.failed)} failed; the old site took "
        f"{seconds:.1f} s to end")  # fmt: skip
    assert crowd.failed == [], crowd.failed[:5]
    assert crowd.asked > 20


def _drill(one: Deployed) -> None:
    """What was erased after the backup does not come back with it."""
    backup = _back_up(one)
    gone = _manage(one, "shell", "--no-imports", "-v0", "-c", ERASE).strip()
    _manage(one, "work", "--once")
    assert gone in _listed(one), "the worker did not carry the erasure to the list"
    with database("rehearsal_restored") as other:
        env = {"DATABASE_URL": other}
        said = _manage(one, "restore", backup, **env)
        assert "1 of 1 listed erasures and withdrawals were repeated" in said, said
        assert _manage(one, "shell", "--no-imports", "-v0", "-c", COUNT, **env).strip() == "0"


ERASE = """
from questionnaire.models import Erased, Venture
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
one = Venture.objects.get()
erase_venture(venture=one, by=Actor(grant_ids=tuple(one.grants.values_list("pk", flat=True))))
print(Erased.objects.get().key)
"""
COUNT = "from questionnaire.models import Venture; print(Venture.objects.count())"


def _listed(one: Deployed) -> str:
    file = one.folder / "erasures" / "list.jsonl"
    return file.read_text() if file.exists() else ""


def _end(one: Deployed) -> None:
    for process in list(one.running):
        one.stop(process)


def _log(one: Deployed) -> None:
    lines = one.log.read_text().splitlines()
    told = [json.loads(line) for line in lines]
    assert {"start", "overview"} <= {line.get("route") for line in told}
    secret = (one.folder / "secrets" / "key").read_text().strip()
    for word in (CANARY, VENTURE, secret, one.env["FMASSESS_METRICS_TOKEN"], "?", "127.0.0.1"):
        assert [line for line in lines if word in line] == [], word


def main() -> int:
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    start = time.monotonic()
    parser = argparse.ArgumentParser(prog="./run rehearse", description=__doc__)
    parser.add_argument("reloads", type=int, nargs="?", default=3, help="how often it is renewed")
    reloads = parser.parse_args().reloads
    rehearse(lambda line: print(line, flush=True), reloads=reloads)
    print(f"rehearsed in {time.monotonic() - start:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
