"""What a reviewer does: save a draft, submit it. Atomic; time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from questionnaire.people.actor import Actor
from questionnaire.review.actions import Overtaken, follow, refuse_closed, venture_in_hand
from questionnaire.review.models import Review, Rubric
from questionnaire.review.queries import newest_rubric
from questionnaire.review.sums import Scores, lacking, read_criteria, weigh


class AlreadyIn(Exception):
    """This review was submitted; it stays as it is."""


class RubricChanged(Exception):
    """The page showed an earlier version of the rubric."""


class Incomplete(Exception):
    """A criterion or the confidence is missing."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a reviewer says, as ``Review`` keeps it."""

    scores: Scores
    confidence: int | None
    conflict: bool
    internal: Mapping[str, str]
    shared: Mapping[str, str]


def save_review(
    *,
    review: uuid.UUID,
    said: Said,
    base: int,
    rubric: int,
    submit: bool,
    by: Actor,
    at: dt.datetime,
) -> int:
    """Save a draft made on version ``base``, by the rubric that the page showed; submit: for good.

    The version that stands now; the same draft again is saved already. Raises Overtaken, AlreadyIn,
    RubricChanged, Incomplete, Closed, and Review.DoesNotExist for whoever was not asked (any more).
    """
    enrolment = Review.objects.own_of(by).values_list("enrolment_id", flat=True).get(pk=review)
    with venture_in_hand(enrolment=enrolment, by=by, managed=False):
        row: Review = Review.objects.own_of(by).get(pk=review)
        if row.submitted_at is not None:
            raise AlreadyIn
        refuse_closed(enrolment)
        newest = newest_rubric(row.enrolment.cohort_id)
        if newest is None or newest.pk != rubric:
            raise RubricChanged
        same = _said_by(row) == said and row.rubric_id == rubric
        if row.version != base and not same:
            raise Overtaken
        if same and not submit:
            return row.version
        if submit:
            _refuse_incomplete(newest, said)
        _write(row, said, newest, at)
        if submit:
            _submit(row, newest, by, at)
        return row.version


def _said_by(row: Review) -> Said:
    return Said(row.scores, row.confidence, row.conflict, row.internal, row.shared)


def _refuse_incomplete(rubric: Rubric, said: Said) -> None:
    if said.conflict:
        return
    if said.confidence is None or lacking(read_criteria(rubric.criteria), said.scores):
        raise Incomplete


def _write(row: Review, said: Said, rubric: Rubric, at: dt.datetime) -> None:
    row.scores, row.confidence, row.conflict = dict(said.scores), said.confidence, said.conflict
    row.internal, row.shared = dict(said.internal), dict(said.shared)
    row.rubric, row.version, row.saved_at = rubric, row.version + 1, at
    row.save(
        update_fields=["scores", "confidence", "conflict", "internal", "shared", "rubric",
                       "version", "saved_at"]
    )  # fmt: skip


def _submit(row: Review, rubric: Rubric, by: Actor, at: dt.datetime) -> None:
    """Whoever declares a conflict submits that and nothing else."""
    if row.conflict:
        row.scores, row.confidence, row.internal, row.shared = {}, None, {}, {}
    row.submitted_at, row.total = at, None if row.conflict else _total(rubric, row.scores)
    row.save(update_fields=["scores", "confidence", "internal", "shared", "submitted_at", "total"])
    follow(enrolment=row.enrolment_id, by=by.user_id, at=at)


def _total(rubric: Rubric, scores: Scores) -> int | None:
    return weigh(read_criteria(rubric.criteria), scores).total
