"""What managers do about one venture: ask for changes, release, hand back, close, open again."""

from __future__ import annotations

import datetime as dt
import uuid

from questionnaire.cohort.models import Enrolment
from questionnaire.people.actor import Actor
from questionnaire.review.actions import (
    DAY,
    MOST_LETTERS,
    Abstained,
    OnesOwn,
    Overtaken,
    TooOften,
    follow,
    record_step,
    refuse_closed,
    state_of,
    venture_in_hand,
)
from questionnaire.review.mails import changes_letter, released_letter, send
from questionnaire.review.models import Review
from questionnaire.review.queries import asked_since, last_step
from questionnaire.vocabulary import ReviewState


def _on_what_was_shown(enrolment: uuid.UUID, base: int) -> None:
    """Raises Overtaken where another state came since the page was made."""
    step = last_step(enrolment)
    if base != (step.pk if step is not None else 0):
        raise Overtaken


def request_changes(
    *, enrolment: Enrolment, words: str, question: str, base: int, by: Actor, at: dt.datetime
) -> None:
    """Ask the founders for something, by mail and on their page. Raises Overtaken, Closed,
    TooOften."""
    with venture_in_hand(enrolment=enrolment.pk, by=by) as found:
        _on_what_was_shown(found.pk, base)
        refuse_closed(found.pk)
        if asked_since(found.pk, at - DAY) >= MOST_LETTERS:
            raise TooOften
        record_step(
            enrolment=found.pk, state=ReviewState.CHANGES_REQUESTED, by=by.user_id, at=at,
            words=words, question=question,
        )  # fmt: skip
        send([changes_letter(found, words, question)])


def close(*, enrolment: Enrolment, base: int, by: Actor, at: dt.datetime) -> None:
    """Nothing is added from now on. Raises Overtaken."""
    with venture_in_hand(enrolment=enrolment.pk, by=by) as found:
        _on_what_was_shown(found.pk, base)
        record_step(enrolment=found.pk, state=ReviewState.CLOSED, by=by.user_id, at=at)


def open_again(*, enrolment: Enrolment, base: int, by: Actor, at: dt.datetime) -> None:
    """Back to what the reviews say by themselves. Raises Overtaken."""
    with venture_in_hand(enrolment=enrolment.pk, by=by) as found:
        _on_what_was_shown(found.pk, base)
        state = state_of(found.pk) or ReviewState.OPEN
        record_step(enrolment=found.pk, state=state, by=by.user_id, at=at)


def release(*, enrolment: Enrolment, by: Actor, at: dt.datetime) -> int:
    """Let founders read the shared comments of every review that is in; how many are new. They are
    told by mail where there is something to read."""
    with venture_in_hand(enrolment=enrolment.pk, by=by) as found:
        waiting = Review.objects.select_for_update().filter(
            enrolment=found.pk, submitted_at__isnull=False, released_at__isnull=True, conflict=False
        )
        rows = list(waiting)
        for row in rows:
            row.released_at = at
            row.save(update_fields=["released_at"])
        if any(row.shared for row in rows):
            send([released_letter(found)])
        return len(rows)


def hand_back(*, review: Review, by: Actor, at: dt.datetime) -> None:
    """Let a reviewer go on with a review that was submitted too soon; founders must not have read
    it. Raises Overtaken where it was released, or handed back already; Closed; OnesOwn, for who
    read the others' would write anew; Abstained."""
    with venture_in_hand(enrolment=review.enrolment_id, by=by) as found:
        refuse_closed(found.pk)
        row = Review.objects.filter(
            pk=review.pk, submitted_at__isnull=False, released_at__isnull=True
        ).first()
        if row is None:
            raise Overtaken
        if row.reviewer_id == by.user_id:
            raise OnesOwn
        if row.conflict:
            raise Abstained
        row.submitted_at, row.total, row.version = None, None, row.version + 1
        row.save(update_fields=["submitted_at", "total", "version"])
        follow(enrolment=found.pk, by=by.user_id, at=at)
