"""Querysets of invitations, join links and reminders; reads begin with ``managed_by``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Count, ExpressionWrapper, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from questionnaire.people.querysets import MANAGERS, accelerator_access, made_by_manager
from questionnaire.vocabulary import InvitationState, MailState

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

DAY = dt.timedelta(days=1)
MOST_IN_A_DAY = 5
"""Invitations mailed to one address, by all accelerators together."""
HAS_LEFT = (MailState.SENT, MailState.KEPT)
NOT_ARRIVED = (MailState.FAILED, MailState.UNCERTAIN)
ON_ITS_WAY = (MailState.WAITING, MailState.LEAVING)
BY_HAND = Q(wanted=False, mail__isnull=True, sent_at__isnull=True, failed="")
"""Never mailed: whoever made them hands the links over."""
UNDELIVERED = ~Q(failed="") | Q(mail__state__in=NOT_ARRIVED)
"""Those whose mail did not arrive, as far as is known."""


class OfCohort(models.QuerySet[Any]):
    """What hangs on a cohort and is its managers' own."""

    def managed_by(self, actor: Actor) -> Self:
        """Those of cohorts that the actor may change."""
        return self.filter(accelerator_access(actor, "cohort__accelerator_id", MANAGERS))


class InvitationsQuerySet(OfCohort):
    """Invitations into cohorts."""

    def live(self, at: dt.datetime) -> InvitationsQuerySet:
        """Neither used nor withdrawn nor expired, into a cohort that is open."""
        return self.waiting().filter(expires_at__gt=at, cohort__closed_at__isnull=True)

    def waiting(self) -> InvitationsQuerySet:
        """Neither used nor withdrawn, expired or not: an address has one of these at most."""
        return self.filter(enrolled_at__isnull=True, withdrawn_at__isnull=True)

    def to_write(self, at: dt.datetime) -> InvitationsQuerySet:
        """Those whose mail the worker writes now. Where an address got enough in a day, from
        whomever, the others wait for the next: nobody is told, or one accelerator would learn whom
        another invites."""
        got = (
            self.model._default_manager.filter(
                email=OuterRef("email"), wanted=False, mail__queued_at__gt=at - DAY
            )
            .order_by()
            .values("email")
            .annotate(number=Count("pk"))
        )
        rows = self.filter(wanted=True).annotate(got=Coalesce(Subquery(got.values("number")), 0))
        return rows.filter(got__lt=MOST_IN_A_DAY)

    def mailed_to(self, at: dt.datetime) -> InvitationsQuerySet:
        """Those who may be reminded: live, and neither undelivered nor handed over by hand."""
        return self.live(at).exclude(BY_HAND | UNDELIVERED)

    def with_state(self, at: dt.datetime) -> InvitationsQuerySet:
        """With ``state``, the furthest that is known; the first that holds, from the end."""
        by_mail = Q(mail__state__in=HAS_LEFT) | Q(sent_at__isnull=False)
        known = (
            (InvitationState.ENROLLED, Q(enrolled_at__isnull=False)),
            (InvitationState.WITHDRAWN, Q(withdrawn_at__isnull=False)),
            (InvitationState.EXPIRED, Q(expires_at__lte=at)),
            (InvitationState.STARTED, Q(started_at__isnull=False)),
            (InvitationState.OPENED, Q(opened_at__isnull=False)),
            (InvitationState.QUEUED, Q(wanted=True) | Q(mail__state__in=ON_ITS_WAY)),
            (InvitationState.FAILED, UNDELIVERED),
            (InvitationState.SENT, by_mail),
        )
        states = [When(holds, then=Value(str(state))) for state, holds in known]
        return self.annotate(
            state=Case(*states, default=Value(str(InvitationState.CREATED))),
            reason=Case(When(~Q(failed=""), then=F("failed")), default=F("mail__reason")),
            mail_state=F("mail__state"),
        )


class JoinLinkQuerySet(OfCohort):
    """Links by which many join."""

    def live(self, at: dt.datetime) -> JoinLinkQuerySet:
        """Neither ended nor expired nor used up, made by one who still manages the cohort, which is
        open."""
        return self.filter(
            made_by_manager("cohort__accelerator_id"), revoked_at__isnull=True, expires_at__gt=at,
            used__lt=F("most"), cohort__closed_at__isnull=True,
        )  # fmt: skip

    def with_maker(self) -> JoinLinkQuerySet:
        """With ``managed``: whether who made it still manages the cohort."""
        managed = made_by_manager("cohort__accelerator_id")
        return self.annotate(managed=ExpressionWrapper(managed, models.BooleanField()))


class ReminderQuerySet(OfCohort):
    """Reminders."""

    def pending(self) -> ReminderQuerySet:
        """Neither done nor stopped."""
        return self.filter(done_at__isnull=True, stopped_at__isnull=True)
