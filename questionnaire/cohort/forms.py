"""What a cohort page can be narrowed to; whatever is not on the list is ignored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from questionnaire.cohort.aggregate import Filters
from questionnaire.vocabulary import EnrolmentState

STATES = tuple(EnrolmentState)


def read_filters(
    query: Mapping[str, str], paths: Sequence[str], tensions: Sequence[str]
) -> Filters:
    """The filters of a query string, each checked against what there is."""
    return Filters(
        state=_one_of(query.get("state", ""), STATES),
        path=_one_of(query.get("path", ""), paths),
        tension=_one_of(query.get("tension", ""), tensions),
        safety=_percent(query.get("safety", "")),
    )


def _one_of(value: str, allowed: Sequence[str]) -> str:
    return value if value in allowed else ""


def _percent(value: str) -> int | None:
    """A whole number from 1 to 100; 0 and everything else narrows nothing."""
    if not (value.isascii() and value.isdigit() and len(value) <= 3):
        return None
    number = int(value)
    return number if 1 <= number <= 100 else None
