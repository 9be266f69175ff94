"""A backup while others write is one moment, is found to be whole, and comes back without what was
erased since. On both databases, by their own programs."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.utils import timezone

from questionnaire.assessment.models import Answer, AnswerRevision
from questionnaire.cohort.disclosure import NOTHING
from questionnaire.cohort.sharing.actions import share
from questionnaire.erasure.actions import carry_to_list
from questionnaire.people.actions import erase_venture
from questionnaire.people.actor import Actor
from questionnaire.people.models import Venture
from questionnaire.post.actions import queue
from questionnaire.upkeep.backups import MANIFEST, made
from tests.deploy.rehearsal import database, programs
from tests.factories import (
    make_answer,
    make_assessment,
    make_cohort,
    make_edition,
    make_enrolment,
    make_venture_member,
)
from tests.faults.founders import until
from tests.harness.ready import starting

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True)]
READ = {
    "ventures": "SELECT id FROM questionnaire_venture",
    "shares": "SELECT id FROM questionnaire_enrolment WHERE consented_at IS NOT NULL",
    "answers": "SELECT id, version FROM questionnaire_answer",
    "revisions": "SELECT answer_id, version, note FROM questionnaire_answerrevision",
}


@pytest.fixture(autouse=True)
def ours(settings: Any, tmp_path: Path) -> None:
    settings.ERASURE_LIST = tmp_path / "erasures.jsonl"
    settings.POSTGRES_PROGRAMS = str(programs()) if connection.vendor == "postgresql" else ""


@contextlib.contextmanager
def elsewhere(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a command that works on another, empty database."""
    given = {
        "DJANGO_SETTINGS_MODULE": "fmassess.settings", "FMASSESS_ENV": "local",
        "FMASSESS_VAR": str(tmp_path / "var"), "PYTHONWARNINGS": "ignore",
        "FMASSESS_ERASURE_LIST": str(tmp_path / "erasures.jsonl"),
    }  # fmt: skip
    if connection.vendor == "sqlite":
        yield {**os.environ, **given, "DATABASE_URL": f"sqlite:///{tmp_path / 'other.sqlite3'}"}
        return
    given["FMASSESS_POSTGRES_PROGRAMS"] = str(programs())
    with database("elsewhere") as url:
        yield {**os.environ, **given, "DATABASE_URL": url}


def read(env: dict[str, str]) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in that database, by its own means."""
    url = env["DATABASE_URL"]
    sqlite = url.startswith("sqlite")
    link: Any = sqlite3.connect(url.removeprefix("sqlite:///")) if sqlite else psycopg.connect(url)
    with contextlib.closing(link):
        return {name: list(map(named, link.execute(query))) for name, query in READ.items()}


def named(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """SQLite has ids as text, PostgreSQL as ids."""
    return (uuid.UUID(str(row[0])), *row[1:])


def write(answer: Answer, ended: threading.Event) -> None:
    """Save again and again, each time the answer and its revision in one transaction. Between two
    is a breath: SQLite has no queue, and three that never pause lock everybody else out."""
    from django.db import OperationalError, transaction
    from django.utils import timezone

    try:
        while not ended.wait(0.01):
            with contextlib.suppress(OperationalError), transaction.atomic():
                mine = Answer.objects.select_for_update().get(pk=answer.pk)
                mine.version += 1
                mine.save(update_fields=["version"])
                AnswerRevision.objects.create(
                    answer=mine, version=mine.version, mutation=uuid.uuid4(), at=timezone.now(),
                    value=mine.value, note=f"canary {mine.version}",
                )  # fmt: skip
    finally:
        connections.close_all()


def test_a_backup_under_writing_is_one_moment_and_comes_back_without_what_was_erased(
    tmp_path: Path,
) -> None:
    edition = make_edition()
    members = [make_venture_member() for _ in range(3)]
    answers = [
        make_answer(assessment=make_assessment(venture=one.venture, edition=edition))
        for one in members
    ]
    shares = make_enrolment(cohort=make_cohort(edition=edition), venture=members[1].venture)
    queue(messages=[EmailMessage("now", "words", "fm@example.org", ["a@b.c"])], at=timezone.now())
    ended = threading.Event()
    writers = [threading.Thread(target=write, args=[one, ended]) for one in answers]
    for one in writers:
        one.start()
    try:
        for _ in range(3):  # the first has to go
            call_command("backup", str(tmp_path / "backups"), "--keep", "2", verbosity=0)
            known = AnswerRevision.objects.count()
            threading.Event().wait(1.1)  # their names are of a second
            until(lambda known=known: AnswerRevision.objects.count() > known)
    finally:
        ended.set()
        for one in writers:
            one.join()
    kept = made(tmp_path / "backups")
    assert len(kept) == 2
    gone = members[0].venture
    erase_venture(venture=gone, by=Actor(members[0].user_id))
    share(enrolment=shares, shared=NOTHING, by=Actor(members[1].user_id), at=timezone.now())
    carry_to_list(file=tmp_path / "erasures.jsonl")
    with elsewhere(tmp_path) as env, starting(tmp_path / "ready", env) as starter:
        done = starter.run("restore", str(kept[-1]))
        assert done.returncode == 0, done.stderr
        assert "2 of 2 listed erasures and withdrawals were repeated" in done.stdout
        got = read(env)
        assert "1 mails waited in the backup" in done.stdout
        assert starter.run("work", "--once").returncode == 0
        told = starter.run("resend_mail", "--list").stdout
        assert re.fullmatch(r"\S+  uncertain  .*  it waited in a backup .*\n", told), told
        refused = starter.run("restore", str(kept[0]), "--replace")
        assert (refused.returncode, read(env)) == (1, got)
        at = str(tmp_path / "other.sqlite3") if connection.vendor == "sqlite" else "elsewhere at "
        assert all(at in said for said in (done.stdout, refused.stderr))
        done = starter.run("restore", str(kept[0]), "--replace", "--noinput")
        assert done.returncode == 0, done.stderr
        earlier = read(env)
    assert got["shares"] == []  # though it consented when the backup was made
    assert {pk for (pk,) in got["ventures"]} == {one.venture_id for one in members[1:]}
    # One moment: whatever an answer says is its last revision, and none is missing before it.
    for pk, version in got["answers"]:
        seen = sorted(number for answer, number, _ in got["revisions"] if answer == pk)
        assert seen == list(range(2, version + 1))
    # And what it holds is what was written, row for row; the one before holds less of the same.
    live = {(one.answer_id, one.version, one.note) for one in AnswerRevision.objects.iterator()}
    assert got["revisions"], "nothing was written before the backup"
    assert set(earlier["revisions"]) < set(got["revisions"]) <= live


def test_a_backup_that_is_not_whole_is_refused_before_anything_is_touched(tmp_path: Path) -> None:
    call_command("backup", str(tmp_path), verbosity=0)
    (backup,) = made(tmp_path)
    (tmp_path / "erasures.jsonl").touch()
    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(backup))
    manifest = json.loads((backup / MANIFEST).read_text())
    assert manifest["counts"]["questionnaire_venture"] == 0
    file = backup / manifest["file"]
    whole = file.read_bytes()
    for broken, says in (
        (whole[:-1], "not what was written"),
        (b"x" + whole[1:], "not what was written"),
    ):
        file.write_bytes(broken)
        with pytest.raises(CommandError, match=says):
            call_command("restore", str(backup), "--replace", "--noinput")
    file.write_bytes(whole)
    manifest["migrations"].append("questionnaire.9999_tomorrow")
    (backup / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(CommandError, match="newer version"):
        call_command("restore", str(backup), "--replace", "--noinput")
    (backup / MANIFEST).write_text("{")
    with pytest.raises(CommandError, match="no manifest"):
        call_command("restore", str(backup), "--replace", "--noinput")
    assert Venture.objects.count() == 0  # still the tests' own database


def test_without_the_list_of_erasures_nothing_is_restored_unasked(tmp_path: Path) -> None:
    call_command("backup", str(tmp_path), verbosity=0)
    with pytest.raises(CommandError, match="no list of erasures"):
        call_command("restore", str(made(tmp_path)[0]))


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path, settings: Any) -> None:
    if connection.vendor == "postgresql":
        settings.POSTGRES_PROGRAMS = str(tmp_path / "nowhere")
        with pytest.raises(CommandError, match="pg_dump could not be started"):
            call_command("backup", str(tmp_path / "backups"))
    else:
        (tmp_path / "backups").write_text("a file is in the way")
        with pytest.raises(CommandError, match="No backup was made"):
            call_command("backup", str(tmp_path / "backups"))
        return
    assert list((tmp_path / "backups").iterdir()) == []
