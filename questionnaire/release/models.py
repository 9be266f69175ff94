"""A venture's release plan as it was saved: every revision, append-only; the newest stands."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.assessment.models import Assessment
from questionnaire.people.models import Venture
from questionnaire.release.querysets import ReleasePlanQuerySet


class ReleasePlan(models.Model):
    """One revision of a venture's plan; a change is a row with the next version.

    The 17 components are the same under every edition of the questions, so the plan goes along
    when a venture moves on to newer ones, and back. assessment: which answers stood then. plan: as
    scoring.release.plan writes it, and reads it back whatever its form.
    """

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="release_plans")
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
            models.UniqueConstraint(fields=["venture", "version"], name="release_plan_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="release_plan_version"),
        ]

    def __str__(self) -> str:
        return f"{self.venture}, release plan v{self.version}"
