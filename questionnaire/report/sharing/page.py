"""The founder's page of links to reports, as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from questionnaire.assessment.models import Assessment
from questionnaire.keeping import LOOK_DAYS
from questionnaire.people.actor import Actor
from questionnaire.report.models import LinkOpening, Report, ReportLink

MOST_TOLD = 100
State = Literal["open", "expired", "ended"]


@dataclass(frozen=True, slots=True)
class LinkTold:
    """A link with its state; by is empty for who came by the private link. kept: whether its
    openings are; they are forgotten together, long after its last day."""

    id: uuid.UUID
    label: str
    report: uuid.UUID
    called: str
    by: str
    made_at: dt.datetime
    ends_at: dt.datetime
    ended_at: dt.datetime | None
    state: State
    passphrase: bool
    with_notes: bool
    opened: int
    first_at: dt.datetime | None
    taken: int
    kept: bool


@dataclass(frozen=True, slots=True)
class OpeningTold:
    """One opening: of which link, and which of its openings it was. Or a file of this kind that
    was taken along."""

    at: dt.datetime
    label: str
    called: str
    number: int
    file: str


@dataclass(frozen=True, slots=True)
class LinksPage:
    """All links of a venture, the newest first, and when they were opened, the last first."""

    venture: str
    links: tuple[LinkTold, ...]
    openings: tuple[OpeningTold, ...]
    more: bool


def revision_called(revision: int, sent_at: dt.datetime) -> str:
    """A sent revision, as links and their readers call its report."""
    date = date_format(sent_at, "DATE_FORMAT")
    return _("Revision %(revision)s, %(date)s") % {"revision": revision, "date": date}


def report_choices(actor: Actor, found: Assessment) -> list[tuple[str, str]]:
    """The venture's reports, the newest first; with their receipts where two are called alike, as
    all of a name is to be read on a phone. One query."""
    rows = Report.objects.visible_to(actor).filter(
        submission__assessment__venture_id=found.venture_id
    )
    columns = ("pk", "submission__revision", "submission__sent_at", "submission__receipt")
    named = [
        (str(pk), revision_called(number, sent_at), receipt)
        for pk, number, sent_at, receipt in rows.order_by("-submission__sent_at").values_list(
            *columns
        )
    ]
    times = Counter(name for _pk, name, _receipt in named)
    return [
        (pk, name if times[name] == 1 else f"{name} ({receipt})") for pk, name, receipt in named
    ]


def links_page(actor: Actor, found: Assessment) -> LinksPage:
    """Every link with its state, and the last openings. Two queries."""
    rows = ReportLink.objects.visible_to(actor).filter(grant__venture_id=found.venture_id)
    links = tuple(
        _told(row, actor.at)
        for row in rows.with_openings().order_by("-grant__created_at").values(*COLUMNS)
    )
    openings = list(_openings(actor, found, links))
    return LinksPage(
        venture=found.venture.name,
        links=links,
        openings=tuple(openings[:MOST_TOLD]),
        more=len(openings) > MOST_TOLD,
    )


COLUMNS = ("id", "label", "report_id", "report__submission__revision",
           "report__submission__sent_at", "by__name", "by__email", "grant__created_at",
           "grant__expires_at", "grant__revoked_at", "passphrase", "with_notes", "opened",
           "first_at", "taken")  # fmt: skip


def _told(row: dict[str, Any], at: dt.datetime) -> LinkTold:
    ended, ends = row["grant__revoked_at"], row["grant__expires_at"]
    return LinkTold(
        id=row["id"],
        label=row["label"],
        report=row["report_id"],
        called=revision_called(
            row["report__submission__revision"], row["report__submission__sent_at"]
        ),
        by=row["by__name"] or row["by__email"] or "",
        made_at=row["grant__created_at"],
        ends_at=ends,
        ended_at=ended,
        state="ended" if ended is not None else "open" if ends > at else "expired",
        passphrase=bool(row["passphrase"]),
        with_notes=row["with_notes"],
        opened=row["opened"],
        first_at=row["first_at"],
        taken=row["taken"],
        kept=ends > at - dt.timedelta(days=LOOK_DAYS),
    )


def _openings(
    actor: Actor, found: Assessment, links: tuple[LinkTold, ...]
) -> Iterator[OpeningTold]:
    """The last openings, one more than are shown; each numbered within its link."""
    known = {one.id: one for one in links}
    left = {one.id: one.opened for one in links}
    rows = LinkOpening.objects.visible_to(actor).filter(link__grant__venture_id=found.venture_id)
    columns = ("link_id", "at", "file")
    for link, at, file in rows.order_by("-pk").values_list(*columns)[: MOST_TOLD + 1]:
        if link in known:  # one that was made since the links were read waits for the next look
            told = known[link]
            yield OpeningTold(at, told.label, told.called, left[link], file)
            left[link] -= not file
