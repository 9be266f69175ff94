"""Editions of the bank: a draft is rows, a published edition is one immutable document."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import EditionStatus


class Edition(models.Model):
    """One version of the bank. Once published, document and hash never change (trigger)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(_("key"), max_length=40, unique=True)
    status = models.CharField(
        max_length=10, choices=[(str(s), str(s)) for s in EditionStatus], default="draft"
    )
    document = models.JSONField(null=True, blank=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    change_note = models.TextField(_("change note"), blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="draft", document__isnull=True)
                | models.Q(status__in=["published", "retired"], document__isnull=False)
                & ~models.Q(content_hash=""),
                name="edition_published_has_document",
            ),
        ]

    def __str__(self) -> str:
        return self.key
