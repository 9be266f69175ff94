"""That something was erased: its id and when, and nothing of what it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Erased(models.Model):
    """A venture, an account or an accelerator that is gone.

    key: its id, which nothing else carries any more; listed: whether the list outside of this
    database has it.
    """

    VENTURE, ACCOUNT, ACCELERATOR = KINDS = ("venture", "account", "accelerator")

    kind = models.CharField(max_length=11, choices=[(one, one) for one in KINDS])
    key = models.CharField(max_length=40)
    at = models.DateTimeField()
    listed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["venture", "account", "accelerator"]),
                name="erased_kind_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(listed=False), name="erased_not_listed"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
