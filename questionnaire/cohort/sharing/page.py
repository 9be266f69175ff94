"""What a venture shares with one cohort, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from questionnaire.assessment.joined import Joined, category_names, joined
from questionnaire.assessment.models import Assessment
from questionnaire.bank.wording import Phrase
from questionnaire.cohort.models import Enrolment


@dataclass(frozen=True, slots=True)
class Said:
    """A consent as it was given. by is empty for who came by a link."""

    at: dt.datetime
    by: str
    shares: tuple[Phrase | str, ...]
    left: bool


@dataclass(frozen=True, slots=True)
class SharingPage:
    """One cohort of the venture, and everything that was agreed to there, the newest first."""

    venture: str
    now: Joined
    said: tuple[Said, ...]


def sharing_page(found: Assessment, enrolment: Enrolment) -> SharingPage:
    """What is shared now and what was agreed to. Two queries."""
    [now] = [one for one in joined(found) if one.id == enrolment.pk]
    names = category_names(found, enrolment.cohort.edition_id)
    rows = enrolment.consents.order_by("-pk").values_list(
        "at", "by__name", "by__email", "categories", "leaving"
    )
    return SharingPage(
        venture=found.venture.name,
        now=now,
        said=tuple(
            Said(at, name or email or "", tuple(names.get(key, key) for key in categories), left)
            for at, name, email, categories, left in rows
        ),
    )
