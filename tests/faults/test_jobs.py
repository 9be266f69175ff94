"""A worker killed in the middle of a job: the next one ends it, and tells of it once."""

from __future__ import annotations

import socket
import threading
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from questionnaire.cohort.pack.models import Pack, PackPart
from questionnaire.post.actions import LOST, look_after
from questionnaire.post.models import Mail
from tests.assessment.guests import make_member
from tests.cohort.pack.test_pack import Desk
from tests.faults.founders import until
from tests.post.servers import free_port, mail_server
from tests.post.workers import workers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def real_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "questionnaire.post.backend.Queue"


def test_a_pack_whose_worker_is_killed_is_ended_by_the_next_and_told_of_once(
    tmp_path: Path,
) -> None:
    desk = Desk()
    desk.ask()
    port = free_port()
    with mail_server(port) as server, workers(tmp_path, port) as begin:
        with begin():
            until(lambda: Pack.objects.get().done > 0)
        with begin():
            until(lambda: Mail.objects.filter(state="sent").exists())
    assert PackPart.objects.count() == 2
    assert list(desk.fetch()) == ["001-almendra-speech.pdf", "002-delta-soil.pdf", "contents.txt"]
    assert [to for _, to, _ in server.got] == [(desk.user.email,)]


def test_db14_a_mail_server_that_says_nothing_holds_up_nobody_and_gets_its_mail_later_once(
    tmp_path: Path,
) -> None:
    owner = make_member()
    port = free_port()
    asked = threading.Event()
    with workers(tmp_path, port) as begin:
        with socket.create_server(("127.0.0.1", port)) as silent, begin():
            threading.Thread(target=lambda: (silent.accept(), asked.set()), daemon=True).start()
            form = {"email": "bo@example.org", "role": "editor"}
            assert owner.client.post(f"{owner.base}members/", form).status_code == 302
            until(asked.is_set)  # the worker waits for a greeting, the founder for nothing
            assert owner.save("funding-route", value="closed").status_code == 200
        assert Mail.objects.get().state == "waiting"
        look_after(at=timezone.now() + 2 * LOST)
        Mail.objects.update(due_at=timezone.now())
        with mail_server(port) as server, begin():
            until(lambda: Mail.objects.filter(state="sent").exists())
    assert [to for _, to, _ in server.got] == [("bo@example.org",)]
