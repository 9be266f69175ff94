"""The demonstration's cohort under review: a rubric, two reviewers, reviews in several states."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.people.models import User
from questionnaire.review.actions import follow, record_step
from questionnaire.review.models import DecisionBatch, Outcome, Review
from questionnaire.review.queries import newest_rubric
from questionnaire.review.reviewing.actions import Said, save_review
from questionnaire.review.setting_up.actions import write_rubric
from questionnaire.review.sums import Criterion
from questionnaire.vocabulary import ReviewState

DAY = dt.timedelta(days=1)
CRITERIA = (
    Criterion("team", "Team", "Have they trained a model of this size before?", weight=3),
    Criterion("plan", "Release plan", "Does the path fit the money and the promises?", weight=3),
    Criterion("safety", "Safety", "Is it known what could go wrong, and who would notice?", 2),
    Criterion("fit", "Fit with the programme", "Can we help them with what they lack?"),
)
Words = Mapping[str, str]
WRITTEN: Sequence[tuple[tuple[int, ...], int, Words, Words]] = (
    ((5, 4, 4, 5), 4, {"": "Strong; ask for the partner's letter at the interview."},
     {"": "Clear and honest. Say who may stop a release."}),
    ((2, 2, 3, 3), 3, {"": "I doubt the budget."},
     {"funding-route": "The money ends before the first revenue. What is plan B?"}),
    ((4, 3, 2, 4), 4, {"": "Safety is thin for this field."},
     {"": "Name the person who answers reports of misuse."}),
    ((3, 4, 3, 2), 2, {}, {}),
)  # fmt: skip
"""Scores in the rubric's order, how sure, internal and shared comments: of one review each."""


def load_review(
    cohort: Cohort, manager: User, reviewers: Sequence[User], at: dt.datetime, ids: Any
) -> None:
    """Everything about reviews, once. reviewers: two; ids: a name to the id that follows from it.

    No mail is queued: nobody in the demonstration waits for one.
    """
    if newest_rubric(cohort.pk) is not None:
        return
    by = Actor(manager.pk, at=at)
    rubric = write_rubric(cohort=cohort, criteria=CRITERIA, base=0, by=by, at=at - 9 * DAY)
    reports = Enrolment.objects.consented().filter(cohort=cohort).with_newest_report()
    ventures = list(reports.filter(report_id__isnull=False).order_by("pk")[:6])
    for place, venture in enumerate(ventures):
        _ask(venture, reviewers[: 1 + (place < 5)], manager, at - 8 * DAY, ids)
    first, second = reviewers
    for place, (venture, who) in enumerate(zip(ventures[:2], (first, first), strict=False)):
        _write(_of(venture, who), rubric.pk, WRITTEN[place], at - 5 * DAY)
    for place, venture in enumerate(ventures[:2], 2):
        _write(_of(venture, second), rubric.pk, WRITTEN[place], at - 4 * DAY)
    if len(ventures) > 3:
        _write(_of(ventures[2], second), rubric.pk, WRITTEN[1], at - 3 * DAY)
        _write(_of(ventures[3], first), rubric.pk, WRITTEN[3], at - 2 * DAY, submit=False)
        _asked_for_changes(ventures[2], manager, at - 2 * DAY)
    if ventures:
        _decided(cohort, ventures[0], manager, at - DAY, ids)


def _ask(
    venture: Enrolment, reviewers: Sequence[User], manager: User, at: dt.datetime, ids: Any
) -> None:
    Review.objects.bulk_create(
        Review(
            pk=ids("review", str(venture.pk), who.email), enrolment=venture, reviewer=who,
            assigned_by=manager, assigned_at=at,
        )
        for who in reviewers
    )  # fmt: skip
    follow(enrolment=venture.pk, by=manager.pk, at=at)


def _of(venture: Enrolment, who: User) -> Review:
    return Review.objects.get(enrolment=venture, reviewer=who)


def _write(
    review: Review,
    rubric: int,
    written: tuple[tuple[int, ...], int, Words, Words],
    at: dt.datetime,
    *,
    submit: bool = True,
) -> None:
    scores, sure, internal, shared = written
    by_key = {one.key: score for one, score in zip(CRITERIA, scores, strict=True)}
    save_review(
        review=review.pk, said=Said(by_key, sure, False, internal, shared), base=0, rubric=rubric,
        submit=submit, by=Actor(review.reviewer_id, at=at), at=at,
    )  # fmt: skip


def _asked_for_changes(venture: Enrolment, manager: User, at: dt.datetime) -> None:
    record_step(
        enrolment=venture.pk, state=ReviewState.CHANGES_REQUESTED, by=manager.pk, at=at,
        words="Please say how long the money lasts with the second training run.",
        question="funding-runway",
    )  # fmt: skip


def _decided(cohort: Cohort, venture: Enrolment, manager: User, at: dt.datetime, ids: Any) -> None:
    """One venture is through: its comments released, decided, closed."""
    Review.objects.filter(enrolment=venture, submitted_at__isnull=False).update(released_at=at)
    batch = DecisionBatch.objects.create(pk=ids("batch"), cohort=cohort, by=manager, at=at)
    Outcome.objects.create(
        batch=batch, enrolment=venture, choice="admitted", by=manager, at=at,
        words="Welcome. We meet on the first Monday.",
    )  # fmt: skip
    record_step(enrolment=venture.pk, state=ReviewState.CLOSED, by=manager.pk, at=at)
