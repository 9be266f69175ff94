"""What a venture showed to others, to keep: cohorts with what was agreed to, and links."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from questionnaire.assessment.joined import Consented, Joined, category_names, joined, said_of
from questionnaire.assessment.models import Assessment
from questionnaire.download.queries import consents_of, link_openings_of, links_of, openings_of
from questionnaire.people.actor import Actor
from questionnaire.review.founders import Reviewed, reviewed_of
from questionnaire.vocabulary import GrantPurpose


@dataclass(frozen=True, slots=True)
class Agreed:
    """A cohort with every consent given there, who of its accelerator read which revision's report
    when within an hour (first, last, how often), the first first; and what it was told of its
    reviewing."""

    cohort: Joined
    said: tuple[Consented, ...]
    seen: tuple[tuple[dt.datetime, dt.datetime, int, str, int], ...]
    reviewed: Reviewed | None


@dataclass(frozen=True, slots=True)
class Link:
    """A private link, by its dates alone."""

    made_at: dt.datetime
    ends_at: dt.datetime
    ended_at: dt.datetime | None
    used: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A link to a revision's report, and when it was opened, or taken along as a file of which
    kind."""

    label: str
    revision: int
    with_notes: bool
    passphrase: bool
    made_at: dt.datetime
    ends_at: dt.datetime
    ended_at: dt.datetime | None
    opened: tuple[tuple[dt.datetime, str], ...]


def agreed(found: Assessment, reader: Actor) -> Iterator[Agreed]:
    """The cohorts with their consents, who read what was shared, and what reviewers told. Six
    queries, whatever their number."""
    said: dict[Any, list[Consented]] = {}
    for row in consents_of(found.venture_id):
        names = category_names(found, row["enrolment__cohort__edition_id"])
        said.setdefault(row["enrolment_id"], []).append(said_of(row, names))
    seen: dict[Any, list[tuple[dt.datetime, dt.datetime, int, str, int]]] = {}
    for enrolment, *when, name, email, program, revision in openings_of(found.venture_id):
        seen.setdefault(enrolment, []).append((*when, name or email or program or "", revision))
    cohorts = joined(found)
    reviewed = reviewed_of(reader, found, [one.id for one in cohorts])
    for one in cohorts:
        yield Agreed(
            one, tuple(said.get(one.id, ())), tuple(seen.get(one.id, ())), reviewed.get(one.id)
        )


def private_links(found: Assessment) -> Iterator[Link]:
    """The links that open the questions, by their dates."""
    columns = ("created_at", "expires_at", "revoked_at", "used")
    rows = found.venture.grants.filter(purpose=GrantPurpose.RESUME).order_by("created_at")
    for row in rows.values_list(*columns):
        yield Link(*row)


def report_links(found: Assessment) -> Iterator[Shown]:
    """The links to reports with their openings. Two queries."""
    openings: dict[Any, list[tuple[dt.datetime, str]]] = {}
    for link, at, file in link_openings_of(found.venture_id):
        openings.setdefault(link, []).append((at, file))
    for pk, label, revision, notes, passphrase, made, ends, ended in links_of(found.venture_id):
        yield Shown(
            label, revision, notes, bool(passphrase), made, ends, ended,
            tuple(openings.get(pk, ())),
        )  # fmt: skip
