"""What stands today beside a frozen report: plan, decision, release plan; each file's last part.

Only the venture's own readers get it, and every file says of which day it is.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.people.actor import Actor
from questionnaire.report.files.opened import Opened
from questionnaire.report.files.shape import Cell, Table, columns_of
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.plan.page import Row, advised_by, plan_page
from questionnaire.report.plan.queries import items_of, newest_report

PLAN, DECISION = "plan", "decision"


@dataclass(frozen=True, slots=True)
class Watched:
    """What would reopen a decision, in words: what, in full, when it is checked, and its state."""

    title: str
    words: str
    checked: str
    state: str


@dataclass(frozen=True, slots=True)
class WatchRecord:
    """What would reopen a decision, for machines.

    condition: over answers, as the bank writes conditions; null for own words with a day to look.
    due: that day. happened: whether it reopened the decision; at: on which day.
    """

    condition: Any
    words: str
    due: str | None
    happened: bool
    at: str | None


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """The decision that stands, for machines; free text as it was written.

    path, recommended: keys of the edition of the report that it was decided on, whose receipt it
    names; recommended is null where no path was in front. rejected: path -> why; conclusions: step
    of the walk -> text. decided_on: ISO 8601; recorded_at: the same, UTC. open_again: whether
    something that was watched happened.
    """

    number: int
    receipt: str
    path: str
    recommended: str | None
    reason: str
    against: str
    rejected: Mapping[str, str]
    conclusions: Mapping[str, str]
    decided_by: str
    decided_on: str
    recorded_at: str
    open_again: bool
    watched: tuple[WatchRecord, ...]


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """An action of the plan, for machines; free text as it was written.

    action: the bank's key, null for one of the venture's own, which alone has text and done_when.
    state: open, doing, done or dropped; due: ISO 8601; advised: whether the newest report names it.
    """

    action: str | None
    text: str
    done_when: str
    state: str
    owner: str
    due: str | None
    overdue: bool
    reason: str
    note: str
    advised: bool


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """What the venture took on, on a day: what is still to do first."""

    as_of: str
    actions: tuple[TaskRecord, ...]


@dataclass(frozen=True, slots=True)
class Keyed:
    """A text with what it is about: a path or a step, by its key and by its name."""

    key: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision that stands, in the reader's words. place: of its path's sign, None where its
    edition has it no more; against: what the questions did not ask; rejected, conclusions: what was
    written about other paths and on the way."""

    path: str
    place: int | None
    reason: str
    against: str
    facts: tuple[Keyed, ...]
    wires: tuple[Watched, ...]
    rejected: tuple[Keyed, ...]
    conclusions: tuple[Keyed, ...]
    recorded: str
    record: DecisionRecord


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


def plan_record(today: Today) -> PlanRecord | None:
    """The plan for machines, the same in every language; None while nothing was taken on."""
    actions = tuple(
        TaskRecord(
            action=None if one.own else one.name, text=one.text if one.own else "",
            done_when=one.done_when if one.own else "", state=one.taken.state,
            owner=one.taken.owner, due=one.taken.due.isoformat() if one.taken.due else None,
            overdue=one.taken.overdue, reason=one.reason, note=one.note, advised=one.advised,
        )
        for one in today.plan
    )  # fmt: skip
    return PlanRecord(today.day.isoformat(), actions) if actions else None


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


def decision_table(tongue: Tongue, today: Today) -> Table:
    """The decision that stands, part by part; no row while there is none. Every row says of which
    day it is."""
    say, day = tongue.say, today.day.isoformat()
    columns = columns_of(
        ("as_of", say("As of"), 12), ("part", say("Part"), 14), ("key", say("Key"), 24),
        ("about", say("About"), 44), ("text", say("Text"), 70), ("checked", say("Checked"), 24),
        ("state", say("State"), 20),
    )  # fmt: skip
    told = today.decided
    rows = tuple((day, *row) for row in _decision_rows(tongue, told)) if told else ()
    return Table(DECISION, say("Decision as of %(day)s", day=day), columns, rows)


def _decision_rows(tongue: Tongue, told: Decided) -> Iterator[tuple[Cell, ...]]:
    say = tongue.say
    yield "path", told.record.path, say("The decision that stands"), told.path, "", ""
    yield "reason", "", say("Reason"), told.reason, "", ""
    for one in told.facts:
        yield "fact", one.key, one.name, one.text, "", ""
    if told.against:
        yield "against", "", say("What the questions did not ask"), told.against, "", ""
    for wire in told.wires:
        yield "watched", "", wire.title, wire.words, wire.checked, wire.state
    for one in told.rejected:
        yield "rejected", one.key, one.name, one.text, "", ""
    for one in told.conclusions:
        yield "concluded", one.key, one.name, one.text, "", ""
    yield "record", str(told.record.number), say("Record"), told.recorded, "", ""
