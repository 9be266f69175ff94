"""The worker as a process of its own: it is killed, it is stopped, the mail server comes late."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from questionnaire.post.actions import LOST, look_after, queue
from questionnaire.post.models import Mail
from questionnaire.upkeep.models import Beat
from tests.post.servers import Told, free_port, mail_server
from tests.post.workers import PATIENCE, ROOT, environment, until, worker, workers

pytestmark = pytest.mark.django_db(transaction=True)


MAILS = 24
MOMENTS = (0.0, 0.01, 0.02, 0.03, 0.05)
"""Seconds from a mail's arrival to the kill; a mail takes about as long as the last."""


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


def made_due() -> bool:
    """What is to be tried again in a minute is tried now."""
    Mail.objects.update(due_at=timezone.now())
    return bool(DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now()))


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
        with mail_server(port) as server:  # before the next try, which failing would be in minutes
            until(made_due)
            until(lambda: Mail.objects.filter(state="sent").exists())
    assert len(server.got) == 1


def test_killed_at_any_moment_it_loses_no_mail_and_doubles_none(tmp_path: Path) -> None:
    """So many mails, and a worker killed ever a little later after it is at them, until all are
    settled."""
    port = free_port()
    queued(MAILS)
    settled = ("sent", "uncertain")
    kills = 0
    with mail_server(port) as server, workers(tmp_path, port) as begin:
        while Mail.objects.filter(state__in=settled).count() < MAILS:
            with begin():
                until(partial(is_at_it, server, len(server.got)))
                time.sleep(MOMENTS[kills % len(MOMENTS)])
            kills += 1
            look_after(at=timezone.now() + 2 * LOST)
            Mail.objects.filter(state="waiting").update(due_at=timezone.now())
            assert kills <= MAILS
    assert kills > len(MOMENTS), "too few kills to come at any moment"
    arrived = [to for _, (to,), _ in server.got]
    assert len(arrived) == len(set(arrived))
    sent = Mail.objects.filter(state="sent").count()
    uncertain = Mail.objects.filter(state="uncertain").count()
    assert sent + uncertain == MAILS
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
