"""The report: a scorecard frozen with its edition, scoring version and date; and links to it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.assessment.models import Submission
from questionnaire.people.models import Grant
from questionnaire.report.querysets import (
    LinkOpeningQuerySet,
    ReportLinkQuerySet,
    ReportQuerySet,
)


class Report(models.Model):
    """One submission's scorecard, frozen (trigger). The small columns are for cohort queries only.

    summary: points by category and posture, and the keys of the contradictions, so that a cohort
    page never reads whole scorecards (``questionnaire.report.summary`` says its form).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="report")
    scoring_version = models.PositiveSmallIntegerField()
    scorecard = models.JSONField()
    funding = models.SmallIntegerField(null=True)
    community = models.SmallIntegerField(null=True)
    safety = models.SmallIntegerField(null=True)
    lean = models.SmallIntegerField(null=True)
    margin = models.SmallIntegerField(null=True)
    close = models.BooleanField(default=False)
    path = models.CharField(max_length=60, blank=True)
    summary = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.submission} ({self.path or '-'})"


class ReportText(models.Model):
    """A report's words in one language as they stood when it was made (trigger), compressed.

    They are shown for ever, whatever becomes of the bank, the catalogues, the templates and the
    code; ``questionnaire.report.kept`` says what they hold.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=12)
    body = models.BinaryField()

    class Meta:
        verbose_name = _("text of a report")
        verbose_name_plural = _("texts of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "language"], name="report_text_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} ({self.language})"


class WordsDue(models.Model):
    """That a report's words are not kept in every language yet. Written with the report, and gone
    with the words that were due: a worker that is killed between finds it again."""

    report = models.OneToOneField(
        Report, on_delete=models.CASCADE, primary_key=True, related_name="words_due"
    )

    class Meta:
        verbose_name = _("report whose words are due")
        verbose_name_plural = _("reports whose words are due")

    def __str__(self) -> str:
        return f"{self.report_id}"


class ReportLink(models.Model):
    """A link that shows one report to whoever holds it; dates and secret stand in its grant.

    label: whom it is for, as the founder calls them. passphrase: hashed, empty for none;
    wrong_tries: how many were wrong since tries_from. with_notes: notes and evidence too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    grant = models.OneToOneField(Grant, on_delete=models.CASCADE, related_name="report_link")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(max_length=120, blank=True)
    passphrase = models.CharField(max_length=128, blank=True)
    with_notes = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    tries_from = models.DateTimeField(null=True, blank=True)

    objects = ReportLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.label or '-'} ({self.report_id})"


class LinkOpening(models.Model):
    """That a link was opened, or its report taken along as a file, and when; never by whom or from
    where. Append-only (trigger). file: its kind, empty for an opening."""

    link = models.ForeignKey(ReportLink, on_delete=models.CASCADE, related_name="openings")
    at = models.DateTimeField()
    file = models.CharField(max_length=4, blank=True, default="", db_default="")

    objects = LinkOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.link_id} at {self.at:%Y-%m-%d %H:%M}"
