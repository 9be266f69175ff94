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


@dataclass(frozen=True, slots=True)
class Joined:
    """A cohort of the venture. shares: categories by name; since: since when these and no others,
    None while nothing is shared; left_at: when it left."""

    id: uuid.UUID
    cohort: str
    accelerator: str
    starts_on: dt.date
    ends_on: dt.date
    shares: tuple[Phrase | str, ...]
    everything: bool
    since: dt.datetime | None
    left_at: dt.datetime | None


COLUMNS = ("id", "cohort__name", "cohort__accelerator__name", "cohort__starts_on",
           "cohort__ends_on", "cohort__edition_id", "categories", "consented_at",
           "revoked_at")  # fmt: skip


def joined(found: Assessment) -> tuple[Joined, ...]:
    """Every cohort of the assessment's venture, those it is in first. One query."""
    rows = found.venture.enrolments.order_by("revoked_at", "cohort__name").values(*COLUMNS)
    present = [one for one in rows if one["revoked_at"] is None]
    left = [one for one in rows if one["revoked_at"] is not None]
    return tuple(_joined(found, one) for one in (*present, *left))


def category_names(found: Assessment, cohort_edition: uuid.UUID) -> dict[str, Phrase]:
    """The categories that may be shared, by key: of the cohort's edition, and of the venture's."""
    language = get_language() or "en"
    return {
        category.key: category.name
        for edition in (found.edition_id, cohort_edition)
        for category in edition_by_id(edition).wording(language).categories
    }


def _joined(found: Assessment, row: Mapping[str, Any]) -> Joined:
    names = category_names(found, row["cohort__edition_id"])
    shared: list[str] = row["categories"] if row["consented_at"] else []
    return Joined(
        id=row["id"],
        cohort=row["cohort__name"],
        accelerator=row["cohort__accelerator__name"],
        starts_on=row["cohort__starts_on"],
        ends_on=row["cohort__ends_on"],
        shares=tuple(names.get(key, key) for key in shared),
        everything=bool(names) and set(names) <= set(shared),
        since=row["consented_at"],
        left_at=row["revoked_at"],
    )
