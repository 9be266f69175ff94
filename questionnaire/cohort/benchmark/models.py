"""Who wants to be compared, and what was said to them, once for each round."""

from django.conf import settings
from django.db import models

from questionnaire.cohort.benchmark.querysets import BenchmarkLineQuerySet
from questionnaire.cohort.models import Enrolment, Round


class BenchmarkWord(models.Model):
    """That a venture wants to be compared in a cohort, or not any more; append-only (trigger). The
    last one holds."""

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="benchmark_words"
    )
    agrees = models.BooleanField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.agrees}"


class BenchmarkRelease(models.Model):
    """That a round's benchmark was made. behind: each measure that was told -> how many ventures
    stood behind it; also once some of them are erased."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="benchmark")
    at = models.DateTimeField()
    behind = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.round_id} at {self.at:%Y-%m-%d}"


class BenchmarkLine(models.Model):
    """One number of one venture beside the others', as it was said on that day (``figures.py``).

    measure: lean, a posture, or ``in-`` and a category's key. All in points, steps of five.
    """

    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, related_name="benchmark_lines"
    )
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    measure = models.CharField(max_length=70)
    own = models.SmallIntegerField()
    others = models.PositiveIntegerField()
    lower = models.SmallIntegerField(null=True)
    median = models.SmallIntegerField(null=True)
    upper = models.SmallIntegerField(null=True)
    percentile = models.SmallIntegerField(null=True)
    withheld = models.CharField(max_length=10, blank=True)

    objects = BenchmarkLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "round", "measure"], name="benchmark_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} of {self.enrolment_id}"

    @property
    def beside(self) -> tuple[int, int, int, int] | None:
        """Lower quartile, median, upper quartile and percentile; None where nothing is told."""
        told = (self.lower, self.median, self.upper, self.percentile)
        return None if None in told else told  # type: ignore[return-value]
