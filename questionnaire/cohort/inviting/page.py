"""The manager's pages of invitations, links and reminders, as plain values."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from questionnaire.cohort.inviting.actions import worn_out
from questionnaire.cohort.inviting.forms import ROUND_WORDS
from questionnaire.cohort.inviting.models import CohortInvitation, JoinLink, Reminder
from questionnaire.cohort.inviting.pasted import Line
from questionnaire.cohort.inviting.querysets import InvitationsQuerySet
from questionnaire.cohort.inviting.reminding.actions import UNWRITABLE, due_on
from questionnaire.cohort.models import Cohort
from questionnaire.people.actor import Actor
from questionnaire.vocabulary import InvitationState, MailState, RemindedAs, RoundKind

PAGE = 50
WAITING = frozenset(InvitationState) - {InvitationState.ENROLLED, InvitationState.WITHDRAWN}
"""The states of an invitation that can still be sent, expired or withdrawn."""
NUMBER = re.compile(r"\d{3}$")


def state_words() -> dict[str, str]:
    """What each state is called, in the order in which an invitation goes through them."""
    return {
        str(InvitationState.CREATED): _("made, not mailed"),
        str(InvitationState.QUEUED): _("on its way"),
        str(InvitationState.SENT): _("mail sent"),
        str(InvitationState.FAILED): _("not delivered"),
        str(InvitationState.OPENED): _("link loaded"),
        str(InvitationState.STARTED): _("went on"),
        str(InvitationState.ENROLLED): _("joined"),
        str(InvitationState.EXPIRED): _("expired"),
        str(InvitationState.WITHDRAWN): _("withdrawn"),
    }


@dataclass(frozen=True, slots=True)
class InvitationLine:
    """An invitation. since: when it came into its state, where that is known; why: of what failed;
    waits: whether anything can still be done with it; shade: how its state is drawn."""

    id: uuid.UUID
    email: str
    name: str
    state: str
    word: str
    why: str
    since: dt.datetime | None
    until: dt.datetime
    waits: bool
    shade: str


@dataclass(frozen=True, slots=True)
class InvitationsPage:
    """A page of invitations. counts: how many are in each state that any is in; more: the id after
    which the next page begins."""

    lines: tuple[InvitationLine, ...]
    counts: tuple[tuple[str, str, int], ...]
    total: int
    more: uuid.UUID | None


def invitations_page(
    cohort: Cohort, actor: Actor, *, state: str = "", search: str = "", after: str = ""
) -> InvitationsPage:
    """Invitations of a cohort, the newest first; of one state, or whose address or name has these
    letters. Three queries at most, at any depth."""
    rows = _of(cohort, actor).with_state(actor.at)
    counts = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    words = state_words()
    if state in words:
        rows = rows.filter(state=state)
    if search:
        rows = rows.filter(Q(email__icontains=search) | Q(name__icontains=search))
    found = list(
        _after(rows, _of(cohort, actor), after).order_by("-created_at", "email")[: PAGE + 1]
    )
    return InvitationsPage(
        lines=tuple(_line(one, words) for one in found[:PAGE]),
        counts=tuple((key, word, counts[key]) for key, word in words.items() if key in counts),
        total=sum(counts.values()),
        more=found[PAGE - 1].pk if len(found) > PAGE else None,
    )


def _of(cohort: Cohort, actor: Actor) -> InvitationsQuerySet:
    return CohortInvitation.objects.managed_by(actor).filter(cohort=cohort)


def _after(
    rows: InvitationsQuerySet, every: InvitationsQuerySet, after: str
) -> InvitationsQuerySet:
    """Those behind the one with this id; all where there is none."""
    try:
        last = every.filter(pk=uuid.UUID(after)).first()
    except ValueError:
        last = None
    if last is None:
        return rows
    same = Q(created_at=last.created_at, email__gt=last.email)
    return rows.filter(Q(created_at__lt=last.created_at) | same)


def _line(one: CohortInvitation, words: Mapping[str, str]) -> InvitationLine:
    state = InvitationState(one.state)  # type: ignore[attr-defined]
    since = {
        InvitationState.SENT: one.sent_at,
        InvitationState.OPENED: one.opened_at,
        InvitationState.STARTED: one.started_at,
        InvitationState.ENROLLED: one.enrolled_at,
        InvitationState.EXPIRED: one.expires_at,
        InvitationState.WITHDRAWN: one.withdrawn_at,
    }.get(state, one.created_at)
    failed = state == InvitationState.FAILED
    return InvitationLine(
        id=one.pk,
        email=one.email,
        name=one.name,
        state=str(state),
        word=words[state],
        why=reason_words(one.reason or "", one.mail_state) if failed else "",  # type: ignore[attr-defined]
        since=since or one.created_at,
        until=one.expires_at,
        waits=state in WAITING,
        shade=_shade(state),
    )


def _shade(state: InvitationState) -> str:
    if state == InvitationState.ENROLLED:
        return "done"
    if state == InvitationState.FAILED:
        return "bad"
    over = (InvitationState.EXPIRED, InvitationState.WITHDRAWN)
    return "todo" if state in over else "now"


def reason_words(reason: str, mail_state: str | None) -> str:
    """Why a mail was not delivered, in words for a manager."""
    if reason == UNWRITABLE:
        return _("no mail can be addressed to it")
    number = NUMBER.search(reason)
    if number:
        return _("the mail server answered %(number)s") % {"number": number[0]}
    if mail_state == MailState.UNCERTAIN or reason in ("connection lost", "the worker was stopped"):
        return _("the connection broke; it may have arrived")
    return _("the mail server was not reached")


# ---------------------------------------------------------------- a list before it is used


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line of a list, and what would come of it: "fine", "faulty", "invited" or "joined"."""

    number: int
    text: str
    email: str
    name: str
    comes: str
    why: str


@dataclass(frozen=True, slots=True)
class CheckedList:
    """A whole list; usable: the lines that would be invited."""

    lines: tuple[CheckedLine, ...]
    usable: tuple[Line, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many lines come to what."""
        found = dict.fromkeys(("fine", "faulty", "invited", "joined"), 0)
        for one in self.lines:
            found[one.comes] += 1
        return found


def checked(cohort: Cohort, lines: Sequence[Line], actor: Actor) -> CheckedList:
    """What would come of each line. Two queries.

    Whether a venture is in the cohort is known by the invitation that it joined by alone: who else
    is a member of which venture is no accelerator's to learn, one address at a time or by a list.
    """
    emails = [one.email for one in lines if not one.fault]
    known = _of(cohort, actor).filter(email__in=emails).with_state(actor.at)
    waiting = {one.email: one.state for one in known.waiting()}
    joined = set(
        known.filter(enrolment__isnull=False, enrolment__revoked_at__isnull=True).values_list(
            "email", flat=True
        )
    )
    tired = worn_out(cohort, emails, actor.at)
    told = tuple(_told(one, waiting, joined, tired) for one in lines)
    usable = tuple(one for one, said in zip(lines, told, strict=True) if said.comes == "fine")
    return CheckedList(told, usable)


def _told(one: Line, waiting: Mapping[str, str], joined: set[str], tired: set[str]) -> CheckedLine:
    comes, why = "fine", ""
    if one.fault:
        comes, why = "faulty", one.fault
    elif one.email in waiting:
        comes, why = "invited", state_words()[waiting[one.email]]
    elif one.email in joined:
        comes = "joined"
    elif one.email in tired:
        comes, why = "faulty", _("you invited this address too often today; try tomorrow")
    return CheckedLine(one.number, one.text, one.email, one.name, comes, why)


# ---------------------------------------------------------------- links and reminders


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link for many, and whether it still opens anything."""

    id: uuid.UUID
    by: str
    used: int
    most: int
    until: dt.datetime
    state: str


def link_lines(cohort: Cohort, actor: Actor) -> list[LinkLine]:
    """The cohort's links for many, the newest first. One query."""
    rows = JoinLink.objects.managed_by(actor).filter(cohort=cohort).select_related("by")
    rows = rows.with_maker()
    return [
        LinkLine(
            one.pk, str(one.by or ""), one.used, one.most, one.expires_at, _standing(one, actor.at)
        )
        for one in rows
    ]


def _standing(one: JoinLink, at: dt.datetime) -> str:
    if one.revoked_at is not None or not one.managed:  # type: ignore[attr-defined]
        return "ended"
    if one.expires_at <= at:
        return "expired"
    return "full" if one.used >= one.most else "live"


@dataclass(frozen=True, slots=True)
class ReminderLine:
    """A reminder. due: its day, None for at once; mailed: how many invited people it went to, which
    says nothing of ventures: who of those has sent is theirs to tell."""

    id: uuid.UUID
    round: str
    days_before: int | None
    due: dt.date | None
    state: str
    mailed: int
    at: dt.datetime


def reminder_lines(cohort: Cohort, actor: Actor) -> Iterator[ReminderLine]:
    """The cohort's reminders, the newest first. One query."""
    mailed = Q(reminded__outcome=RemindedAs.MAILED, reminded__invitation__isnull=False)
    rows = Reminder.objects.managed_by(actor).filter(cohort=cohort).select_related("round")
    for one in rows.annotate(mailed=Count("reminded", filter=mailed)):
        state = "done" if one.done_at else "stopped" if one.stopped_at else "waits"
        name = ROUND_WORDS[RoundKind(one.round.kind)] if one.round else ""
        yield ReminderLine(
            one.pk, str(name), one.days_before, due_on(one), state, one.mailed, one.created_at
        )
