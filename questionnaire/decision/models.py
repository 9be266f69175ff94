"""What was concluded and decided, what would reopen it, and what did; all of it append-only."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.assessment.models import Submission
from questionnaire.decision.querysets import (
    ConclusionQuerySet,
    DecisionQuerySet,
    TripwireQuerySet,
)
from questionnaire.people.models import Venture
from questionnaire.report.models import Report


class Conclusion(models.Model):
    """What a founder concludes at one step of the walk; a change is a row with the next version."""

    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="conclusions")
    step = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venture", "step", "version"], name="conclusion_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="conclusion_version"),
        ]

    def __str__(self) -> str:
        return f"{self.step} v{self.version}"


class Decision(models.Model):
    """A decision as it was recorded; the next number of a venture supersedes it.

    report: what it was decided on; its edition says what path, rejected and tripwires mean.
    recommended: the path in front on that day, empty where there was none. rejected: path -> why;
    conclusions: step -> text. language: in which it was recorded, for those whose own is not known.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="decisions")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="decisions")
    number = models.PositiveIntegerField()
    path = models.CharField(max_length=60)
    recommended = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    against = models.TextField(blank=True)
    rejected = models.JSONField(default=dict)
    conclusions = models.JSONField(default=dict)
    decided_by = models.TextField()
    decided_on = models.DateField()
    language = models.CharField(max_length=12)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        constraints = [
            models.UniqueConstraint(fields=["venture", "number"], name="decision_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="decision_number"),
            models.CheckConstraint(
                condition=~models.Q(reason="") & ~models.Q(path=""), name="decision_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venture}, decision {self.number}"


class Tripwire(models.Model):
    """What would reopen a decision: a condition over answers, or own words with a day to look."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="tripwires")
    place = models.PositiveSmallIntegerField()
    condition = models.JSONField(null=True)
    words = models.TextField(blank=True)
    due = models.DateField(null=True)

    objects = TripwireQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "place"], name="tripwire_once"),
            models.CheckConstraint(
                condition=models.Q(condition__isnull=False, due__isnull=True)
                | (models.Q(condition__isnull=True, due__isnull=False) & ~models.Q(words="")),
                name="tripwire_can_fire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision}, tripwire {self.place}"

    @property
    def has_fired(self) -> bool:
        """Whether it was told already."""
        return hasattr(self, "firing")

    def has_come(self, day: dt.date) -> bool:
        """Whether its day to look again has come; as ``TripwireQuerySet.due`` asks it."""
        return self.due is not None and self.due <= day


class Firing(models.Model):
    """A tripwire that fired, once. submission: whose answers did it; none for a day that came.

    questions: the keys of the answers that decided it.
    """

    tripwire = models.OneToOneField(Tripwire, on_delete=models.CASCADE, related_name="firing")
    submission = models.ForeignKey(
        Submission, on_delete=models.CASCADE, null=True, related_name="+"
    )
    questions = models.JSONField(default=list)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.tripwire} at {self.at:%Y-%m-%d %H:%M}"
