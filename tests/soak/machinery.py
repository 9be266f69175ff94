"""What a soak starts: the site as ./run does, its worker, a mail server, a wire to the site."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.drills.at_work import DRILLED
from tests.harness.relay import Relay, relaying
from tests.harness.site import ROOT, Site, free_port, serving
from tests.post.servers import Told


class Worker:
    """``manage.py work``, started again as an init system would."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "work"], cwd=ROOT, env=self.env,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


class MailServer:
    """A mail server that can go away and keeps what it was handed."""

    def __init__(self, port: int) -> None:
        self.port, self.told = port, Told()
        self.controller: Controller | None = None

    def start(self) -> None:
        self.controller = Controller(self.told, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def arrived(self) -> list[str]:
        """The address of every mail that was taken, in order."""
        return [to for _, recipients, _ in list(self.told.got) for to in recipients]


@dataclass
class Machinery:
    """All of it, running."""

    site: Site
    worker: Worker
    mail: MailServer
    wire: Relay


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Machinery]:
    """Everything started on the database of this process; stopped at the end."""
    mail = MailServer(free_port())
    smtp = {"FMASSESS_SMTP_HOST": "127.0.0.1", "FMASSESS_SMTP_PORT": str(mail.port)}
    with serving(folder, **smtp, **DRILLED) as site, relaying(site.port) as wire:
        worker = Worker(site.env)
        mail.start()
        worker.start()
        try:
            yield Machinery(site, worker, mail, wire)
        finally:
            worker.kill()
            mail.stop()
