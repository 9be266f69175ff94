"""A release plan as it was saved: every revision of it, append-only; the newest stands."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.assessment.models import Assessment
from questionnaire.release.querysets import ReleasePlanQuerySet


class ReleasePlan(models.Model):
    """One revision of the plan of an assessment; a change is a row with the next version.

    plan: as scoring.release.plan writes it, and reads it back whatever its form.
    """

    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="release_plans"
    )
    version = models.PositiveIntegerField()
    plan = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    objects = ReleasePlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("release plan")
        verbose_name_plural = _("release plans")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "version"], name="release_plan_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="release_plan_version"),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, release plan v{self.version}"
