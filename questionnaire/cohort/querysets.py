"""Querysets of cohorts; reads begin with ``visible_to`` and go parent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, TruncHour

from questionnaire.people.querysets import (
    MANAGERS,
    NOT_REVIEWING,
    REVIEWERS,
    accelerator_access,
    venture_access,
)

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class CohortQuerySet(models.QuerySet[Any]):
    """Cohorts."""

    def visible_to(self, actor: Actor) -> CohortQuerySet:
        """Those of accelerators the actor is a member of, with names and numbers. Where ventures
        are kept under aliases, reviewers have their reviews (``reviewed_by``) and nothing else."""
        named = Q(aliases=False) & accelerator_access(actor, "accelerator_id", REVIEWERS)
        others = accelerator_access(actor, "accelerator_id", NOT_REVIEWING)
        return self.filter(named | others)

    def reviewed_by(self, actor: Actor) -> CohortQuerySet:
        """Those whose ventures the actor may review, or see reviews of."""
        return self.filter(accelerator_access(actor, "accelerator_id", REVIEWERS))

    def managed_by(self, actor: Actor) -> CohortQuerySet:
        """Those the actor may change, invite into and decide in."""
        return self.filter(accelerator_access(actor, "accelerator_id", MANAGERS))

    def with_manages(self, actor: Actor) -> CohortQuerySet:
        """With whether the actor may change it as ``manages``."""
        manages = accelerator_access(actor, "accelerator_id", MANAGERS)
        return self.annotate(manages=ExpressionWrapper(manages, models.BooleanField()))

    def with_may_review(self, actor: Actor) -> CohortQuerySet:
        """With whether its reviews are anything of the actor's as ``may_review``."""
        reviews = accelerator_access(actor, "accelerator_id", REVIEWERS)
        return self.annotate(may_review=ExpressionWrapper(reviews, models.BooleanField()))

    def with_size(self) -> CohortQuerySet:
        """With the number of ventures as ``size``; those that left are not counted."""
        return self.annotate(
            size=Count("enrolments", filter=Q(enrolments__revoked_at__isnull=True))
        )

    def with_left(self) -> CohortQuerySet:
        """With how many ventures ``left``."""
        gone = apps.get_model("questionnaire", "Enrolment").objects.filter(
            cohort_id=OuterRef("pk"), revoked_at__isnull=False
        )
        counted = gone.order_by().values("cohort_id").annotate(n=Count("pk")).values("n")
        return self.annotate(left=Coalesce(Subquery(counted), 0))


class EnrolmentQuerySet(models.QuerySet[Any]):
    """Ventures in cohorts."""

    def visible_to(self, actor: Actor) -> EnrolmentQuerySet:
        """Those of ventures the actor may read; accelerators reach them through a cohort."""
        return self.filter(venture_access(actor, "venture_id"))

    def writable_by(self, actor: Actor) -> EnrolmentQuerySet:
        """Those of ventures the actor owns: consent is the owner's to give and to take back."""
        owned = apps.get_model("questionnaire", "Venture").objects.erasable_by(actor)
        return self.filter(venture__in=owned)

    def of_others(self, actor: Actor) -> EnrolmentQuerySet:
        """Those of ventures that are not the actor's own."""
        return self.exclude(venture_access(actor, "venture_id"))

    def present(self) -> EnrolmentQuerySet:
        """Those that have not left."""
        return self.filter(revoked_at__isnull=True)

    def consented(self) -> EnrolmentQuerySet:
        """Those whose venture agreed to share something and has not taken it back."""
        return self.filter(consented_at__isnull=False, revoked_at__isnull=True)

    def with_started(self) -> EnrolmentQuerySet:
        """With whether the venture has ``started`` to answer anything."""
        started = apps.get_model("questionnaire", "Assessment").objects.filter(
            venture_id=OuterRef("venture_id")
        )
        return self.annotate(started=Exists(started))

    def with_newest_report(self) -> EnrolmentQuerySet:
        """With ``report_id`` of the venture's newest report, and whether it has ``started``."""
        reports = apps.get_model("questionnaire", "Report").objects.filter(
            submission__assessment__venture_id=OuterRef("venture_id")
        )
        newest = reports.order_by("-submission__sent_at", "-pk").values("pk")[:1]
        return self.with_started().annotate(report_id=Subquery(newest))


class OpeningQuerySet(models.QuerySet[Any]):
    """Who of an accelerator read what was disclosed."""

    def visible_to(self, actor: Actor) -> OpeningQuerySet:
        """Those of the reports of ventures the actor may read, and of the pages of cohorts that
        these are in."""
        enrolled = apps.get_model("questionnaire", "Enrolment").objects.visible_to(actor)
        pages = Q(enrolment__isnull=True, cohort__in=enrolled.values("cohort"))
        return self.filter(Q(enrolment__in=enrolled.values("pk")) | pages)

    def by_the_hour(self) -> OpeningQuerySet:
        """What one person or program read of one thing within an hour as one row, the newest first:
        its first and its last time, how often, and whether later ones were not kept
        (``first_alone``)."""
        rows = self.annotate(within=TruncHour("at")).values(
            "within", "enrolment_id", "by_id", "by__name", "by__email", "token_id", "token__name",
            "report__submission__revision", "report__submission__sent_at",
        )  # fmt: skip
        told = rows.annotate(
            first=Min("at"), last=Max("at"), times=Count("pk"), first_alone=Count("hour")
        )
        return told.order_by("-last", "-report__submission__revision", "by_id", "token_id")
