"""The cohorts that a venture is in or left, and what it shares with each, as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from questionnaire.assessment.models import Assessment
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import Phrase
from questionnaire.vocabulary import CONSENT_HOLDS_FROM


@dataclass(frozen=True, slots=True)
class Shared:
    """A category whose scores are shared, and what else of it is."""

    name: Phrase | str
    answers: bool
    notes: bool
    evidence: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """A cohort of the venture. shares: what is shared, by category; path: whether the recommended
    path is; since: when this was agreed to, None while nothing is shared; asked_again: whether that
    was in other words than today's; left_at: when it left."""

    id: uuid.UUID
    cohort: str
    accelerator: str
    starts_on: dt.date
    ends_on: dt.date
    shares: tuple[Shared, ...]
    path: bool
    everything: bool
    since: dt.datetime | None
    asked_again: bool
    left_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Consented:
    """A consent as it was given, and the version of the words. by is empty for who came by a
    link."""

    at: dt.datetime
    by: str
    shares: tuple[Shared, ...]
    path: bool
    version: int
    left: bool

    @property
    def nothing(self) -> bool:
        """Whether it took everything back."""
        return not (self.shares or self.path)


SHARES = ("categories", "answers", "notes", "evidence", "path")
"""The columns of an enrolment and of a consent that say what is shared."""
SAID = ("at", "by__name", "by__email", "leaving", "text_version", *SHARES)
COLUMNS = ("id", "cohort__name", "cohort__accelerator__name", "cohort__starts_on",
           "cohort__ends_on", "cohort__edition_id", *SHARES, "text_version", "consented_at",
           "revoked_at")  # fmt: skip


def joined(found: Assessment) -> tuple[Joined, ...]:
    """Every cohort of the assessment's venture, those it is in first. One query."""
    rows = found.venture.enrolments.order_by("revoked_at", "cohort__name").values(*COLUMNS)
    present = [one for one in rows if one["revoked_at"] is None]
    left = [one for one in rows if one["revoked_at"] is not None]
    return tuple(_joined(found, one) for one in (*present, *left))


def present(found: Assessment) -> tuple[Joined, ...]:
    """Those that it is in. One query."""
    return tuple(one for one in joined(found) if one.left_at is None)


def category_names(found: Assessment, cohort_edition: uuid.UUID) -> dict[str, Phrase]:
    """The categories that may be shared, by key: of the cohort's edition, and of the venture's."""
    language = get_language() or "en"
    return {
        category.key: category.name
        for edition in (found.edition_id, cohort_edition)
        for category in edition_by_id(edition).wording(language).categories
    }


def shares_of(row: Mapping[str, Any], names: Mapping[str, Phrase]) -> tuple[Shared, ...]:
    """What the columns of SHARES say, in the bank's order; a category no longer known comes last,
    by its key."""
    known = [key for key in names if key in row["categories"]]
    unknown = [key for key in row["categories"] if key not in names]
    return tuple(
        Shared(
            name=names.get(key, key),
            answers=key in row["answers"],
            notes=key in row["notes"],
            evidence=key in row["evidence"],
        )
        for key in (*known, *unknown)
    )


def said_of(row: Mapping[str, Any], names: Mapping[str, Phrase]) -> Consented:
    """A consent's row, read with SAID."""
    return Consented(
        at=row["at"],
        by=row["by__name"] or row["by__email"] or "",
        shares=shares_of(row, names),
        path=row["path"],
        version=row["text_version"],
        left=row["leaving"],
    )


def _joined(found: Assessment, row: Mapping[str, Any]) -> Joined:
    names = category_names(found, row["cohort__edition_id"])
    shares = shares_of(row, names) if row["consented_at"] else ()
    whole = [one for one in shares if one.answers and one.notes and one.evidence]
    return Joined(
        id=row["id"],
        cohort=row["cohort__name"],
        accelerator=row["cohort__accelerator__name"],
        starts_on=row["cohort__starts_on"],
        ends_on=row["cohort__ends_on"],
        shares=shares,
        path=row["path"] and row["consented_at"] is not None,
        everything=bool(names) and row["path"] and len(whole) >= len(names),
        since=row["consented_at"],
        asked_again=row["consented_at"] is not None and row["text_version"] < CONSENT_HOLDS_FROM,
        left_at=row["revoked_at"],
    )
