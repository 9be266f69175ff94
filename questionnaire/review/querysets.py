"""Querysets of reviews; reads begin with who asks, and others' scores wait for one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from questionnaire.people.querysets import venture_access

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

SEAT = ("id", "enrolment_id", "reviewer_id", "reviewer__name", "reviewer__email", "conflict",
        "submitted_at", "released_at")  # fmt: skip
"""Of a review, what managers may know about it while its content is hidden from them."""


def _cohorts(actor: Actor, *, managed: bool = False) -> Any:
    cohorts = apps.get_model("questionnaire", "Cohort").objects
    found = cohorts.managed_by(actor) if managed else cohorts.reviewed_by(actor)
    return found.values("pk")


class ReviewQuerySet(models.QuerySet[Any]):
    """Reviews. Those of a venture that left the cohort exist for nobody of its accelerator."""

    def present(self) -> ReviewQuerySet:
        """Those of ventures that have not left."""
        return self.filter(enrolment__revoked_at__isnull=True)

    def own_of(self, actor: Actor) -> ReviewQuerySet:
        """Those that the actor was asked for and may (still) write."""
        if actor.user_id is None:
            return self.none()
        mine = self.present().filter(reviewer_id=actor.user_id)
        return mine.filter(enrolment__cohort__in=_cohorts(actor))

    def readable_by(self, actor: Actor) -> ReviewQuerySet:
        """Those whose scores and comments the actor may read: their own; and of others', what is
        in, on ventures that they manage or reviewed themselves, once their own review is in too.
        Whoever declared a conflict reads nothing of the venture's other reviews."""
        if actor.user_id is None:
            return self.none()
        own = apps.get_model("questionnaire", "Review").objects.own_of(actor)
        here = own.filter(enrolment_id=OuterRef("enrolment_id"))
        done = Exists(here.filter(submitted_at__isnull=False, conflict=False))
        barred = Exists(here.filter(Q(submitted_at__isnull=True) | Q(conflict=True)))
        managed = Q(enrolment__cohort__in=_cohorts(actor, managed=True))
        others = Q(submitted_at__isnull=False) & ~Q(barred) & (managed | Q(done))
        reviewed = self.present().filter(enrolment__cohort__in=_cohorts(actor))
        return reviewed.filter(Q(reviewer_id=actor.user_id) | others)

    def seats_for(self, actor: Actor) -> models.QuerySet[Any, dict[str, Any]]:
        """Who was asked for which review and whether it is in, for who manages; nothing of what
        was written."""
        seats = self.present().filter(enrolment__cohort__in=_cohorts(actor, managed=True))
        return seats.order_by("assigned_at", "pk").values(*SEAT)

    def least_reviewed_first(self) -> ReviewQuerySet:
        """What is not in yet, the venture with the fewest reviews first; then what is in."""
        given = Count(
            "enrolment__reviews", filter=Q(enrolment__reviews__submitted_at__isnull=False)
        )
        return self.annotate(given=given).order_by(
            models.F("submitted_at").asc(nulls_first=True), "given", "assigned_at", "pk"
        )

    def released_to(self, actor: Actor) -> ReviewQuerySet:
        """Those whose shared comments the founders may read, of ventures the actor may read."""
        released = self.filter(released_at__isnull=False, conflict=False)
        return released.filter(venture_access(actor, "enrolment__venture_id"))


class OfEnrolmentQuerySet(models.QuerySet[Any]):
    """States of the reviewing, and decisions: rows of an enrolment."""

    def reviewed_by(self, actor: Actor) -> OfEnrolmentQuerySet:
        """Those of ventures, still there, whose cohort the actor may review in."""
        return self.filter(
            enrolment__revoked_at__isnull=True, enrolment__cohort__in=_cohorts(actor)
        )

    def visible_to(self, actor: Actor) -> OfEnrolmentQuerySet:
        """Those of ventures that the actor may read: its founders."""
        return self.filter(venture_access(actor, "enrolment__venture_id"))
