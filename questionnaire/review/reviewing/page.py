"""A reviewer's queue and one review beside the report as disclosed, as plain values."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.people.actor import Actor
from questionnaire.review.models import Review, Rubric
from questionnaire.review.queries import last_steps
from questionnaire.review.shown import called
from questionnaire.review.sums import Criterion, Sum, read_criteria, weigh
from questionnaire.vocabulary import ReviewState


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One venture to review. state: waiting, draft, in, conflict or closed."""

    id: uuid.UUID
    enrolment: uuid.UUID
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What one reviewer was asked for in a cohort: what waits, the least reviewed venture first,
    then what is done."""

    waiting: tuple[QueueRow, ...]
    done: tuple[QueueRow, ...]

    @property
    def size(self) -> int:
        return len(self.waiting) + len(self.done)

    def number(self, review: uuid.UUID) -> int:
        """Where a review stands: what is done comes before what waits."""
        order = [one.id for one in (*self.done, *self.waiting)]
        return order.index(review) + 1 if review in order else 0

    def after(self, review: uuid.UUID) -> uuid.UUID | None:
        """What waits after this one, from the beginning again at the end; None when nothing else
        does."""
        order = [one.id for one in self.waiting]
        if review not in order:
            return order[0] if order else None
        place = order.index(review)
        rest = (*order[place + 1 :], *order[:place])
        return rest[0] if rest else None


def queue_of(actor: Actor, cohort: Cohort, *, kept: bool) -> Queue:
    """The actor's queue in a cohort. Two queries."""
    own = Review.objects.own_of(actor).filter(enrolment__cohort=cohort).least_reviewed_first()
    rows = list(own.select_related("enrolment__venture", "enrolment__alias"))
    steps = last_steps(Enrolment.objects.filter(reviews__in=[one.pk for one in rows]))
    closed = {pk for pk, step in steps.items() if step.state == ReviewState.CLOSED}
    told = [_row(one, closed, kept) for one in rows]
    waiting = tuple(one for one in told if one.state in ("waiting", "draft"))
    return Queue(waiting, tuple(one for one in told if one not in waiting))


def _row(one: Review, closed: set[uuid.UUID], kept: bool) -> QueueRow:
    state = "draft" if one.version else "waiting"
    if one.submitted_at is not None:
        state = "conflict" if one.conflict else "in"
    elif one.enrolment_id in closed:
        state = "closed"
    return QueueRow(one.pk, one.enrolment_id, called(one.enrolment, kept=kept), state)


def own_cohorts(actor: Actor) -> list[dict[str, Any]]:
    """The cohorts in which the actor was asked for reviews, with how many and how many are in."""
    own = Review.objects.own_of(actor)
    counted = own.order_by().values(
        "enrolment__cohort_id", "enrolment__cohort__name", "enrolment__cohort__accelerator__name"
    )
    numbers = counted.annotate(
        size=Count("pk"), given=Count("pk", filter=Q(submitted_at__isnull=False))
    )
    return [
        {
            "id": one["enrolment__cohort_id"],
            "name": one["enrolment__cohort__name"],
            "accelerator": one["enrolment__cohort__accelerator__name"],
            "size": one["size"],
            "given": one["given"],
        }
        for one in numbers.order_by("enrolment__cohort__name", "enrolment__cohort_id")
    ]


# ---------------------------------------------------------------- one review


@dataclass(frozen=True, slots=True)
class Commented:
    """A question with its answer as disclosed, to be commented."""

    key: str
    ask: str
    answer: str


@dataclass(frozen=True, slots=True)
class CommentedCategory:
    """The questions of a category that may be commented."""

    name: str
    questions: tuple[Commented, ...]


def commented(report: Mapping[str, Any] | None) -> tuple[CommentedCategory, ...]:
    """The questions whose answers are shared, as the report beside shows them."""
    categories: Iterable[Any] = report["categories"] if report else ()
    return tuple(
        CommentedCategory(
            category.name,
            tuple(
                Commented(one.said.key, one.said.ask, one.said.answer) for one in category.answers
            ),
        )
        for category in categories
        if not category.withheld and category.answers
    )


def sum_of(review: Review, rubrics: Mapping[int, Rubric]) -> Sum | None:
    """A review's total with its parts, by its own version of the rubric; None for an abstention."""
    rubric = rubrics.get(review.rubric_id or 0)
    if rubric is None or review.conflict:
        return None
    return weigh(read_criteria(rubric.criteria), review.scores)


def keys_of(categories: Sequence[CommentedCategory]) -> list[str]:
    """The keys of all these questions."""
    return [one.key for category in categories for one in category.questions]


def stands(review: Review, criteria: Sequence[Criterion]) -> tuple[tuple[str, str], ...]:
    """What is stored of a draft, in words: whoever wrote in two tabs compares."""
    scores = [
        (
            one.name,
            _("abstained") if review.scores[one.key] is None else str(review.scores[one.key]),
        )
        for one in criteria
        if one.key in review.scores
    ]
    parts = ((_("Internal"), review.internal), (_("For the founders"), review.shared))
    texts = [(word, text) for word, part in parts for text in part.values()]
    return (*scores, *texts)
