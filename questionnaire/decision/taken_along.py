"""The decision that stands, as the files of a report take it along."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.bank.queries import edition_by_id
from questionnaire.decision.queries import reports_of, standing_of
from questionnaire.decision.record_page import RecordPage, WireTold, record_page
from questionnaire.people.actor import Actor
from questionnaire.report.files.today import Decided, Watched


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
        recorded=_recorded(page),
    )


def _facts(page: RecordPage) -> tuple[tuple[str, str], ...]:
    supported = page.recommended.name if page.recommended else _("no path yet")
    if page.against_recommended:
        supported = f"{supported} ({_('you took another')})"
    return (
        (_("Decided on"), date_format(page.decided_on, "DATE_FORMAT")),
        (_("Who decided"), page.decided_by),
        (_("Your answers supported"), supported),
        (_("State"), _("open again") if page.opened else _("stands")),
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
