"""All that one reader may know of a venture's reviews, as plain values."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from questionnaire.bank.queries import edition_by_id
from questionnaire.bank.wording import LocalEdition
from questionnaire.cohort.models import Enrolment
from questionnaire.people.actor import Actor
from questionnaire.review.models import STATE_WORDS, Review, ReviewStep, Rubric
from questionnaire.review.queries import rubrics_used, steps_of
from questionnaire.review.shown import Mask, Remark, ask_of, remarks
from questionnaire.review.sums import Sum, read_criteria, weigh


@dataclass(frozen=True, slots=True)
class Told:
    """A review that may be read. earlier: whether the answers were sent again since."""

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
    mask: Mask,
    sent_at: dt.datetime | None,
) -> list[Told]:
    """The reviews of a venture that are in and that the actor may read. Two queries.

    sent_at: when the venture sent its answers last; what was in before is about earlier ones.
    """
    rows = Review.objects.readable_by(actor).filter(enrolment=enrolment, submitted_at__isnull=False)
    found = list(rows.select_related("reviewer").order_by("submitted_at", "pk"))
    rubrics = rubrics_used(one.rubric_id for one in found if one.rubric_id)
    return [_told(one, rubrics, wording, mask, sent_at) for one in found]


def _told(
    one: Review,
    rubrics: Mapping[int, Rubric],
    wording: LocalEdition,
    mask: Mask,
    sent_at: dt.datetime | None,
) -> Told:
    rubric = rubrics[one.rubric_id or 0]  # in by a rubric: the database says so
    return Told(
        id=one.pk,
        by=str(one.reviewer) if one.reviewer else "",
        at=one.submitted_at,
        version=rubric.version,
        sum=None if one.conflict else weigh(read_criteria(rubric.criteria), one.scores),
        confidence=one.confidence,
        conflict=one.conflict,
        internal=remarks(_masked(one.internal, mask), wording),
        shared=remarks(_masked(one.shared, mask), wording),
        released_at=one.released_at,
        earlier=bool(sent_at and one.submitted_at and one.submitted_at < sent_at),
    )


def _masked(comments: Mapping[str, str], mask: Mask) -> dict[str, str]:
    return {key: mask(text) for key, text in comments.items()}


def told_steps(enrolment: Enrolment, wording: LocalEdition, mask: Mask) -> list[Step]:
    """Every state with who brought it about and when, the newest first. One query."""
    return [step_of(one, wording, mask) for one in steps_of(enrolment.pk)]


def step_of(one: ReviewStep, wording: LocalEdition, mask: Mask) -> Step:
    """A state in words."""
    return Step(
        state=one.state,
        word=str(STATE_WORDS[one.state]),
        at=one.at,
        by=str(one.by) if one.by else "",
        words=mask(one.words),
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
