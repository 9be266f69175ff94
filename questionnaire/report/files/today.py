"""What stands today beside a frozen report: plan, decision, release plan; each file's last part.

Only the venture's own readers get it, and every file says of which day it is.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from questionnaire.people.actor import Actor
from questionnaire.report.files.shape import Table, columns_of
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.plan.page import Row, advised_by, plan_page
from questionnaire.report.plan.queries import items_of, newest_report

PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Watched:
    """What would reopen a decision, in words: what, in full, when it is checked, and its state."""

    title: str
    words: str
    checked: str
    state: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that stands, in the reader's words. place: of its path's sign, None where its
    edition has it no more; facts: (term, what); against: what the questions did not ask."""

    path: str
    place: int | None
    reason: str
    against: str
    facts: tuple[tuple[str, str], ...]
    wires: tuple[Watched, ...]
    recorded: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The release plan that stands, in the reader's words. facts: (term, what); rows: component,
    state, licence of each that is not kept; kept: how many are."""

    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, str, str], ...]
    kept: str


@dataclass(frozen=True, slots=True)
class Today:
    """What is planned, decided and to be opened on a day."""

    day: dt.date
    plan: tuple[Row, ...]
    decided: Decided | None
    opened: Opened | None = None

    @property
    def empty(self) -> bool:
        return not (self.plan or self.decided or self.opened)


def planned_today(actor: Actor, venture: uuid.UUID, day: dt.date) -> tuple[Row, ...]:
    """What the venture took on, what is still to do first. What is only proposed is no part of it:
    the report says that. One query while nothing is planned, two after."""
    items = items_of(actor, venture)
    if not items:
        return ()
    page = plan_page(items, advised_by(newest_report(actor, venture)), day)
    return page.going + page.settled


def plan_table(tongue: Tongue, today: Today) -> Table:
    """The plan; every row says of which day it is. Days are written as ISO 8601 has them."""
    say, day = tongue.say, today.day.isoformat()
    columns = columns_of(
        ("as_of", say("As of"), 12), ("action", say("Key"), 28), ("text", say("Action"), 60),
        ("done_when", say("Done when"), 50), ("state", say("State"), 14),
        ("owner", say("Owner"), 24), ("due", say("Due"), 12), ("overdue", say("Overdue"), 10),
        ("reason", say("Why dropped"), 40), ("note", say("Note"), 50),
        ("advised", say("Advised by the newest report"), 16),
    )  # fmt: skip
    yes = {True: say("yes"), False: say("no")}
    rows = tuple(
        (
            day, "" if one.own else one.name, one.text, one.done_when, one.taken.word,
            one.taken.owner, one.taken.due.isoformat() if one.taken.due else None,
            yes[one.taken.overdue], one.reason, one.note, None if one.own else yes[one.advised],
        )
        for one in today.plan
    )  # fmt: skip
    return Table(PLAN, say("Plan as of %(day)s", day=day), columns, rows)


def release_table(tongue: Tongue, day: dt.date, opened: Opened) -> Table:
    """The release plan; every row says of which day it is."""
    say = tongue.say
    columns = columns_of(
        ("as_of", say("As of"), 12), ("component", say("Component"), 36),
        ("state", say("State"), 30), ("licence", say("Licence"), 36),
    )  # fmt: skip
    rows = tuple((day.isoformat(), *row) for row in opened.rows)
    return Table("release", say("Release as of %(day)s", day=day.isoformat()), columns, rows)
