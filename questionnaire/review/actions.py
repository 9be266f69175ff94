"""Reviewing held while it is changed, and the states that it comes to. Time comes in."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied
from django.db import transaction

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.people.membership.actions import hold_membership
from questionnaire.review.models import Review, ReviewReading, ReviewStep
from questionnaire.review.queries import last_step
from questionnaire.vocabulary import ReviewState


class Overtaken(Exception):
    """Somebody wrote meanwhile; nothing was changed."""


class Closed(Exception):
    """The reviewing of this venture is closed; nothing is added to it."""


class OnesOwn(Exception):
    """Nobody takes back, hands on or drops their own review: whoever read the others' could."""


class Abstained(Exception):
    """Whoever abstains as a whole has done so for good."""


class TooOften(Exception):
    """The founders had enough mail of this kind for a day."""


MOST_LETTERS, DAY = 10, dt.timedelta(days=1)
"""So many mails of one kind reach the founders of one venture within so long."""


@contextmanager
def cohort_in_hand(*, cohort: uuid.UUID, by: Actor) -> Iterator[Cohort]:
    """A cohort locked for somebody who (still) manages it; PermissionDenied for anybody else."""
    with transaction.atomic():
        hold_membership(by, accelerator__cohorts=cohort)
        list(Cohort.objects.select_for_update().filter(pk=cohort).values_list("pk"))
        found = Cohort.objects.managed_by(by).filter(pk=cohort).first()
        if found is None:
            raise PermissionDenied
        yield found


@contextmanager
def venture_in_hand(
    *, enrolment: uuid.UUID, by: Actor, managed: bool = True
) -> Iterator[Enrolment]:
    """A venture of a cohort locked for somebody who (still) manages it, or reviews there, and who
    does not belong to the venture.

    Submissions, states and assignments of one venture wait for each other here, so that of two
    reviewers at once exactly one is the last. PermissionDenied for others, and once it left.
    """
    with transaction.atomic():
        hold_membership(by, accelerator__cohorts__enrolments=enrolment)
        list(Enrolment.objects.select_for_update().filter(pk=enrolment).values_list("pk"))
        cohorts = Cohort.objects.managed_by(by) if managed else Cohort.objects.reviewed_by(by)
        rows = Enrolment.objects.present().of_others(by)
        rows = rows.filter(pk=enrolment, cohort__in=cohorts.values("pk"))
        found = rows.select_related("cohort__accelerator", "venture").first()
        if found is None:
            raise PermissionDenied
        yield found


def record_readings(*, enrolments: Iterable[uuid.UUID], by: Actor) -> None:
    """Record that somebody reads others' reviews of these, the first time; before they are shown.
    One statement, none where there is nothing of others'."""
    if by.user_id is None:
        return  # reviews are read by people alone
    rows = [ReviewReading(enrolment_id=one, reader_id=by.user_id, at=by.at) for one in enrolments]
    ReviewReading.objects.bulk_create(rows, ignore_conflicts=True)


def record_step(
    *,
    enrolment: uuid.UUID,
    state: ReviewState,
    by: int | None,
    at: dt.datetime,
    words: str = "",
    question: str = "",
) -> ReviewStep:
    """Write down a state. Called with the venture in hand."""
    return ReviewStep.objects.create(
        enrolment_id=enrolment, state=state, words=words, question=question, by_id=by, at=at
    )


def follow(*, enrolment: uuid.UUID, by: int | None, at: dt.datetime) -> None:
    """Bring the state to what the reviews are: open while one is missing, submitted once all are
    in. What was asked of founders and what was closed stays. Called with the venture in hand."""
    step = last_step(enrolment)
    if step is not None and step.state in (ReviewState.CHANGES_REQUESTED, ReviewState.CLOSED):
        return
    state = state_of(enrolment)
    if state is not None and (step is None or step.state != state):
        record_step(enrolment=enrolment, state=state, by=by, at=at)


def state_of(enrolment: uuid.UUID) -> ReviewState | None:
    """What the reviews of a venture say by themselves; None while nobody was asked for one."""
    waits = list(Review.objects.filter(enrolment=enrolment).values_list("submitted_at", flat=True))
    if not waits:
        return None
    return ReviewState.OPEN if None in waits else ReviewState.SUBMITTED


def refuse_closed(enrolment: uuid.UUID) -> None:
    """Raises Closed where nothing may be added."""
    step = last_step(enrolment)
    if step is not None and step.state == ReviewState.CLOSED:
        raise Closed
