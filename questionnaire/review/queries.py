"""Reading what stands about reviews: the newest rubric, the state of each venture, its decision."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from questionnaire.assessment.models import Assessment
from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.decision.models import Decision
from questionnaire.people.actor import Actor
from questionnaire.people.models import AcceleratorMember, User, VentureMember
from questionnaire.people.querysets import REVIEWERS
from questionnaire.review.models import (
    DecisionBatch,
    Outcome,
    Review,
    ReviewReading,
    ReviewStep,
    Rubric,
)
from questionnaire.vocabulary import AcceleratorRole, ReviewState, VentureRole


def newest_rubric(cohort: uuid.UUID) -> Rubric | None:
    """The version by which reviews are submitted now."""
    return Rubric.objects.filter(cohort=cohort).order_by("-version").first()


def rubrics_used(ids: Iterable[int]) -> dict[int, Rubric]:
    """The versions of these ids."""
    return Rubric.objects.in_bulk(set(ids))


def last_steps(enrolments: QuerySet[Enrolment]) -> dict[uuid.UUID, ReviewStep]:
    """The state that holds for each of these, where there is one. One query."""
    last = ReviewStep.objects.filter(enrolment__in=enrolments.values("pk"))
    newest = last.order_by().values("enrolment").annotate(last=Max("pk")).values("last")
    return {one.enrolment_id: one for one in ReviewStep.objects.filter(pk__in=newest)}


def last_step(enrolment: uuid.UUID) -> ReviewStep | None:
    """The state that holds."""
    return ReviewStep.objects.filter(enrolment=enrolment).order_by("-pk").first()


def last_outcomes(enrolments: QuerySet[Enrolment]) -> dict[uuid.UUID, Outcome]:
    """What was decided last about each of these. One query."""
    made = Outcome.objects.filter(enrolment__in=enrolments.values("pk"))
    newest = made.order_by().values("enrolment").annotate(last=Max("pk")).values("last")
    found = Outcome.objects.filter(pk__in=newest).select_related("by")
    return {one.enrolment_id: one for one in found}


def batch_made(batch: uuid.UUID) -> DecisionBatch | None:
    """The decisions that were applied under this id."""
    return DecisionBatch.objects.filter(pk=batch).first()


def asked_since(enrolment: uuid.UUID, since: dt.datetime) -> int:
    """How often the founders were asked for changes after this time."""
    asked = ReviewStep.objects.filter(enrolment=enrolment, state=ReviewState.CHANGES_REQUESTED)
    return asked.filter(at__gt=since).count()


def decided_often(enrolments: Iterable[uuid.UUID], most: int, since: dt.datetime) -> bool:
    """Whether about any of these so much was decided after this time. One query."""
    made = Outcome.objects.filter(enrolment__in=set(enrolments), at__gt=since).order_by()
    counted = made.values("enrolment").annotate(number=Count("pk"))
    return bool(counted.filter(number__gte=most).exists())


def outcomes_of(enrolment: uuid.UUID) -> list[Outcome]:
    """Everything that was decided about a venture, the newest first."""
    made = Outcome.objects.filter(enrolment=enrolment).select_related("by")
    return list(made.order_by("-pk"))


def review_rows(actor: Actor, enrolments: QuerySet[Enrolment]) -> list[Review]:
    """The reviews of these that the actor may read and that are in, without their words."""
    mine = Review.objects.readable_by(actor).filter(
        enrolment__in=enrolments.values("pk"), submitted_at__isnull=False
    )
    return list(mine.defer("internal", "shared", "scores").order_by("submitted_at", "pk"))


def reviewers_of(cohort: Cohort) -> list[User]:
    """Who of the accelerator may review, by name."""
    members = AcceleratorMember.objects.filter(
        accelerator=cohort.accelerator_id, role__in=REVIEWERS, user__is_active=True
    )
    found = User.objects.filter(pk__in=members.values("user_id"))
    return sorted(found, key=lambda one: (str(one).casefold(), one.pk))


def only_reviewers_of(cohort: Cohort) -> list[int]:
    """Those whose role it is to review, and nothing more."""
    members = AcceleratorMember.objects.filter(
        accelerator=cohort.accelerator_id, role=AcceleratorRole.REVIEWER
    )
    return list(members.order_by("user_id").values_list("user_id", flat=True))


def conflicts_in(enrolments: QuerySet[Enrolment]) -> set[tuple[uuid.UUID, int]]:
    """(enrolment, user) of whoever said so, and of members of the ventures themselves."""
    said = Review.objects.filter(
        enrolment__in=enrolments.values("pk"), conflict=True, reviewer__isnull=False
    )
    found: set[Any] = set(said.values_list("enrolment_id", "reviewer_id"))
    members = enrolments.filter(venture__members__isnull=False)
    return found | set(members.values_list("pk", "venture__members__user_id"))


def read_in(enrolments: QuerySet[Enrolment]) -> set[tuple[uuid.UUID, int]]:
    """(enrolment, user) of whoever read what others wrote, and has no review there themselves."""
    seat = Review.objects.filter(enrolment=OuterRef("enrolment"), reviewer=OuterRef("reader"))
    read = ReviewReading.objects.filter(~Exists(seat), enrolment__in=enrolments.values("pk"))
    return set(read.values_list("enrolment_id", "reader_id"))


def barred_in(enrolments: QuerySet[Enrolment]) -> set[tuple[uuid.UUID, int]]:
    """(enrolment, user) of whoever is not asked for a review (any more): whoever has read the
    others' would not give one of their own."""
    return conflicts_in(enrolments) | read_in(enrolments)


def owners_of(ventures: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[User]]:
    """The owners of each of these who have an account that signs in."""
    rows = VentureMember.objects.filter(
        venture__in=set(ventures), role=VentureRole.OWNER, user__is_active=True
    )
    found: dict[uuid.UUID, list[User]] = {}
    for member in rows.select_related("user").order_by("pk"):
        found.setdefault(member.venture_id, []).append(member.user)
    return found


def languages_of(ventures: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """In which language each venture recorded its decision, where it did: all that is known of how
    its founders read."""
    rows = Decision.objects.filter(venture__in=set(ventures)).order_by("number")
    return dict(rows.values_list("venture_id", "language"))


def desks_of(ventures: Iterable[uuid.UUID]) -> dict[uuid.UUID, Assessment]:
    """The assessment with which each of these goes on, the newest where there are several."""
    rows = Assessment.objects.filter(venture__in=set(ventures), left_for__isnull=True)
    return {one.venture_id: one for one in rows.order_by("created_at", "pk")}


def used_versions(cohort: uuid.UUID) -> list[tuple[int, int]]:
    """Each version of the rubric by which reviews are in, and how many."""
    used = Rubric.objects.filter(cohort=cohort, reviews__submitted_at__isnull=False)
    return list(
        used.annotate(number=Count("reviews")).order_by("version").values_list("version", "number")
    )


def taken_in(cohort: Cohort) -> set[tuple[uuid.UUID, int]]:
    """(enrolment, user) of every review that was asked for in a cohort."""
    rows = Review.objects.filter(enrolment__cohort=cohort, reviewer__isnull=False)
    return set(rows.values_list("enrolment_id", "reviewer_id"))


def closed_in(cohort: Cohort) -> set[uuid.UUID]:
    """The ventures of a cohort to whose reviewing nothing is added."""
    steps = last_steps(cohort.enrolments.all())
    return {pk for pk, step in steps.items() if step.state == ReviewState.CLOSED}


def steps_of(enrolment: uuid.UUID) -> list[ReviewStep]:
    """Every state of a venture's reviewing, the newest first."""
    return list(ReviewStep.objects.filter(enrolment=enrolment).select_related("by").order_by("-pk"))


def sent_at_of(enrolments: QuerySet[Enrolment]) -> dict[uuid.UUID, dt.datetime]:
    """When each of these that shares anything sent its answers last, where it did. One query."""
    sharing = Enrolment.objects.consented().filter(pk__in=enrolments.values("pk"))
    last = sharing.annotate(sent=Max("venture__assessments__submissions__sent_at"))
    return dict(last.filter(sent__isnull=False).values_list("pk", "sent"))
