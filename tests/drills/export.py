"""EX-07: an accelerator takes a large cohort along, in every form, while founders save."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

from django.utils import timezone

from questionnaire.assessment.models import Submission
from questionnaire.bank.queries import current_edition
from questionnaire.cohort.models import Cohort
from questionnaire.management.commands.simulate import simulate
from questionnaire.people.actor import Actor
from questionnaire.people.models import User
from questionnaire.people.tokens.actions import make_token
from tests.bench.browser import Browser
from tests.bench.cohort import MEMBER
from tests.bench.demo import session_of
from tests.bench.machine import memory
from tests.drills.at_work import Timed, all_there, site, working
from tests.drills.sheet import Sheet, percentile

WITHIN, MEMORY, PACE = 30.0, 100.0, 500.0
"""Seconds, MiB that the workers grow by, milliseconds of a save at the 95th percentile."""
FOUNDERS = 20
AT_LEAST = 6.0
BETWEEN = 1.0
"""Seconds between two saves of one founder: a hundred who save every five."""


def export(folder: Path, *, ventures: int) -> int:
    """The cohort's table as CSV, workbook and JSON, then every venture's answers by the API."""
    sheet, edition = Sheet(), current_edition()
    assert edition is not None
    cohort, _ = simulate(edition, "Drill", ventures, 1, MEMBER, timezone.now())
    sent = Submission.objects.filter(assessment__venture__enrolments__cohort=cohort)
    sizes = [len(one) for one in sent.values_list("answers", flat=True).iterator()]
    sheet.begin(f"{ventures} ventures, {len(sizes)} sheets sent with {sum(sizes)} answers")
    reader = Browser(0, session=session_of(User.objects.get(email=MEMBER)))
    token = _token(cohort)
    with site(folder) as one, working(one.port, FOUNDERS, pause=BETWEEN) as writers:
        time.sleep(5)
        _pace(sheet, "saves before", writers, 0, time.monotonic())
        one_after = {
            **{form: _file(one.port, reader, cohort, form) for form in ("csv", "xlsx", "json")},
            "every venture's answers by the API": _answers(one.port, token, cohort),
        }
        for name, fetch in one_after.items():
            _exported(sheet, name, fetch, one.workers, writers)
    all_there(sheet, writers)
    return sheet.close()


def _exported(
    sheet: Sheet, name: str, fetch: Callable[[], Iterator[int]],
    workers: Callable[[], list[int]], writers: list[Timed],
) -> None:  # fmt: skip
    """One export again and again for a while: the longest, what the workers grew by at most, the
    pace of saves meanwhile."""
    before, most, size, start = memory(workers())[1], 0.0, 0, time.monotonic()
    looked, times = start, []
    while not times or time.monotonic() - start < AT_LEAST:
        begun, size = time.monotonic(), 0
        for piece in fetch():
            size += piece
            if time.monotonic() - looked > 0.1:
                looked, most = time.monotonic(), max(most, memory(workers())[1])
        times.append(time.monotonic() - begun)
    end = time.monotonic()
    sheet.most(f"{name} ({size / 1e6:.2f} MB), the longest of {len(times)}", max(times), WITHIN)
    sheet.most("  both workers grew by", most - before, MEMORY, "MiB")
    _pace(sheet, "  saves meanwhile", writers, start, end)


def _pace(sheet: Sheet, what: str, writers: list[Timed], start: float, end: float) -> None:
    times = [
        1000 * reply.seconds for one in writers for at, reply in list(one.replies)
        if at > start and at - reply.seconds < end and reply.status == 200
    ]  # fmt: skip
    sheet.most(f"{what}: {len(times)}, p95", percentile(times, 0.95), PACE, "ms")


def _file(port: int, reader: Browser, cohort: Cohort, form: str) -> Callable[[], Iterator[int]]:
    return lambda: _pieces(port, f"/cohorts/{cohort.pk}.{form}", reader.headers())


def _pieces(port: int, path: str, headers: dict[str, str]) -> Iterator[int]:
    """The sizes of what arrives, piece by piece."""
    link = HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("GET", path, headers=headers)
    answer = link.getresponse()
    while answer.status == 429:  # the turn of the file before ends just after its last piece
        answer.read()
        time.sleep(0.05)
        link.request("GET", path, headers=headers)
        answer = link.getresponse()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    while piece := answer.read(65_536):
        yield len(piece)
    link.close()


def _token(cohort: Cohort) -> str:
    manager = Actor(user_id=User.objects.get(email=MEMBER).pk)
    return make_token(
        accelerator=cohort.accelerator, name="Drill", lasts=dt.timedelta(days=1), by=manager,
        at=timezone.now(),
    ).token  # fmt: skip


def _answers(port: int, token: str, cohort: Cohort) -> Callable[[], Iterator[int]]:
    """Every venture, one after another on one connection, as a program would."""

    def fetch() -> Iterator[int]:
        link = HTTPConnection("127.0.0.1", port, timeout=60)
        seen, after = 0, ""
        while True:
            page = f"/api/v1/cohorts/{cohort.pk}/ventures/" + (f"?after={after}" if after else "")
            told = json.loads(_told(link, page, token))
            for row in told["items"]:
                seen += 1
                if row["state"] != "submitted":
                    continue  # there is nothing of it to read
                text = _told(link, f"/api/v1/cohorts/{cohort.pk}/ventures/{row['id']}/", token)
                yield len(text)
            after = told["next"] or ""
            if not after:
                break
        if seen != told["total"]:
            raise SystemExit(f"{seen} of {told['total']} ventures came")

    return fetch


def _told(link: HTTPConnection, path: str, token: str) -> bytes:
    link.request("GET", path, headers={"Authorization": f"Bearer {token}"})
    answer = link.getresponse()
    text = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {text[:200]!r}")
    return text
