"""``manage.py`` in processes that need no seconds to begin: one has loaded everything, and each
command is a child of it. What a child is killed at, it was doing; what it wrote can be read.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
STARTER = """
import json, os, sys
from fmassess.command_line import manage, read_settings
read_settings()
import django
django.setup()
from django.urls import reverse
reverse("landing")
import questionnaire.management.commands.work
for line in sys.stdin:
    asked = json.loads(line)
    if "wait" in asked:
        ended, status = os.waitpid(asked["wait"], 0 if asked["long"] else os.WNOHANG)
        print(json.dumps(os.waitstatus_to_exitcode(status) if ended else None), flush=True)
        continue
    child = os.fork()
    if child:
        print(child, flush=True)
        continue
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT), number)
    os.environ.update(asked["env"])
    code = 1
    try:
        manage(["manage.py", *asked["words"]])
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

    def poll(self, *, long: bool = False) -> int | None:
        """Its exit code; None while it runs."""
        if self.code is None:
            self.code = self.starter.ask(wait=self.pid, long=long)
        return self.code

    def wait(self) -> int:
        code = self.poll(long=True)
        assert code is not None
        return code

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
        pid = self.ask(words=words, env=env, out=str(out), err=str(err))
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
    """With this environment and nothing else's settings; everything that still runs is killed."""
    folder.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-c", STARTER], cwd=ROOT, env=dict(env), text=True, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Starter(process, folder)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
