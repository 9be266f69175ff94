"""A mail that waits, leaves, has left or cannot leave; its words go once it has."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.vocabulary import MailState


class Mail(models.Model):
    """One message to all its recipients, as it goes over the wire.

    uncertain: the connection broke, or the worker was killed, after the words were handed over and
    before the answer: it may have arrived, so nobody sends it again unasked. reason: what the mail
    server answered, by its code alone. about: the venture that it tells of,
    or the accelerator that it comes from, with which it is erased while it waits or could not
    leave; no key, for mail stands below all that it tells of.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.UUIDField(null=True, db_index=True, editable=False)
    sender = models.TextField()
    to = models.JSONField()
    subject = models.TextField(blank=True)
    message = models.TextField(blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(str(one), str(one)) for one in MailState],
        default=MailState.WAITING,
    )
    tries = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=60, blank=True, default="")
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[str(one) for one in MailState]),
                name="mail_state_known",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_to_do")]

    def __str__(self) -> str:
        return f"{self.state} {self.id}"
