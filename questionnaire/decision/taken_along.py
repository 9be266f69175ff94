"""The decision that stands, as the files of a report take it along."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.bank.queries import edition_by_id
from questionnaire.decision.models import Decision
from questionnaire.decision.queries import reports_of, standing_of
from questionnaire.decision.record_page import RecordPage, WireTold, record_page
from questionnaire.people.actor import Actor
from questionnaire.report.files.today import (
    Decided,
    DecisionRecord,
    Keyed,
    Watched,
    WatchRecord,
)


def decided_on_a_day(actor: Actor, venture: UUID, day: dt.date) -> Decided | None:
    """What stands for the venture on a day, in the words of its page; None while nothing does. One
    query where there is none."""
    found = standing_of(actor, venture)
    if found is None:
        return None
    asked = reports_of(actor, venture).values_list("submission__edition_id", flat=True)[0]
    page = record_page(found, stands=True, today=day, asked=edition_by_id(asked))
    return Decided(
        path=page.path.name,
        place=page.path.place,
        reason=page.reason,
        against=page.against,
        facts=_facts(page),
        wires=tuple(_watched(one) for one in page.wires),
        rejected=tuple(Keyed(sign.key, sign.name, why) for sign, why in page.rejected),
        conclusions=tuple(Keyed(*one) for one in page.conclusions),
        recorded=_recorded(page),
        record=_record(found, page),
    )


def _record(found: Decision, page: RecordPage) -> DecisionRecord:
    watched = zip(found.tripwires.all(), page.wires, strict=True)
    return DecisionRecord(
        number=found.number,
        receipt=page.receipt,
        path=found.path,
        recommended=found.recommended or None,
        reason=found.reason,
        against=found.against,
        rejected=found.rejected,
        conclusions=found.conclusions,
        decided_by=found.decided_by,
        decided_on=found.decided_on.isoformat(),
        recorded_at=found.recorded_at.astimezone(dt.UTC).isoformat(),
        open_again=page.opened,
        watched=tuple(
            WatchRecord(
                condition=wire.condition,
                words=wire.words,
                due=wire.due.isoformat() if wire.due else None,
                happened=told.fired,
                at=told.at.isoformat() if told.at else None,
            )
            for wire, told in watched
        ),
    )


def _facts(page: RecordPage) -> tuple[Keyed, ...]:
    supported = page.recommended.name if page.recommended else _("no path yet")
    if page.against_recommended:
        supported = f"{supported} ({_('you took another')})"
    return (
        Keyed("decided_on", _("Decided on"), date_format(page.decided_on, "DATE_FORMAT")),
        Keyed("decided_by", _("Who decided"), page.decided_by),
        Keyed("recommended", _("Your answers supported"), supported),
        Keyed("state", _("State"), _("open again") if page.opened else _("stands")),
    )


def _watched(wire: WireTold) -> Watched:
    due = date_format(wire.due, "DATE_FORMAT") if wire.due else ""
    checked = _("on %(date)s") % {"date": due} if due else _("each time answers are sent")
    return Watched(wire.title, wire.words, checked, _state(wire))


def _state(wire: WireTold) -> str:
    if wire.fired:
        at = f" ({date_format(wire.at, 'DATE_FORMAT')})" if wire.at else ""
        return _("Happened") + at
    return _("For you to check") if wire.blind else _("not yet")


def _recorded(page: RecordPage) -> str:
    return _(
        "Recorded on %(at)s, on the answers sent on %(sent)s (revision %(revision)s, receipt "
        "%(receipt)s). A record never changes; a later decision takes its place."
    ) % {
        "at": date_format(page.recorded_at, "DATETIME_FORMAT"),
        "sent": date_format(page.sent_at, "DATE_FORMAT"),
        "revision": page.revision,
        "receipt": page.receipt,
    }
