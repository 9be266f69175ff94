"""A deployment, rehearsed: the steps of docs/deploy in a clean folder, as in production.

``./run rehearse`` runs it on a PostgreSQL from a wheel. There is no container engine and no
systemd here, so what they would do is done by hand: the files that the image copies go to a folder
of their own, and a socket is held open while the server behind it is replaced.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from tests.deploy.files import ROOT, copied, words
from tests.deploy.visitor import Visitor
from tests.harness.postgres import programs

HOST = "fmassess.example"
PATIENCE = 120.0
"""Seconds; a busy machine is no failure."""
IGNORED = shutil.ignore_patterns("__pycache__", "*.mo")
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execvp(sys.argv[2], sys.argv[2:])
"""
"""What systemd does with a socket before it starts a service."""


def until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, what
        time.sleep(0.1)


@dataclass
class Deployed:
    """A folder with a release, its environment, and what runs of it."""

    folder: Path
    env: dict[str, str]
    listening: socket.socket
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.listening.getsockname()[1])

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def step(self, name: str, *more: str) -> str:
        """Run one step to its end; what it printed."""
        done = subprocess.run(
            [*words(name), *more], cwd=self.folder, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{name}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, command: list[str], *, socketed: bool = False) -> subprocess.Popen[bytes]:
        """Start what goes on; socketed: as systemd does, with its open socket as descriptor 3."""
        fd = self.listening.fileno()
        if socketed:
            command = [sys.executable, "-c", HAND_OVER, str(fd), *command]
        with self.log.open("ab") as out:
            process = subprocess.Popen(
                command, cwd=self.folder, env=self.env, stdout=out, stderr=out,
                pass_fds=(fd,) if socketed else (), start_new_session=True,
            )  # fmt: skip
        self.running.append(process)
        return process

    def stop(self, process: subprocess.Popen[bytes]) -> float:
        """Ask it to end, as systemd and a container engine do; the seconds that it took."""
        start = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0, "it did not end well"
        self.running.remove(process)
        return time.monotonic() - start

    def visitor(self, *, https: bool = True) -> Visitor:
        """Somebody who comes through the proxy."""
        return Visitor(self.port, HOST, {"X-Forwarded-Proto": "https"} if https else {})


@contextlib.contextmanager
def deployed(database: str, mail_port: int) -> Iterator[Deployed]:
    """What the image copies, with production's environment; everything that runs is ended."""
    folder = Path(tempfile.mkdtemp(prefix="fmassess-rehearsal-"))
    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    for name in copied():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=IGNORED)
        else:
            shutil.copy(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    one = Deployed(folder, environment(folder, database, mail_port), listening)
    try:
        yield one
    finally:
        for process in one.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        listening.close()
        shutil.rmtree(folder, ignore_errors=True)


def environment(folder: Path, database: str, mail_port: int) -> dict[str, str]:
    """As fmassess.env.example and the secrets' files give it."""
    kept = {k: v for k, v in os.environ.items() if not re.match("FMASSESS|DATABASE|DJANGO", k)}
    (folder / "secrets").mkdir()
    (folder / "secrets" / "key").write_text(secrets.token_urlsafe(60) + "\n")
    (folder / "secrets" / "database").write_text(database + "\n")
    return {
        **kept,
        "FMASSESS_ENV": "production",
        "FMASSESS_VAR": str(folder / "var"),
        "FMASSESS_SECRET_KEY_FILE": str(folder / "secrets" / "key"),
        "DATABASE_URL_FILE": str(folder / "secrets" / "database"),
        "FMASSESS_ALLOWED_HOSTS": HOST,
        "FMASSESS_SITE_URL": f"https://{HOST}",
        "FMASSESS_OPERATOR": "Nobody",
        "FMASSESS_CONTACT": f"nobody@{HOST}",
        "FMASSESS_BEHIND_PROXY": "on",
        "FMASSESS_SMTP_HOST": "127.0.0.1",
        "FMASSESS_SMTP_PORT": str(mail_port),
        "FMASSESS_MAIL_FROM": f"FMAssess <noreply@{HOST}>",
        "FMASSESS_METRICS_TOKEN": secrets.token_urlsafe(32),
        "FMASSESS_BACKUP_HOURS": "30",
        "FMASSESS_POSTGRES_PROGRAMS": str(programs()),
        "FMASSESS_ERASURE_LIST": str(folder / "erasures" / "list.jsonl"),
    }


@contextlib.contextmanager
def database(name: str, template: str = "template0") -> Iterator[str]:
    """A database of the server of DATABASE_URL, empty or a copy of another; gone afterwards."""
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as link:
        link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        link.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
