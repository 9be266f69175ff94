"""A venture's plan: each action as it stands, and everything that was changed about it."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from questionnaire.bank.models import Edition
from questionnaire.people.models import Venture
from questionnaire.report.plan.querysets import GOING, PlanChangeQuerySet, PlanItemQuerySet
from questionnaire.vocabulary import PlanState

STATES = [(str(one), str(one)) for one in PlanState]
STATE_WORDS = {
    str(PlanState.OPEN): _("to do"),
    str(PlanState.DOING): _("being done"),
    str(PlanState.DONE): _("done"),
    str(PlanState.DROPPED): _("dropped"),
}
MOST_OWNER = 120


class PlanFields(models.Model):
    """What is planned about an action; shared by the action and its log.

    owner: a member; owner_name: whoever else looks after it, in the founder's words. text,
    done_when: of an action of one's own; the bank says those of its actions.
    """

    text = models.TextField(blank=True, default="")
    done_when = models.TextField(blank=True, default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    owner_name = models.CharField(max_length=MOST_OWNER, blank=True, default="")
    due = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=STATES, default=PlanState.OPEN)
    reason = models.TextField(blank=True, default="")
    note = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()

    class Meta:
        abstract = True


class PlanItem(PlanFields):
    """An action that a venture took on; version rises by one with every accepted change.

    action: the bank's key, empty for an action of one's own; edition: whose words it was taken
    from, so that an action which later editions no longer have keeps its text.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    venture = models.ForeignKey(Venture, on_delete=models.CASCADE, related_name="plan")
    action = models.CharField(max_length=60, blank=True, default="")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action of a plan")
        verbose_name_plural = _("actions of plans")
        constraints = [
            models.UniqueConstraint(
                fields=["venture", "action"], condition=~models.Q(action=""), name="plan_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[str(one) for one in PlanState]),
                name="plan_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PlanState.DROPPED) | ~models.Q(reason=""),
                name="plan_dropped_says_why",
            ),
            models.CheckConstraint(
                condition=(models.Q(text="", edition__isnull=False) & ~models.Q(action=""))
                | (models.Q(action="", edition__isnull=True) & ~models.Q(text="")),
                name="plan_has_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venture}: {self.action or self.text}"

    @property
    def is_going(self) -> bool:
        """Whether it is still to be done."""
        return self.state in GOING

    def is_overdue(self, day: dt.date) -> bool:
        """Whether it should be done by now; as ``PlanItemQuerySet.counted`` asks it."""
        return self.is_going and self.due is not None and self.due < day


class PlanChange(PlanFields):
    """An action as one accepted change left it; append-only (trigger)."""

    item = models.ForeignKey(PlanItem, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    objects = PlanChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "version"], name="plan_change_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} v{self.version}"
