"""All that one reader may know of a venture's reviews, as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition
from questionnaire.cohort.models import Enrolment
from questionnaire.people.actor import Actor
from questionnaire.review.models import STATE_WORDS, Review, ReviewStep, Rubric
from questionnaire.review.queries import rubrics_used, steps_of
from questionnaire.review.shown import Remark, ask_of, remarks
from questionnaire.review.sums import Sum, read_criteria, weigh


@dataclass(frozen=True, slots=True)
class Told:
    """A review that may be read. earlier: whether the answers were sent again since; own:
    whether it is the reader's; informed: whether it was handed back and written anew after its
    reviewer had read the others'."""

    id: uuid.UUID
    by: str
    at: dt.datetime | None
    version: int
    sum: Sum | None
    confidence: int | None
    conflict: bool
    internal: tuple[Remark, ...]
    shared: tuple[Remark, ...]
    released_at: dt.datetime | None
    earlier: bool
    own: bool
    informed: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A state that the reviewing came to."""

    state: str
    word: str
    at: dt.datetime
    by: str
    words: str
    ask: str


def told_reviews(
    actor: Actor,
    enrolment: Enrolment,
    wording: LocalEdition,
    sent_at: dt.datetime | None,
    *,
    kept: bool,
) -> list[Told]:
    """The reviews of a venture that are in and that the actor may read. Two queries.

    kept: whether its name is kept from the actor; then no words of others are told, for somebody
    who knows it may have written it. sent_at: when the venture sent its answers last; what was in
    before is about earlier ones.
    """
    rows = Review.objects.readable_by(actor).filter(enrolment=enrolment, submitted_at__isnull=False)
    before = enrolment.review_readings.filter(
        reader=OuterRef("reviewer"), at__lt=OuterRef("submitted_at")
    )
    rows = rows.annotate(informed=Exists(before))
    found = list(rows.select_related("reviewer").order_by("submitted_at", "pk"))
    rubrics = rubrics_used(one.rubric_id for one in found if one.rubric_id)
    return [
        _told(one, rubrics, wording, sent_at, own=one.reviewer_id == actor.user_id, kept=kept)
        for one in found
    ]


def _told(
    one: Review,
    rubrics: Mapping[int, Rubric],
    wording: LocalEdition,
    sent_at: dt.datetime | None,
    *,
    own: bool,
    kept: bool,
) -> Told:
    rubric = rubrics[one.rubric_id or 0]  # in by a rubric: the database says so
    words = (own or not kept) and not one.conflict
    return Told(
        id=one.pk,
        by=str(one.reviewer) if one.reviewer else "",
        at=one.submitted_at,
        version=rubric.version,
        sum=None if one.conflict else weigh(read_criteria(rubric.criteria), one.scores),
        confidence=one.confidence,
        conflict=one.conflict,
        internal=remarks(one.internal, wording) if words else (),
        shared=remarks(one.shared, wording) if words else (),
        released_at=one.released_at,
        earlier=bool(sent_at and one.submitted_at and one.submitted_at < sent_at),
        own=own,
        informed=one.informed,  # type: ignore[attr-defined]  # annotated by the queryset
    )


def told_steps(enrolment: Enrolment, wording: LocalEdition, *, kept: bool) -> list[Step]:
    """Every state with who brought it about and when, the newest first; without the words where
    the venture's name is kept from the reader. One query."""
    return [step_of(one, wording, kept=kept) for one in steps_of(enrolment.pk)]


def step_of(one: ReviewStep, wording: LocalEdition, *, kept: bool) -> Step:
    """A state in words."""
    return Step(
        state=one.state,
        word=str(STATE_WORDS[one.state]),
        at=one.at,
        by=str(one.by) if one.by else "",
        words="" if kept else one.words,
        ask=ask_of(one.question, wording),
    )


def questions_of(
    enrolment: Enrolment, language: str
) -> Sequence[tuple[str, list[tuple[str, str]]]]:
    """The questions of the cohort's edition by category, for a choice."""
    wording = edition_by_id(enrolment.cohort.edition_id).wording(language)
    return [
        (str(category.name), [(one.key, str(one.ask)) for one in category.questions])
        for category in wording.categories
    ]
