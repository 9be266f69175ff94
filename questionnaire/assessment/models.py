"""A venture's answers to one edition: the current answer, every revision of it, what was sent."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.assessment.querysets import (
    AnswerQuerySet,
    ApartRoundQuerySet,
    ApartSheets,
    AssessmentQuerySet,
    RevisionQuerySet,
    SharedAssessments,
    SubmissionQuerySet,
)
from questionnaire.bank.models import Edition
from questionnaire.people.models import Venture
from questionnaire.vocabulary import AssessmentStatus, Claim

CLAIMS = [(str(claim), str(claim)) for claim in Claim]


class ApartRound(models.Model):
    """The members of a venture answer apart, each on a sheet of their own, until an owner ends it.

    One at a time for an assessment. Closed: nobody begins, changes or lays open a sheet any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        "Assessment", on_delete=models.CASCADE, related_name="apart_rounds"
    )
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    over: bool  # nobody is waited for; where it was read ``with_over``

    objects = ApartRoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=models.Q(closed_at__isnull=True),
                name="apart_round_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment}, apart since {self.begun_at:%Y-%m-%d}"


class Assessment(models.Model):
    """One venture's answers to one edition.

    apart, apart_by: of a sheet that a member answers apart; no sheet of the venture's, and no
    other manager than ``apart_sheets`` (and ``every``, for saving) knows of it. laid_open_at: since
    when others who laid theirs open may read it; from then on it never changes.
    carried_from: the answers to an earlier edition that these began with; both stay. left_for: the
    one of the two that the venture goes on with, when it is not this one. flagged: the questions to
    come back to; a mark for all who answer, and nothing that is sent or scored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="assessments")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="assessments")
    status = models.CharField(
        max_length=10,
        choices=[(str(s), str(s)) for s in AssessmentStatus],
        default=AssessmentStatus.OPEN,
    )
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    carried_from = models.OneToOneField(
        "self", on_delete=models.RESTRICT, null=True, related_name="carried_to"
    )
    left_for = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="+")
    flagged = models.JSONField(default=list, blank=True)
    apart = models.ForeignKey(
        ApartRound, on_delete=models.CASCADE, null=True, editable=False, related_name="+"
    )
    apart_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="+",
    )
    laid_open_at = models.DateTimeField(null=True, editable=False)

    newest_edition: uuid.UUID | None  # only where it was read ``with_newest_edition``
    words_to_read = False  # of a consent, where it was read ``with_words_to_read``
    may_write = True  # of the reader, where it was read ``with_right_of`` somebody

    objects = SharedAssessments()
    apart_sheets = ApartSheets()
    every = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[str(s) for s in AssessmentStatus]),
                name="assessment_status_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(carried_from=models.F("id"))
                & ~models.Q(left_for=models.F("id")),
                name="assessment_leads_elsewhere",
            ),
            models.UniqueConstraint(fields=["apart", "apart_by"], name="assessment_apart_once"),
            models.CheckConstraint(
                condition=models.Q(
                    ~models.Q(status=str(AssessmentStatus.LAID_OPEN)),
                    apart__isnull=True,
                    apart_by__isnull=True,
                    laid_open_at__isnull=True,
                )
                | models.Q(
                    models.Q(status=str(AssessmentStatus.OPEN), laid_open_at__isnull=True)
                    | models.Q(status=str(AssessmentStatus.LAID_OPEN), laid_open_at__isnull=False),
                    apart__isnull=False,
                    apart_by__isnull=False,
                    revision=1,
                    carried_from__isnull=True,
                    left_for__isnull=True,
                ),
                name="assessment_apart_never_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venture}, {self.edition}, revision {self.revision}"


class AnswerFields(models.Model):
    """What an answer says; shared by the current answer and its revisions.

    value is {"value": ...}, {"unknown": true}, {"other": "text"}, {"raw": "what could not be
    read"} or null for an answer that was taken back.
    """

    value = models.JSONField(null=True)
    note = models.TextField(blank=True, default="")
    evidence = models.TextField(blank=True, default="")
    claim = models.CharField(max_length=10, choices=CLAIMS, blank=True, default="")
    version = models.PositiveIntegerField()

    class Meta:
        abstract = True


class Answer(AnswerFields):
    """The current answer to one question; version rises by one with every accepted save.

    Its id follows from assessment and question (``actions.answer_id``).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=60)
    updated_at = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="answer_once"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="answer_version"),
        ]

    def __str__(self) -> str:
        return f"{self.question} v{self.version}"


class AnswerRevision(AnswerFields):
    """One accepted save; append-only (trigger). mutation is the browser's id of that very edit."""

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="revisions")
    mutation = models.UUIDField(unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    objects = RevisionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "version"], name="revision_once"),
        ]

    def __str__(self) -> str:
        return f"{self.answer} at {self.at:%Y-%m-%d %H:%M}"


class Submission(models.Model):
    """What was sent: a snapshot of every answer with its version, under one edition; immutable."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="submissions")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="submissions")
    revision = models.PositiveIntegerField()
    receipt = models.CharField(max_length=20, unique=True)
    answers = models.JSONField()
    answers_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "revision"], name="submission_once"),
        ]

    def __str__(self) -> str:
        return self.receipt
