"""Packs of PDFs: what was asked for, how far it is, and the files until they are fetched."""

import uuid

from django.conf import settings
from django.db import models

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.cohort.pack.querysets import PackQuerySet
from questionnaire.report.models import Report
from questionnaire.vocabulary import RunState


class Pack(models.Model):
    """The PDFs of the ventures that a cohort's page showed.

    ventures: their enrolments in the page's order; done: how many of them were looked at. Kept for
    a day, for whoever asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="packs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    ventures = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    state = models.CharField(
        max_length=10, default=str(RunState.WAITING), choices=[(str(s), str(s)) for s in RunState]
    )
    asked_at = models.DateTimeField()
    worked_at = models.DateTimeField(null=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "by"], condition=models.Q(state=str(RunState.WAITING)),
                name="pack_one_at_a_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.done} of {len(self.ventures)}"


class PackPart(models.Model):
    """One venture's PDF in a pack. report: the one that it shows, null in parts from before that
    was written down, which live a day. shared: what was disclosed when it was made, in the
    enrolment's columns; if that is not what is disclosed now, the part is not handed out."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="parts")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="pack_parts")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, null=True, related_name="+")
    place = models.PositiveIntegerField()
    shared = models.JSONField(default=dict)
    file = models.BinaryField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "place"], name="pack_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.place} of {self.pack_id}"
