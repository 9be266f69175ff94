"""What was settled after answering apart: the shared answer that came of it, by whom and why."""

from django.conf import settings
from django.db import models

from questionnaire.apart.querysets import SettlementQuerySet
from questionnaire.assessment.models import AnswerRevision, ApartRound
from questionnaire.vocabulary import Settled


class Settlement(models.Model):
    """A question settled: what it came to is the revision of the shared answer. Append-only.

    picked: whose answer it was; null for one written anew, and once that account is gone.
    """

    round = models.ForeignKey(ApartRound, on_delete=models.CASCADE, related_name="settlements")
    question = models.CharField(max_length=60)
    revision = models.OneToOneField(
        AnswerRevision, on_delete=models.CASCADE, related_name="settlement"
    )
    how = models.CharField(max_length=10, choices=[(str(one), str(one)) for one in Settled])
    picked = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    why = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    objects = SettlementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(how__in=[str(one) for one in Settled]),
                name="settlement_how_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}, {self.how}"
