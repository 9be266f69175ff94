"""What a cohort asks for, in words: the categories that everybody answers, what is to be
shared, and why."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from questionnaire.assessment.joined import Shared, shares_of
from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import Phrase
from questionnaire.cohort.disclosure import NOTHING, Disclosure, read_disclosure
from questionnaire.cohort.models import Cohort


@dataclass(frozen=True, slots=True)
class Asked:
    """required: names of categories; shares and path: what is asked to be shared."""

    required: tuple[Phrase | str, ...]
    shares: tuple[Shared, ...]
    path: bool
    why: str

    @property
    def anything(self) -> bool:
        """Whether anything is asked to be shared."""
        return bool(self.shares or self.path)


def asked_disclosure(cohort: Cohort) -> Disclosure:
    """What is asked to be shared."""
    return read_disclosure(cohort.asks) if cohort.asks else NOTHING


def asked(cohort: Cohort, names: Mapping[str, Phrase] | None = None) -> Asked:
    """What a founder reads of it. names: of the categories, where they are known already."""
    known = names if names is not None else cohort_categories(cohort.edition_id)
    row: dict[str, Any] = cohort.asks or {"categories": [], "answers": [], "notes": [],
                                          "evidence": [], "path": False}  # fmt: skip
    return Asked(
        required=tuple(known.get(key, key) for key in cohort.required),
        shares=shares_of(row, known),
        path=bool(row["path"]),
        why=cohort.why,
    )


def cohort_categories(edition: uuid.UUID) -> dict[str, Phrase]:
    """The categories of an edition in the reader's language, by key."""
    wording = edition_by_id(edition).wording(get_language() or "en")
    return {category.key: category.name for category in wording.categories}
