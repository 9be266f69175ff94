"""The worker as a process of its own: it is killed, it is stopped, the mail server comes late."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from questionnaire.post.actions import LOST, look_after, queue
from questionnaire.post.models import Mail
from questionnaire.upkeep.models import Beat
from tests.harness.site import database_url
from tests.post.servers import Told, free_port, mail_server

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(settings.BASE_DIR)
PATIENCE = 120.0  # three runs on two cores; what happens is there sooner


def environment(tmp_path: Path, port: int) -> dict[str, str]:
    return {
        "FMASSESS_ENV": "local", "FMASSESS_VAR": str(tmp_path), "DATABASE_URL": database_url(),
        "FMASSESS_SMTP_HOST": "127.0.0.1", "FMASSESS_SMTP_PORT": str(port),
    }  # fmt: skip


@contextlib.contextmanager
def worker(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """``manage.py work`` on the database of these tests."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"], cwd=ROOT,
        env={**os.environ, **environment(tmp_path, port)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


def queued(number: int = 1) -> None:
    messages = [
        EmailMessage(str(one), "words", "fm@example.org", [f"{one}@example.org"])
        for one in range(number)
    ]
    queue(messages=messages, at=timezone.now())


def waiting() -> bool:
    return Mail.objects.filter(state="waiting").exists()


def is_at_it(server: Told, before: int) -> bool:
    return len(server.got) > before or not waiting()


def tried() -> bool:
    return Mail.objects.filter(tries__gt=0).exists()


def test_what_is_queued_leaves_within_seconds_and_a_polite_stop_is_quick(tmp_path: Path) -> None:
    port = free_port()
    with mail_server(port) as server, worker(tmp_path, port) as process:
        queued(3)
        until(lambda: len(server.got) == 3)
        until(lambda: Mail.objects.filter(state="sent").count() == 3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0


def test_a_mail_server_that_comes_late_gets_it_once(tmp_path: Path) -> None:
    port = free_port()
    with worker(tmp_path, port):
        queued()
        until(tried)
        Mail.objects.update(due_at=timezone.now())
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        with mail_server(port) as server:
            until(lambda: Mail.objects.filter(state="sent").exists())
    assert len(server.got) == 1


def test_killed_at_any_moment_it_loses_no_mail_and_doubles_none(tmp_path: Path) -> None:
    """Sixty mails, and a worker killed as soon as it is at them, until all are settled."""
    port = free_port()
    queued(60)
    settled = ("sent", "uncertain")
    with mail_server(port) as server:
        for _ in range(60):
            with worker(tmp_path, port) as process:
                until(partial(is_at_it, server, len(server.got)))
                time.sleep(0.05)
                process.send_signal(signal.SIGKILL)
                process.wait()
            look_after(at=timezone.now() + 2 * LOST)
            Mail.objects.filter(state="waiting").update(due_at=timezone.now())
            if Mail.objects.filter(state__in=settled).count() == 60:
                break
    arrived = [to for _, (to,), _ in server.got]
    assert len(arrived) == len(set(arrived))
    sent = Mail.objects.filter(state="sent").count()
    uncertain = Mail.objects.filter(state="uncertain").count()
    assert sent + uncertain == 60
    assert sent <= len(arrived) <= sent + uncertain


def test_a_worker_that_is_told_so_ends_with_its_starter_and_says_it(tmp_path: Path) -> None:
    """As ``./run`` starts it; any other goes on, whoever started it (nohup)."""
    command = [sys.executable, "manage.py", "work", "--with-starter"]
    starter = subprocess.Popen(
        ["sh", "-c", '"$@" & read ended', "sh", *command], cwd=ROOT, stdin=subprocess.PIPE,
        stderr=(tmp_path / "log").open("wb"), env={**os.environ, **environment(tmp_path, 1)},
    )  # fmt: skip
    assert starter.stdin
    with starter:
        until(Beat.objects.filter(name=Beat.WORKER).exists)
        starter.stdin.close()
    until(lambda: "whoever started this has" in (tmp_path / "log").read_text())
