"""The product in processes that need no seconds to begin: one has loaded everything, and each
command, or master of web workers, is a child of it. What a child is killed at, it was doing.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
STARTER = """
import json, os, sys
from fmassess.command_line import manage, read_settings
read_settings()
import fmassess.wsgi, gunicorn.app.wsgiapp
import questionnaire.management.commands.work
from fmassess.meters import meters
from django.urls import reverse
reverse("landing")

def run(asked):
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    meters.cache_clear()  # each master has its own, made when it begins
    os.environ.update(asked["env"])
    if asked["serves"]:
        os.setsid()
        sys.argv = asked["words"]
        gunicorn.app.wsgiapp.run()
    else:
        manage(asked["words"])

for line in sys.stdin:
    asked = json.loads(line)
    if "wait" in asked:
        ended, status = os.waitpid(asked["wait"], os.WNOHANG)
        print(json.dumps(os.waitstatus_to_exitcode(status) if ended else None), flush=True)
        continue
    child = os.fork()
    if child:
        print(child, flush=True)
        continue
    code = 1
    try:
        run(asked)
        code = 0
    except SystemExit as end:
        if isinstance(end.code, str):
            print(end.code, file=sys.stderr)
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
"""
"""No database was asked before the fork, so none of its connections is shared."""


@dataclass
class Child:
    """A command under way."""

    starter: Starter
    pid: int
    out: Path
    err: Path
    code: int | None = None

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        if self.code is None:
            self.code = self.starter.ask(wait=self.pid)
        return self.code

    def wait(self, timeout: float = 60) -> int:
        """Until it ends."""
        end = time.monotonic() + timeout
        while self.poll() is None:
            assert time.monotonic() < end, "it did not end"
            time.sleep(0.02)
        assert self.code is not None
        return self.code

    def kill(self) -> None:
        """SIGKILL: it finishes nothing."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait()


@dataclass
class Starter:
    """Begins commands, whose output goes to files of this folder."""

    process: subprocess.Popen[str]
    folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def ask(self, **what: Any) -> Any:
        told, heard = self.process.stdin, self.process.stdout
        assert told and heard
        print(json.dumps(what), file=told, flush=True)
        return json.loads(heard.readline())

    def begin(self, *words: str, **env: str) -> Child:
        """Start a command; returns at once."""
        number = next(self.numbers)
        out, err = (self.folder / f"{number}.{end}" for end in ("out", "err"))
        return self._fork(["manage.py", *words], env, out, err)

    def serve(self, *words: str, log: Path) -> Child:
        """Start a master of web workers by gunicorn's words, with a process group of its own."""
        return self._fork(["gunicorn", *words], {}, Path(os.devnull), log, serves=True)

    def _fork(
        self, words: Sequence[str], env: Mapping[str, str], out: Path, err: Path, *,
        serves: bool = False,
    ) -> Child:  # fmt: skip
        pid = self.ask(words=words, env=env, out=str(out), err=str(err), serves=serves)
        return Child(self, pid, out, err)

    @contextlib.contextmanager
    def running(self, *words: str) -> Iterator[Child]:
        """The same, killed at the end."""
        child = self.begin(*words)
        try:
            yield child
        finally:
            child.kill()

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        child = self.begin(*words)
        code = child.wait()
        return subprocess.CompletedProcess(
            words, code, child.out.read_text(), child.err.read_text()
        )


@contextlib.contextmanager
def starting(folder: Path, env: Mapping[str, str]) -> Iterator[Starter]:
    """With this environment; commands that still run at the end are killed."""
    folder.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER], cwd=ROOT, env=dict(env), text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield Starter(process, folder)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
