"""Querysets of the plan; reads begin with ``visible_to``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

from questionnaire.people.querysets import venture_access
from questionnaire.vocabulary import PlanState

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor

GOING = (str(PlanState.OPEN), str(PlanState.DOING))


class PlanItemQuerySet(models.QuerySet[Any]):
    """Actions of ventures' plans."""

    def visible_to(self, actor: Actor) -> PlanItemQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "venture_id"))

    def counted(self, day: dt.date) -> dict[str, int]:
        """How many there are, are still to do, are done, and should be done by now."""
        going = Q(state__in=GOING)
        return self.aggregate(
            all=Count("pk"),
            going=Count("pk", filter=going),
            done=Count("pk", filter=Q(state=PlanState.DONE)),
            overdue=Count("pk", filter=going & Q(due__lt=day)),
        )


class PlanChangeQuerySet(models.QuerySet[Any]):
    """What was changed in plans."""

    def visible_to(self, actor: Actor) -> PlanChangeQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "item__venture_id"))
