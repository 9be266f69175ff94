"""That something was erased or withdrawn: its id and when, and nothing of what it was."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Erased(models.Model):
    """A venture, an account or an accelerator that is gone; or what somebody took back: a consent,
    a place in a cohort, a link, and being reminded (or not).

    key: its id; of reminders the cohort's with the address's keyed hash; listed: whether the list
    outside of this database has it.
    """

    VENTURE, ACCOUNT, ACCELERATOR = GONE = ("venture", "account", "accelerator")
    CONSENT, PLACE, LINK, OPT_OUT, OPT_IN = BACK = (
        "consent", "place", "link", "opt-out", "opt-in"
    )  # fmt: skip

    kind = models.CharField(max_length=11, choices=[(one, one) for one in (*GONE, *BACK)])
    key = models.CharField(max_length=110)
    at = models.DateTimeField()
    listed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["venture", "account", "accelerator", "consent", "place", "link",
                              "opt-out", "opt-in"]
                ),
                name="erased_kind_known",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(listed=False), name="erased_not_listed"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
