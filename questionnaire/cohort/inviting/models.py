"""Invitations into a cohort, links by which many join, and reminders."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.cohort.inviting.querysets import (
    InvitationsQuerySet,
    JoinLinkQuerySet,
    ReminderQuerySet,
)
from questionnaire.cohort.models import Cohort, Enrolment, Round
from questionnaire.post.models import Mail
from questionnaire.vocabulary import RemindedAs


class CohortInvitation(models.Model):
    """That one address was invited into a cohort, and what became of it.

    email: in small letters. wanted: its mail is still to be written; the worker makes the link
    then, because only a link's hash is kept and a link lives in its mail alone. mail: while it is
    on record; sent_at and failed stay when it is not. expired by expires_at alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    token_hash = models.CharField(max_length=64, unique=True, null=True, default=None)  # noqa: DJ001
    wanted = models.BooleanField(default=False)
    mail = models.ForeignKey(Mail, on_delete=models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=60, blank=True, default="")
    opened_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    enrolled_at = models.DateTimeField(null=True, blank=True)
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationsQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "email"],
                condition=models.Q(withdrawn_at__isnull=True, enrolled_at__isnull=True),
                name="invited_into_a_cohort_once",
            ),
        ]
        indexes = [
            models.Index(fields=["cohort", "-created_at", "email"], name="invitations_as_listed"),
            models.Index(
                fields=["created_at"], condition=models.Q(wanted=True), name="invitations_to_write"
            ),
            models.Index(fields=["email"], name="invitations_to_one"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.id}"


class JoinLink(models.Model):
    """A secret link by which many join a cohort: most of them, until it expires or is ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="join_links")
    token_hash = models.CharField(max_length=64, unique=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    most = models.PositiveIntegerField()
    used = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = JoinLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used__lte=models.F("most")), name="join_link_within_its_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.id}"


class Reminder(models.Model):
    """A mail to all who are not done: so many days before a round closes, or at once.

    days_before: null for at once. done_at: when nobody was left to write to; stopped_at: when a
    manager took it back, or its day had gone by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="reminders")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, related_name="reminders")
    days_before = models.PositiveSmallIntegerField(null=True)
    language = models.CharField(max_length=10, default="en")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "days_before"],
                condition=models.Q(stopped_at__isnull=True, days_before__isnull=False),
                name="reminder_of_a_round_once",
            ),
            models.CheckConstraint(
                condition=models.Q(days_before__isnull=True) | models.Q(round__isnull=False),
                name="reminder_before_a_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.id}"


class Reminded(models.Model):
    """What came of a reminder for one invitation or one venture; written in the transaction that
    queues the mail, so that it is never written twice.

    token_hash: of the link in the mail, for who was invited and has not joined.
    """

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="reminded")
    invitation = models.ForeignKey(
        CohortInvitation, on_delete=models.CASCADE, null=True, related_name="reminded"
    )
    enrolment = models.ForeignKey(
        Enrolment, on_delete=models.CASCADE, null=True, related_name="reminded"
    )
    outcome = models.CharField(max_length=12, choices=[(str(one), str(one)) for one in RemindedAs])
    token_hash = models.CharField(max_length=64, unique=True, null=True, default=None)  # noqa: DJ001
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "invitation"], name="reminded_once"),
            models.UniqueConstraint(fields=["reminder", "enrolment"], name="venture_reminded_once"),
            models.CheckConstraint(
                condition=models.Q(invitation__isnull=True, enrolment__isnull=False)
                | models.Q(invitation__isnull=False, enrolment__isnull=True),
                name="reminded_of_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=[str(one) for one in RemindedAs]),
                name="reminded_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reminder_id}: {self.outcome}"


class OptOut(models.Model):
    """An address to which no more reminders of a cohort go; its hash, made with
    FMASSESS_SECRET_KEY, so that it names nobody; under another key it is asked for again."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="opt_outs")
    email_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort", "email_hash"], name="opt_out_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.pk}"
