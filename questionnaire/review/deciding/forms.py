"""Decisions as a manager marks them, and the words beside them; nothing here saves."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.http import QueryDict

from questionnaire.assessment.entry import clean_text, read_id, sent_id, sent_number
from questionnaire.review.deciding.actions import Choice

MOST_WORDS = 2000


@dataclass(frozen=True, slots=True)
class Marked:
    """What was marked. words: choice -> what its founders are told beside it; batch: the id under
    which all of it is applied once."""

    choices: tuple[Choice, ...]
    words: Mapping[str, str]
    batch: uuid.UUID


def read_marked(data: QueryDict, known: Collection[str]) -> Marked:
    """The ventures for which one of the cohort's decisions was chosen; the rest is left alone."""
    found: dict[uuid.UUID, tuple[str, int]] = {}
    for name, choice in data.items():
        part, _dash, pk = name.partition("-")
        enrolment = read_id(pk) if part == "choice" else None
        if enrolment is not None and choice in known:
            found[enrolment] = (str(choice), sent_number(data.get(f"base-{pk}", "")))
    places = {choice: place for place, choice in enumerate(known)}
    chosen = {choice for choice, _base in found.values()}
    words = {
        choice: clean_text(data.get(f"words-{place}", ""))[:MOST_WORDS]
        for choice, place in places.items()
        if choice in chosen
    }
    return Marked(
        choices=tuple(
            Choice(pk, choice, base, words[choice]) for pk, (choice, base) in found.items()
        ),
        words=words,
        batch=sent_id(data.get("batch", "")) or uuid.uuid4(),
    )
