"""The cohort page as plain values: what its address asks for, and everything below its name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from questionnaire.cohort.aggregate import POSTURES
from questionnaire.cohort.forms import (
    LACKING,
    STATES,
    every_column,
    read_against,
    read_columns,
    read_filters,
)
from questionnaire.cohort.narrowing import STAGES
from questionnaire.cohort.page import (
    column_name,
    column_of,
    short_names,
    shown_words,
    state_word,
    summary_words,
    table_row,
)
from questionnaire.cohort.standing.columns import Places
from questionnaire.cohort.standing.keyset import REQUIRED, order_of
from questionnaire.cohort.standing.reading import Asked, Read
from questionnaire.cohort.standing.shares import (
    actions_told,
    ladder_told,
    paths_told,
    tensions_told,
    unknown_words,
)
from questionnaire.cohort.standing.spreads import (
    by_category,
    by_posture,
    courses_told,
    round_words,
    scatter_told,
    spread_told,
)
from questionnaire.people.models import stage_word
from questionnaire.report.narrative.standing import posture_name
from questionnaire.report.narrative.tongue import Tongue

PLACE = "place"
"""The part of the address that says which page of the table is shown."""


def asked_of(query: QueryDict, places: Places, required: Sequence[str]) -> Asked:
    """What an address asks for. required: the categories that the cohort requires."""
    return Asked(
        filters=read_filters(query, places.paths, places.tensions, places.actions, required),
        order=order_of(query.get("sort", ""), places, required),
        columns=read_columns(query, tuple(places.scores)),
        token=query.get(PLACE, ""),
        round=query.get("round", ""),
        against=read_against(query),
        required=tuple(required),
    )


def kept_query(query: QueryDict, asked: Asked) -> QueryDict:
    """The address's query without its place in the table and without what says nothing."""
    kept = QueryDict(mutable=True)
    for key in ("name", "state", "stage", "path", "tension", "action", *POSTURES):
        value = getattr(asked.filters, key)
        if value not in ("", None):
            kept[key] = str(value)
    if asked.filters.lacks:
        kept[REQUIRED] = LACKING
    if asked.order.word != "venture":
        kept["sort"] = asked.order.word
    if query.getlist("column"):
        kept.setlist("column", list(asked.columns))
    if asked.round:
        kept["round"] = asked.round
    if asked.against != "safety":
        kept["against"] = asked.against
    return kept


def cohort_page(
    tongue: Tongue, read: Read, asked: Asked, query: QueryDict, today: dt.date
) -> dict[str, Any]:
    """Everything below the cohort's name."""
    kept = kept_query(query, asked)
    heads = short_names(tongue, asked.columns)
    return {
        "summary": summary_words(tongue, read.whole.states),
        "mixed": read.whole.mixed,
        "shown_words": shown_words(tongue, read.whole.size, read.counted.size),
        "columns": [
            column_of(tongue, key, asked.order.word) for key in ("venture", *asked.columns)
        ],
        "rows": [table_row(tongue, row, asked.columns, heads, asked.required) for row in read.rows],
        "earlier": _at(kept, read.earlier),
        "later": _at(kept, read.later),
        "all_here": read.all_here,
        "kept": kept.urlencode(),
        "by_category": by_category(tongue, read, asked.required),
        "by_posture": by_posture(tongue, read),
        "spreads": [spread_told(tongue, read, posture) for posture in POSTURES],
        "scatter": scatter_told(tongue, read),
        "paths_told": paths_told(tongue, read),
        "tensions": tensions_told(tongue, read),
        "tensions_unknown": unknown_words(tongue, read, read.bits.tensions_of),
        "actions": actions_told(tongue, read),
        "actions_unknown": unknown_words(tongue, read, read.bits.actions_of),
        "ladder": ladder_told(tongue, read),
        "courses": courses_told(tongue, read, today),
        "closes_on": read.round.closes_on if read.round and read.round.closes_on >= today else None,
        "filters": asked.filters,
        "sort": asked.order.word,
        "required": [one.name for one in tongue.texts.categories if one.key in asked.required],
        "against": asked.against,
        **_choices(tongue, read, asked),
    }


def _at(kept: QueryDict, token: str) -> str:
    """The query of a neighbouring page; empty where there is none."""
    if not token:
        return ""
    there = kept.copy()
    there[PLACE] = token
    return there.urlencode()


def _choices(tongue: Tongue, read: Read, asked: Asked) -> dict[str, Any]:
    """What can be chosen, as (key, words) or with whether it is chosen."""
    words = round_words(tongue)
    return {
        "states": [(str(key), state_word(tongue, key)) for key in STATES],
        "stages": [(key, stage_word(key)) for key in STAGES],
        "paths": [(path.key, path.name) for path in tongue.texts.paths],
        "tension_choices": [(key, tongue.texts.tension(key).name) for key in read.places.tensions],
        "action_choices": [(key, tongue.texts.action(key).text) for key in read.places.actions],
        "least_choices": [
            (key, posture_name(tongue, key), getattr(asked.filters, key)) for key in POSTURES
        ],
        "rounds": [(one.kind, words[one.kind], one.closes_on) for one in read.rounds],
        "round": read.round.kind if read.round else "",
        "column_choices": [
            (key, column_name(tongue, key), key in asked.columns)
            for key in every_column(tuple(read.places.scores))
        ],
    }
