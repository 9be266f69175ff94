"""Who reviews which venture: asked, by person or by a plan, and taken off again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable

from django.contrib.auth import get_user_model

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.review.actions import (
    OnesOwn,
    Overtaken,
    cohort_in_hand,
    follow,
    refuse_closed,
    venture_in_hand,
)
from questionnaire.review.mails import mail_assigned
from questionnaire.review.models import Review
from questionnaire.review.queries import barred_in, reviewers_of
from questionnaire.review.shown import give_aliases

Pair = tuple[uuid.UUID, int]


class Barred(Exception):
    """Nobody is asked about a venture that they belong to, about which they declared a conflict, or
    of which they read what others wrote."""


def assign(
    *,
    cohort: Cohort,
    pairs: Iterable[Pair],
    by: Actor,
    at: dt.datetime,
    quiet: Collection[int] = (),
) -> int:
    """Ask for these reviews, (enrolment, user); how many are new. All or none of them.

    quiet: those who are asked without a mail. What was asked for already stays as it is, so a plan
    applied twice is applied once. Raises Barred; Overtaken where a venture or a reviewer is not
    there any more; Closed.
    """
    wanted = sorted(set(pairs), key=lambda pair: (str(pair[0]), pair[1]))
    with cohort_in_hand(cohort=cohort.pk, by=by) as found:
        asked = found.enrolments.filter(pk__in=[venture for venture, _user in wanted])
        if barred_in(asked) & set(wanted):
            raise Barred
        able = {one.pk for one in reviewers_of(found)}
        rows = Enrolment.objects.select_for_update().filter(
            pk__in=[venture for venture, _user in wanted], cohort=found, revoked_at__isnull=True
        )
        there = set(rows.order_by("pk").values_list("pk", flat=True))
        if any(venture not in there or user not in able for venture, user in wanted):
            raise Overtaken
        made = _ask(wanted, by, at)
        if found.aliases:
            give_aliases(found)
        _tell(found, [pair for pair in made if pair[1] not in quiet])
        return len(made)


def _ask(wanted: list[Pair], by: Actor, at: dt.datetime) -> list[Pair]:
    there = set(
        Review.objects.filter(enrolment__in=[venture for venture, _user in wanted]).values_list(
            "enrolment_id", "reviewer_id"
        )
    )
    made = [pair for pair in wanted if pair not in there]
    ventures = dict.fromkeys(venture for venture, _user in made)
    for venture in ventures:
        refuse_closed(venture)
    Review.objects.bulk_create(
        Review(enrolment_id=venture, reviewer_id=user, assigned_by_id=by.user_id, assigned_at=at)
        for venture, user in made
    )
    for venture in ventures:
        follow(enrolment=venture, by=by.user_id, at=at)
    return made


def _tell(cohort: Cohort, made: Iterable[Pair]) -> None:
    numbers: dict[int, int] = {}
    for _venture, user in made:
        numbers[user] = numbers.get(user, 0) + 1
    for one in get_user_model().objects.filter(pk__in=numbers).order_by("pk"):
        mail_assigned(one, cohort, numbers[one.pk])


def unassign(*, review: Review, by: Actor, at: dt.datetime) -> None:
    """Take a reviewer off a venture; what is in stays. Raises Overtaken where it is in by now, or
    gone; OnesOwn, for others' reviews would be open at once to whoever leaves a seat."""
    with venture_in_hand(enrolment=review.enrolment_id, by=by):
        waiting = Review.objects.filter(pk=review.pk, submitted_at__isnull=True)
        if waiting.filter(reviewer=by.user_id).exists():
            raise OnesOwn
        gone, _rows = waiting.delete()
        if not gone:
            raise Overtaken
        follow(enrolment=review.enrolment_id, by=by.user_id, at=at)


def reassign(
    *, review: Review, to: int, by: Actor, at: dt.datetime, quiet: Collection[int] = ()
) -> None:
    """Give a review that is not in to somebody else, who begins anew: what was drafted goes, for
    nobody signs another's words. Raises as ``assign`` and ``unassign``."""
    with cohort_in_hand(cohort=review.enrolment.cohort_id, by=by) as cohort:
        if Review.objects.filter(enrolment=review.enrolment_id, reviewer=to).exists():
            raise Overtaken
        unassign(review=review, by=by, at=at)
        assign(cohort=cohort, pairs=[(review.enrolment_id, to)], by=by, at=at, quiet=quiet)
