"""A what-if that somebody kept: the changed answers over what was sent, under a name."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.assessment.models import Submission
from questionnaire.report.what_if.querysets import ScenarioQuerySet

MOST_NAME = 120


class Scenario(models.Model):
    """Changed answers over one submission; counted nowhere, for they are nobody's answers.

    changes: question -> value and claim, in the form in which answers are stored. Only the name
    ever changes.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(max_length=MOST_NAME)
    changes = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")
        constraints = [
            models.UniqueConstraint(fields=["submission", "name"], name="scenario_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="scenario_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.submission})"
