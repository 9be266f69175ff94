"""The plan as plain values: its page, one action with its log, and a report's marks."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.bank.queries import edition_by_id
from questionnaire.report.models import Report
from questionnaire.report.narrative.tongue import Tongue
from questionnaire.report.page import tongue_of
from questionnaire.report.plan.models import STATE_WORDS, PlanChange, PlanFields, PlanItem
from questionnaire.vocabulary import PlanState


@dataclass(frozen=True, slots=True)
class Taken:
    """How an action stands in the plan. state is empty while it is only proposed."""

    state: str
    word: str
    owner: str
    due: dt.date | None
    overdue: bool


PROPOSED = Taken("", "", "", None, False)


@dataclass(frozen=True, slots=True)
class Row:
    """An action of the plan. name: by which its page is found; advised: the newest report still
    names it, or it is the venture's own."""

    name: str
    text: str
    done_when: str
    own: bool
    advised: bool
    taken: Taken
    reason: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything that is planned: to do, proposed, and settled."""

    going: tuple[Row, ...]
    proposed: tuple[Row, ...]
    settled: tuple[Row, ...]

    @property
    def overdue(self) -> int:
        return sum(row.taken.overdue for row in self.going)

    @property
    def done(self) -> int:
        return sum(row.taken.state == PlanState.DONE for row in self.settled)

    @property
    def empty(self) -> bool:
        return not (self.going or self.proposed or self.settled)


@dataclass(frozen=True, slots=True)
class Advised:
    """The actions that the newest report names, in its order."""

    edition: uuid.UUID | None
    keys: tuple[str, ...]
    tongue: Tongue | None

    def words(self, key: str) -> tuple[str, str]:
        """An action's text, and when it is done."""
        assert self.tongue is not None  # noqa: S101 - there is a key only where there is a report
        told = self.tongue.texts.action(key)
        return told.text, told.done_when


def advised_by(report: Report | None) -> Advised:
    """What the newest report advises; nothing while nothing was sent."""
    if report is None:
        return Advised(None, (), None)
    edition = report.submission.edition_id
    keys = tuple(one["key"] for one in report.scorecard["actions"])
    return Advised(edition, keys, tongue_of(edition_by_id(edition)))


# ---------------------------------------------------------------- the page


def plan_page(items: Sequence[PlanItem], advised: Advised, today: dt.date) -> PlanPage:
    """The plan: what is to do by its date, what is proposed in the report's order."""
    taken = {one.action for one in items if one.action}
    rows = [row_of(one, advised, today) for one in items]
    going = (row for row, one in zip(rows, items, strict=True) if one.is_going)
    return PlanPage(
        going=tuple(sorted(going, key=lambda row: (row.taken.due is None, row.taken.due or today))),
        proposed=tuple(_proposed(advised, key) for key in advised.keys if key not in taken),
        settled=tuple(row for row, one in zip(rows, items, strict=True) if not one.is_going),
    )


def _proposed(advised: Advised, key: str) -> Row:
    text, done_when = advised.words(key)
    return Row(key, text, done_when, False, True, PROPOSED, "", "")


def row_of(item: PlanItem, advised: Advised, today: dt.date) -> Row:
    """An action as it stands."""
    text, done_when = words_of(item, advised)
    return Row(
        name=item.action or str(item.pk),
        text=text,
        done_when=done_when,
        own=not item.action,
        advised=not item.action or item.action in advised.keys,
        taken=taken_of(item, today),
        reason=item.reason,
        note=item.note,
    )


def words_of(item: PlanItem, advised: Advised) -> tuple[str, str]:
    """An action's words: the newest edition's, else those of the one that it was taken from."""
    if not item.action:
        return item.text, item.done_when
    if item.action in advised.keys:
        return advised.words(item.action)
    assert item.edition_id is not None  # noqa: S101 - the table says so
    told = tongue_of(edition_by_id(item.edition_id)).texts.action(item.action)
    return told.text, told.done_when


def taken_of(item: PlanItem, today: dt.date) -> Taken:
    """How an action stands, in words."""
    return Taken(
        state=item.state,
        word=str(STATE_WORDS[item.state]),
        owner=owner_of(item),
        due=item.due,
        overdue=item.is_overdue(today),
    )


def owner_of(said: PlanFields) -> str:
    """Who looks after it; empty where nobody does."""
    return str(said.owner) if said.owner else said.owner_name


def plan_told(
    slots: Iterable[str],
    items: Iterable[PlanItem],
    edition: uuid.UUID,
    context: Mapping[str, object],
) -> dict[str, str]:
    """Slots of a report's kept words for what became of its actions in the plan.

    slots: those that the words have; edition: of the report; context: names the assessment.
    """
    keys = [name.removeprefix("plan:") for name in slots if name.startswith("plan:")]
    if not keys:
        return {}
    tongue, today = tongue_of(edition_by_id(edition)), timezone.localdate()
    taken = {one.action: taken_of(one, today) for one in items if one.action}
    ends: dict[str, str] = {
        f"plan-{end}": render_to_string(f"report/plan/_{end}.html", {**context})
        for end in ("head", "foot")
    }
    return ends | {
        f"plan:{key}": render_to_string(
            "report/plan/_cell.html",
            {
                **context, "key": key, "taken": taken.get(key, PROPOSED),
                "text": tongue.texts.action(key).text,
            },
        )
        for key in keys
    }  # fmt: skip


# ---------------------------------------------------------------- the log


@dataclass(frozen=True, slots=True)
class Logged:
    """One change: by whom (empty for who came by a link), when, and what it changed in words."""

    by: str
    at: dt.datetime
    first: bool
    parts: tuple[tuple[str, str, str], ...]


def log_of(changes: Sequence[PlanChange]) -> tuple[Logged, ...]:
    """Every change, the last first, each beside the one before it."""
    before: Sequence[PlanChange | None] = [*changes, None][1:]
    return tuple(
        Logged(
            by=str(one.by) if one.by else "",
            at=one.at,
            first=was is None,
            parts=tuple(_parts(was, one)),
        )
        for one, was in zip(changes, before, strict=True)
    )


def _parts(before: PlanChange | None, after: PlanChange) -> Iterator[tuple[str, str, str]]:
    was = _said(before) if before is not None else {}
    for name, words in _said(after).items():
        if words != was.get(name, ""):
            yield name, was.get(name, ""), words


def _said(one: PlanChange) -> Mapping[str, str]:
    return {
        _("State"): str(STATE_WORDS[one.state]),
        _("Why dropped"): one.reason,
        _("Owner"): owner_of(one),
        _("Due"): date_format(one.due, "DATE_FORMAT") if one.due else "",
        _("Action"): one.text,
        _("Done when"): one.done_when,
        _("Note"): one.note,
    }
