"""What a cohort page can be asked for by its address; whatever is not on the list is ignored."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict

from questionnaire.cohort.aggregate import POSTURES
from questionnaire.cohort.narrowing import SORTS, STAGES, Filters
from questionnaire.vocabulary import EnrolmentState

STATES = tuple(EnrolmentState)
LONGEST_NAME = 80
LACKING = "lacking"
"""Those of which a required category is not there."""
COLUMNS = ("stage", "state", "path", "margin", "lean", *POSTURES)
"""The columns of every cohort, in the order in which they stand; categories and runway follow."""


def read_filters(
    query: QueryDict,
    paths: Sequence[str],
    tensions: Sequence[str],
    actions: Sequence[str] = (),
    required: Sequence[str] = (),
) -> Filters:
    """The filters of a query string, each checked against what there is."""
    return Filters(
        state=_one_of(query.get("state", ""), STATES),
        path=_one_of(query.get("path", ""), paths),
        tension=_one_of(query.get("tension", ""), tensions),
        **{name: _percent(query.get(name, "")) for name in POSTURES},
        stage=_one_of(query.get("stage", ""), STAGES),
        action=_one_of(query.get("action", ""), actions),
        lacks=tuple(required) if query.get("required") == LACKING else (),
        name=query.get("name", "").replace("\0", "").strip()[:LONGEST_NAME],
    )


def every_column(categories: Sequence[str]) -> tuple[str, ...]:
    """All columns that may be chosen, in their order. categories: the names of their columns."""
    return (*COLUMNS, *categories, "runway")


def read_columns(query: QueryDict, categories: Sequence[str]) -> tuple[str, ...]:
    """The columns chosen beside the name, in their order; the usual ones where none is."""
    wanted = set(query.getlist("column"))
    chosen = tuple(key for key in every_column(categories) if key in wanted)
    return chosen or SORTS[1:]


def read_against(query: QueryDict) -> str:
    """The posture that the scatter shows."""
    return _one_of(query.get("against", ""), POSTURES) or "safety"


def _one_of(value: str, allowed: Sequence[str]) -> str:
    return value if value in allowed else ""


def _percent(value: str) -> int | None:
    """A whole number from 1 to 100; 0 and everything else narrows nothing."""
    if not (value.isascii() and value.isdigit() and len(value) <= 3):
        return None
    number = int(value)
    return number if 1 <= number <= 100 else None
