"""Rubrics, reviews, the states of reviewing, and what was decided by them."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.cohort.models import Cohort, Enrolment
from questionnaire.review.querysets import OfEnrolmentQuerySet, ReviewQuerySet
from questionnaire.vocabulary import ReviewState

CHOICE_WORDS = {
    "admitted": _("Admitted"),
    "waiting": _("On the waiting list"),
    "declined": _("Declined"),
}
"""What can be decided where the cohort names nothing else."""
STATE_WORDS = {
    str(ReviewState.OPEN): _("being reviewed"),
    str(ReviewState.SUBMITTED): _("all reviews are in"),
    str(ReviewState.CHANGES_REQUESTED): _("changes requested"),
    str(ReviewState.CLOSED): _("closed"),
}


def choice_word(choice: str) -> str:
    """A decision in words: the cohort's own, or ours in the reader's language."""
    return str(CHOICE_WORDS.get(choice, choice))


def choices_of(cohort: Cohort) -> tuple[str, ...]:
    """What can be decided in a cohort."""
    return tuple(cohort.decisions or CHOICE_WORDS)


def _who() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )


class Rubric(models.Model):
    """What reviews of a cohort are scored by; append-only (trigger), each change is a new version.

    criteria: as ``sums.Criterion`` keeps them.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="rubrics")
    version = models.PositiveIntegerField()
    criteria = models.JSONField()
    by = _who()
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "version"], name="rubric_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} v{self.version}"


class Alias(models.Model):
    """The number by which reviewers know a venture where its name is kept from them."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="+")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="alias")
    number = models.PositiveIntegerField()

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "number"], name="alias_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} in {self.cohort_id}"


class Review(models.Model):
    """One reviewer's review of one venture, a draft until it is submitted.

    scores: criterion -> score, null where abstained; internal, shared: question ("" for the venture
    as a whole) -> comment, of which founders read ``shared`` once it is released. conflict: the
    reviewer abstains as a whole. version rises by one with every accepted save. total: of what is
    in, by its own rubric (``sums.weigh``), so that a whole cohort is put in order where it is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="reviews"
    )
    assigned_by = _who()
    assigned_at = models.DateTimeField()
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, null=True, related_name="reviews")
    scores = models.JSONField(default=dict)
    confidence = models.PositiveSmallIntegerField(null=True)
    conflict = models.BooleanField(default=False)
    internal = models.JSONField(default=dict)
    shared = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    total = models.PositiveSmallIntegerField(null=True)
    released_at = models.DateTimeField(null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "reviewer"], name="review_once"),
            models.CheckConstraint(
                condition=models.Q(submitted_at__isnull=True) | models.Q(rubric__isnull=False),
                name="review_in_by_a_rubric",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at__isnull=True)
                | models.Q(submitted_at__isnull=False, conflict=False),
                name="review_released_is_in",
            ),
            models.CheckConstraint(
                condition=models.Q(confidence__isnull=True) | models.Q(confidence__range=(1, 5)),
                name="review_confidence_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} by {self.reviewer_id}"


class ReviewReading(models.Model):
    """That somebody read others' reviews of a venture, the first time. From then on they are asked
    for none of their own about it."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="review_readings"
    )
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "reader"], name="review_reading_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} by {self.reader_id}"


class ReviewStep(models.Model):
    """A state that the reviewing of a venture came to; append-only (trigger), the last one holds.

    words, question: what founders are asked for, and about which question.
    """

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="review_steps")
    state = models.CharField(max_length=20, choices=[(str(s), str(s)) for s in ReviewState])
    words = models.TextField(blank=True, default="")
    question = models.CharField(max_length=60, blank=True, default="")
    by = _who()
    at = models.DateTimeField()

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(state) for state in ReviewState]),
                name="review_step_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.state}"


class DecisionBatch(models.Model):
    """Decisions that were applied together, under the id that the page gave them; append-only."""

    id = models.UUIDField(primary_key=True, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="decision_batches")
    by = _who()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.cohort_id} at {self.at:%Y-%m-%d %H:%M}"


class Outcome(models.Model):
    """What was decided about a venture; append-only (trigger), the last one holds. words: what
    founders were told beside it."""

    batch = models.ForeignKey(DecisionBatch, on_delete=models.CASCADE, related_name="outcomes")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="outcomes")
    choice = models.CharField(max_length=120)
    words = models.TextField(blank=True, default="")
    by = _who()
    at = models.DateTimeField()

    objects = OfEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "enrolment"], name="outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.choice}"
