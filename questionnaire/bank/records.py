"""What is recorded about editions: every edit, effects of drafts, and wishes to publish."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.bank.models import Edition
from questionnaire.vocabulary import RunState


class Edit(models.Model):
    """One value that somebody changed; append-only (trigger). It outlives a deleted draft.

    part and key name the row as difference.py does (``option``, ``base.weak``); field is the way to
    the value, empty for a row that came (before is null) or went (after is null). by is null where
    an operator loaded seeds, or where the person is gone.
    """

    edition = models.ForeignKey(Edition, on_delete=models.SET_NULL, null=True, related_name="edits")
    edition_key = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    part = models.CharField(max_length=20)
    key = models.CharField(max_length=130, blank=True)
    field = models.CharField(max_length=200, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("edit")
        verbose_name_plural = _("edits")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return " ".join(one for one in (self.part, self.key, self.field) if one)


class EffectRun(models.Model):
    """What one state of a draft would change about what was sent, counted step by step.

    content_hash: of the draft as it was. cursor: the submission counted last. result:
    workshop.effect reads it; it names nobody. worked_at: when the last step ended.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="effect_runs")
    content_hash = models.CharField(max_length=64)
    scoring_version = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=[(str(s), str(s)) for s in RunState], default=RunState.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True)
    planned = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    cursor = models.UUIDField(null=True)
    changed_path = models.PositiveIntegerField(default=0)
    changed_band = models.PositiveIntegerField(default=0)
    result = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("effect of a draft")
        verbose_name_plural = _("effects of drafts")
        indexes = [models.Index(fields=["state", "asked_at"], name="effect_run_to_do")]

    def __str__(self) -> str:
        return f"{self.edition}, {self.seen} of {self.planned}"

    @property
    def share(self) -> float:
        """The share of submissions that would come to another path, 0 to 1."""
        return self.changed_path / self.seen if self.seen else 0.0


class PublishWish(models.Model):
    """One editor's wish to publish a draft just as it is; any change of the draft ends it."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="publish_wish")
    content_hash = models.CharField(max_length=64)
    note = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("wish to publish")
        verbose_name_plural = _("wishes to publish")

    def __str__(self) -> str:
        return f"{self.edition}, {self.by}"
