"""Cohorts, and what each venture in one lets its accelerator see."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.bank.models import Edition
from questionnaire.cohort.querysets import CohortQuerySet, EnrolmentQuerySet
from questionnaire.people.models import Accelerator, Venture


class Cohort(models.Model):
    """A named group of ventures with dates."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    accelerator = models.ForeignKey(Accelerator, on_delete=models.CASCADE, related_name="cohorts")
    name = models.CharField(_("name"), max_length=120)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="cohorts")
    starts_on = models.DateField()
    ends_on = models.DateField()
    created_at = models.DateTimeField()

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


class Enrolment(models.Model):
    """A venture in a cohort, with the disclosure it consents to now.

    categories: keys of the categories whose scores are shared. What is not named is not shared;
    consented_at is null while nothing is. revoked_at: when it left; from then on the accelerator
    sees nothing of it, its name neither.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="enrolments")
    categories = models.JSONField(default=list)
    consented_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "venture"], name="enrolment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.venture} in {self.cohort}"


class Consent(models.Model):
    """What a venture agreed to in a cohort, each time it said so; append-only (trigger)."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="consents")
    categories = models.JSONField(default=list)
    leaving = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enrolment} at {self.at:%Y-%m-%d %H:%M}"
