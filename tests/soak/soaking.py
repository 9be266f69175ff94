"""The minutes themselves, and what they came to."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from questionnaire.post.actions import LOST, look_after
from questionnaire.post.models import Mail
from tests.faults.writers import lost, nothing_is_torn
from tests.soak.machinery import MailServer, running
from tests.soak.people import People
from tests.soak.troubles import Trouble, Troubles

PATIENCE = 120.0


def say(line: str) -> None:
    print(line, flush=True)


def soak(folder: Path, *, minutes: float, seed: int, longest: float) -> int:
    """How much went wrong that may not: lost answers, lost or doubled mails, broken pages."""
    with running(folder) as machinery:
        people = People(machinery.wire.port)
        people.sit_down()
        start = time.monotonic()
        with people.at_work():
            troubles = Troubles(machinery, people, random.Random(seed), longest, say)
            found = troubles.go_on(60 * minutes)
        seconds = time.monotonic() - start
        settle()
        wrong = tell_people(people, seconds) + tell_mails(people, machinery.mail)
    tell_troubles(found.values())
    return wrong


def settle() -> None:
    """Wait until no mail waits; what would wait for minutes is due now."""
    end = time.monotonic() + PATIENCE
    while Mail.objects.filter(state__in=("waiting", "leaving")).exists():
        if time.monotonic() > end:
            return
        Mail.objects.filter(state="waiting").update(due_at=timezone.now())
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        time.sleep(1)
        look_after(at=timezone.now() + 2 * LOST)


def tell_people(people: People, seconds: float) -> int:
    """What was acknowledged against what is stored; and the pages."""
    gone, other = lost(people.writers), sum(people.strange().values())
    nothing_is_torn()
    number, pages = people.acknowledged(), people.pages
    say(
        f"\nanswers: {number} acknowledged ({number / seconds:.0f} a second), {len(gone)} lost; "
        f"{people.retries()} tries were in vain and sent again"
    )
    again = pages[503] + pages[0]
    say(f"pages of the reviewer: {pages[200]} read, {again} to be asked for again, {other} other")
    return len(gone) + other


def tell_mails(people: People, mail: MailServer) -> int:
    """What was queued against what arrived."""
    arrived = Counter(mail.arrived())
    doubled = [to for to, times in arrived.items() if times > 1]
    uncertain = {to for one in Mail.objects.filter(state="uncertain") for to in one.to}
    missing = set(people.queued) - set(arrived) - uncertain
    say(
        f"mails: {len(people.queued)} queued, {len(doubled)} doubled, {len(missing)} lost, "
        f"{len(uncertain)} known to be uncertain"
    )
    return len(doubled) + len(missing)


def tell_troubles(found: Iterable[Trouble]) -> None:
    """The most of each, in seconds."""
    say(f"\n{'fault':<26}{'times':>6}{'lasted':>9}{'first save':>12}{'all again':>11}")
    for one in found:
        if one.lasted:
            say(
                f"{one.name:<26}{len(one.lasted):>6}{max(one.lasted):>9.1f}"
                f"{max(one.first):>12.2f}{max(one.everybody):>11.2f}"
            )
