"""Querysets of conclusions and decisions; reads begin with ``visible_to``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef

from questionnaire.people.querysets import venture_access

if TYPE_CHECKING:
    from questionnaire.people.actor import Actor


class ConclusionQuerySet(models.QuerySet[Any]):
    """What was concluded at a step of the walk, every version of it."""

    def visible_to(self, actor: Actor) -> ConclusionQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "venture_id"))

    def newest(self) -> ConclusionQuerySet:
        """The last version of each step: what stands."""
        later = self.model._default_manager.filter(
            venture=OuterRef("venture"), step=OuterRef("step"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(later))


class DecisionQuerySet(models.QuerySet[Any]):
    """Decision records."""

    def visible_to(self, actor: Actor) -> DecisionQuerySet:
        """Those of ventures the actor may read."""
        return self.filter(venture_access(actor, "venture_id"))

    def standing(self) -> DecisionQuerySet:
        """The last of each venture: it supersedes all before it."""
        later = self.model._default_manager.filter(
            venture=OuterRef("venture"), number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later))

    def with_reopened(self, day: dt.date) -> DecisionQuerySet:
        """Each with ``reopened``: whether a tripwire of it fired, or has a day that has come; as
        ``Tripwire.has_fired`` and ``has_come`` say it of one."""
        wires = apps.get_model("questionnaire", "Tripwire").objects.filter(decision=OuterRef("pk"))
        sprung = models.Q(firing__isnull=False) | models.Q(due__lte=day)
        return self.annotate(reopened=Exists(wires.filter(sprung)))


class TripwireQuerySet(models.QuerySet[Any]):
    """Conditions that reopen a decision."""

    def waiting(self) -> TripwireQuerySet:
        """Those of standing decisions that have not fired."""
        standing = apps.get_model("questionnaire", "Decision").objects.standing()
        return self.filter(decision__in=standing, firing__isnull=True)

    def due(self, day: dt.date) -> TripwireQuerySet:
        """Those with a date that has come."""
        return self.filter(due__lte=day)
