"""Cohorts, and what each venture in one lets its accelerator see."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.bank.models import Edition
from questionnaire.cohort.querysets import CohortQuerySet, EnrolmentQuerySet, OpeningQuerySet
from questionnaire.people.models import Accelerator, AccessToken, Venture
from questionnaire.report.models import Report
from questionnaire.vocabulary import RoundKind


class Cohort(models.Model):
    """A named group of ventures with dates.

    required: keys of the categories that everybody is to answer. asks: the disclosure that is asked
    for, in the columns of an enrolment; why: what for, in the accelerator's words. Asking gives
    nothing: what is shared is what a venture consents to. closed_at: from then on nobody joins.
    aliases: reviewers know its ventures by a number only, and read them nowhere but in their
    reviews; decisions: what can be decided about a venture, in the accelerator's words.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accelerator = models.ForeignKey(Accelerator, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="cohorts")
    starts_on = models.DateField()
    ends_on = models.DateField()
    required = models.JSONField(default=list)
    asks = models.JSONField(default=dict)
    why = models.TextField(blank=True, default="")
    aliases = models.BooleanField(default=False)
    decisions = models.JSONField(default=list)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    may_review: bool  # only where it was read ``with_may_review``
    manages: bool  # only where it was read ``with_manages``
    left: int  # only where it was read ``with_left``

    objects = CohortQuerySet.as_manager()

    class Meta:
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="cohort_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Round(models.Model):
    """A time at which the accelerator looks at the whole cohort; answers are due when it closes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="rounds")
    kind = models.CharField(max_length=10, choices=[(str(kind), str(kind)) for kind in RoundKind])
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        ordering = ["opens_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "kind"], name="round_once"),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")), name="round_dates_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=[str(kind) for kind in RoundKind]),
                name="round_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.cohort_id}"


class Enrolment(models.Model):
    """A venture in a cohort, with the disclosure it consents to now.

    categories: keys of the categories whose scores are shared; answers, notes, evidence: those of
    which these are shared too, each within the one before or beside it (disclosure.py); path:
    whether the recommended path is. What is not named is not shared; consented_at is null while
    nothing is. text_version: which words were agreed to. revoked_at: when it left; from then on the
    accelerator sees nothing of it, its name neither.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="enrolments")
    categories = models.JSONField(default=list)
    answers = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    path = models.BooleanField(default=False)
    text_version = models.PositiveSmallIntegerField(default=0)
    consented_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    report_id: uuid.UUID | None  # only where it was read ``with_newest_report``
    started: bool  # only there too

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "venture"], name="enrolment_once"),
        ]
        indexes = [
            # A cohort's page tells how many left: few of many.
            models.Index(
                fields=["cohort"], condition=models.Q(revoked_at__isnull=False),
                name="enrolment_left",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.venture} in {self.cohort}"


class Consent(models.Model):
    """What a venture agreed to in a cohort, and to which words, each time it said so; append-only
    (trigger). The columns are those of the enrolment."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="consents")
    categories = models.JSONField(default=list)
    answers = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    path = models.BooleanField(default=False)
    text_version = models.PositiveSmallIntegerField(default=0)
    leaving = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enrolment} at {self.at:%Y-%m-%d %H:%M}"


class Opening(models.Model):
    """That somebody of the accelerator read what was disclosed; append-only (trigger).

    With an enrolment: that venture's report; without one: the cohort's page, on which the numbers
    of all its ventures stand. Each reading is a row. hour: only of rows from before that was so, of
    which the first within an hour was kept; its beginning.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="openings")
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, null=True, related_name="openings"
    )
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    token = models.ForeignKey(AccessToken, on_delete=models.RESTRICT, null=True, related_name="+")
    hour = models.DateTimeField(null=True)
    at = models.DateTimeField()

    objects = OpeningQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(enrolment__isnull=True, report__isnull=True)
                | models.Q(enrolment__isnull=False, report__isnull=False),
                name="opening_of_a_cohort_or_a_report",
            ),
        ]
        indexes = [
            # Founders read those of their cohort's page within the time in which they shared.
            models.Index(
                fields=["cohort", "at"], condition=models.Q(enrolment__isnull=True),
                name="opening_of_a_cohort_at",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.cohort_id} at {self.at:%Y-%m-%d %H:%M}"
